using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>A follow-up part of a thread, on its own way to the network once the part before it is out.</summary>
public sealed class CopyPart : InWorkspace
{
    public long Id { get; private set; }
    public long CopyId { get; private set; }
    public Copy Copy { get; private set; } = null!;

    /// <summary>From 2: the first part is the copy itself.</summary>
    public int Number { get; private set; }
    public string Text { get; private set; } = "";
    public PartStatus Status { get; private set; }

    /// <summary>Why it waits, was refused or missed; <c>part.…</c>.</summary>
    public Trouble? Trouble { get; private set; }
    public string? RemoteId { get; private set; }
    public string? Permalink { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public DateTimeOffset? TakenDownAt { get; private set; }

    /// <summary>Retries stop here; set at the first try.</summary>
    public DateTimeOffset? TryUntil { get; private set; }

    private CopyPart() { }

    internal CopyPart(Copy copy, int number, string text)
    {
        Copy = copy;
        Number = number;
        Text = text;
    }

    /// <summary>Only a person gets it going again.</summary>
    public bool IsStuck =>
        Status is PartStatus.Missed or PartStatus.Rejected && Trouble?.Code != "part.unanswerable";

    /// <summary>Stuck, or a person has to look whether it is out.</summary>
    public bool NeedsPerson => IsStuck || Status == PartStatus.Unconfirmed;

    public void Start(DateTimeOffset tryUntil)
    {
        Status = PartStatus.Sending;
        TryUntil ??= tryUntil;
    }

    public void Process(string remoteId)
    {
        Status = PartStatus.Processing;
        RemoteId = remoteId;
        Trouble = null;
    }

    public void Wait(Trouble why) => Become(PartStatus.Waiting, why);

    public void Reject(Trouble why) => Become(PartStatus.Rejected, why);

    public void Miss(Trouble why) => Become(PartStatus.Missed, why);

    public void Doubt(Trouble why) => Become(PartStatus.Unconfirmed, why);

    /// <param name="remoteId">Null when only a person knows that it is out: then nothing can follow it.</param>
    public void Publish(string? remoteId, string? permalink, DateTimeOffset at)
    {
        Become(PartStatus.Published, why: null);
        RemoteId = remoteId;
        Permalink = permalink;
        PublishedAt = at;
    }

    /// <summary>A person decided so: that its time has passed is no reason to miss it now.</summary>
    public void SendAgain(DateTimeOffset tryUntil)
    {
        Become(PartStatus.Waiting, why: null);
        RemoteId = null;
        TryUntil = tryUntil;
    }

    public void TakeDown(DateTimeOffset at) => TakenDownAt = at;

    private void Become(PartStatus status, Trouble? why)
    {
        Status = status;
        Trouble = why;
    }
}

public enum PartStatus
{
    /// <summary>For the part before it, or for the network that asked to wait.</summary>
    Waiting,

    /// <summary>An attempt is committed and unsettled: it may be out.</summary>
    Sending,

    /// <summary>The network has it and is still working on it.</summary>
    Processing,
    Published,
    Rejected,

    /// <summary>It may be out and reading back could not tell: a person decides.</summary>
    Unconfirmed,

    /// <summary>It could not follow in time; a person decides.</summary>
    Missed,
}
