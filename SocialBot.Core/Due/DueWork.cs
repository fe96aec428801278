namespace SocialBot.Core.Due;

/// <summary>
/// Something to be done at a time: the one table of what is due. The outbox is its lane <see cref="Lane.Chat"/>.
/// Written in the transaction of what causes it, claimed in batches with a lease and a fence, removed when done.
/// </summary>
/// <param name="Lane">Which workers take it: a slow network never delays a chat answer.</param>
/// <param name="Kind">Names the handler: <c>publish</c>, <c>card.stale</c>, …</param>
/// <param name="Subject">What it is about: <c>copy:17</c>.</param>
/// <param name="Once">
/// When set, at most one row of this kind and subject waits: a second one moves the first to the earlier or later
/// time given and makes a running one run again.
/// </param>
public sealed record DueWork(
    Lane Lane,
    string Kind,
    string Subject,
    DateTimeOffset At,
    string? Payload = null,
    bool Once = true
)
{
    /// <summary>Where order matters (a conversation), rows with the same word run one after another.</summary>
    public string? Order { get; init; }
}

public enum Lane
{
    /// <summary>The outbox: what is said in chat.</summary>
    Chat,

    /// <summary>Calls to networks: publish, comment, reply, take down, read back.</summary>
    Network,

    /// <summary>Reminders, deadlines, snoozes: only our own rows.</summary>
    Clock,
}

/// <summary>A row as claimed. Finishing it asks for the fence; who lost the lease finishes nothing.</summary>
public sealed record DueClaim(
    long Id,
    long WorkspaceId,
    Lane Lane,
    string Kind,
    string Subject,
    string? Payload,
    DateTimeOffset DueAt,
    long Fence,
    int Tries,
    DateTimeOffset LeaseUntil
)
{
    /// <summary>Rows with the same word run one after another.</summary>
    public string? Order { get; init; }

    public long SubjectId =>
        long.Parse(
            Subject.AsSpan(Subject.IndexOf(':') + 1),
            System.Globalization.CultureInfo.InvariantCulture
        );
}

/// <summary>What became of a claimed row.</summary>
public abstract record DueResult
{
    private DueResult() { }

    public sealed record Done : DueResult;

    /// <summary>Not finished: again at this time.</summary>
    public sealed record Again(DateTimeOffset At) : DueResult;

    public static readonly DueResult Finished = new Done();
}

/// <summary>Does one kind of due work, in a scope of its own that has entered the row's workspace.</summary>
public interface IDoesDueWork
{
    string Kind { get; }

    Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct);
}
