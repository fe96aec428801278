using SocialBot.Core.Accounts;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;

namespace SocialBot.Core.Publishing;

/// <summary>
/// Something that is brought to a network exactly once: a copy, a part of its thread, its first comment, a reply, a taking down.
/// <see cref="RunErrand"/> commits the attempt, makes the call, settles it; an errand says what its own rows must look like.
/// </summary>
public interface IErrand
{
    /// <summary>The kind of due work, and the word before the colon of the attempt's subject.</summary>
    string Kind { get; }

    /// <summary>Reads the subject and judges whether it may leave now. Changes rows only when it must not (missed, paused).</summary>
    /// <param name="resuming">An attempt is already on its way: only its settling is asked for.</param>
    Task<Departure> PrepareAsync(DueClaim claim, bool resuming, CancellationToken ct);

    /// <summary>Marks the subject as leaving; saved together with the attempt, before any byte is sent.</summary>
    void Leaves(DateTimeOffset now);

    /// <summary>The one call. Never repeated by itself.</summary>
    Task<PublishOutcome> SendAsync(NetworkAccount account, string key, CancellationToken ct);

    /// <summary>The same post that <see cref="SendAsync"/> sends, for a network that finishes in a later call; null = it sends no post.</summary>
    Task<OutgoingPost?> ComposeAsync(string key, CancellationToken ct);

    /// <summary>What this errand looks like among the account's own posts; null when it cannot be found by reading.</summary>
    SoughtPost? LooksLike { get; }

    /// <summary>True when doing it twice does no harm (taking down): then nothing need be read back.</summary>
    bool MayRepeat { get; }

    /// <summary>Writes the outcome into the subject; saved together with the settled attempt.</summary>
    /// <param name="retryAt">When it will be tried again; null = not by itself.</param>
    Task SettleAsync(PublishOutcome outcome, DateTimeOffset? retryAt, CancellationToken ct);
}

/// <summary>Whether an errand may leave.</summary>
public abstract record Departure
{
    private Departure() { }

    /// <param name="Revision">Names what is sent.</param>
    /// <param name="TryUntil">Retries stop here.</param>
    public sealed record Go(Account Account, string Revision, DateTimeOffset TryUntil) : Departure;

    /// <summary>Nothing to do (any more); whatever had to change is already changed in the context, unsaved.</summary>
    public sealed record Stop : Departure;

    public sealed record NotYet(DateTimeOffset Until) : Departure;
}

/// <param name="InReplyTo">Remote id of what it answers; null for a post of its own.</param>
public sealed record SoughtPost(string Text, int MediaCount, string? InReplyTo);
