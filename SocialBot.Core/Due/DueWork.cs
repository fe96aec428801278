using System.Globalization;

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
    /// <summary>Rows of a lane with the same word run one at a time, in the order they were written.</summary>
    public string? Order { get; init; }

    /// <summary>
    /// A row that is put off holds up the later ones of its order: answers in a conversation must not overtake one another.
    /// Cards of a subject may: each is drawn from what is true when it is delivered. A row that broke holds up nobody.
    /// </summary>
    public bool StrictOrder { get; init; }

    /// <summary>
    /// The process that writes it does it as soon as it is committed, unless another row of its order comes first. It is written
    /// with a lease, so nobody has to claim it; after a crash it is free like any other when the lease is over.
    /// </summary>
    public bool AtOnce { get; init; }

    internal string? OnceKey(long workspaceId) =>
        Once
            ? string.Create(CultureInfo.InvariantCulture, $"{workspaceId}/{Kind}/{Subject}")
            : null;
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
    public string? Order { get; init; }

    /// <summary>When the row first fell due; <see cref="DueAt"/> moves with every putting off.</summary>
    public DateTimeOffset FirstDue { get; init; }

    public long SubjectId =>
        long.Parse(Subject.AsSpan(Subject.IndexOf(':') + 1), CultureInfo.InvariantCulture);
}

/// <summary>What became of a claimed row.</summary>
public abstract record DueResult
{
    private DueResult() { }

    public sealed record Done : DueResult;

    /// <summary>Not finished: again at this time.</summary>
    /// <param name="Afresh">It was simply not its time (quiet hours): age and tries begin anew.</param>
    public sealed record Again(DateTimeOffset At, bool Afresh = false) : DueResult;

    public static readonly DueResult Finished = new Done();
}

/// <summary>Does one kind of due work, in a scope of its own that has entered the row's workspace.</summary>
public interface IDoesDueWork
{
    string Kind { get; }

    /// <summary>A row that still fails or waits this long after it first fell due is given up, with a log line; null = never.</summary>
    TimeSpan? GivesUpAfter => null;

    /// <summary>
    /// While it runs its lease is renewed. Another process may still run the same row again, after a crash or a long standstill:
    /// what leaves the house must bear that.
    /// </summary>
    Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct);
}
