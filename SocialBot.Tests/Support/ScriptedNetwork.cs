using System.Collections.Concurrent;
using SocialBot.Core.Networks;

namespace SocialBot.Tests.Support;

/// <summary>
/// A network with every publishing role that remembers what it got and what it really put out. Each call does what was told
/// for it, or accepts. Nothing is ever deleted from <see cref="Got"/>: a doubled post is seen there.
/// </summary>
public sealed class ScriptedNetwork(TimeProvider clock, string name = "Scripted")
    : IPublishes,
        IFindsPosts,
        IReplies,
        ITakesDown
{
    private readonly ConcurrentQueue<Act> acts = new();
    private readonly ConcurrentQueue<FoundPosts> readings = new();
    private readonly ConcurrentDictionary<string, Entry> ledger = new();
    private int numbers;

    public string Name { get; } = name;
    public TimeSpan SettleWindow { get; set; } = TimeSpan.FromSeconds(20);

    public bool KeepsOnePerKey { get; set; }

    /// <summary>Whether reading back tells our key.</summary>
    public bool TellsKeys { get; set; } = true;

    /// <summary>How long after accepting a post it becomes visible.</summary>
    public TimeSpan VisibleAfter { get; set; }

    /// <summary>Runs inside each sending, before it is answered.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public ConcurrentQueue<Sent> Got { get; } = new();
    public int Reads { get; private set; }

    /// <summary>Calls that publish; comments and takings down left out.</summary>
    public IReadOnlyList<Sent> Published =>
        [.. Got.Where(g => g is { InReplyTo: null, IsTakedown: false })];

    public IReadOnlyList<Sent> Comments =>
        [.. Got.Where(g => g is { InReplyTo: not null, IsTakedown: false })];

    /// <summary>What is out there now, for everybody to see.</summary>
    public IReadOnlyList<RemotePost> Live =>
        [.. ledger.Values.Where(e => e.TakenDownAt is null).Select(e => e.Post).OrderBy(p => p.At)];

    public void Next(params Act[] next)
    {
        foreach (var act in next)
            acts.Enqueue(act);
    }

    public void NextReading(FoundPosts reading) => readings.Enqueue(reading);

    /// <summary>Somebody else posts on the same account, by hand.</summary>
    public void PostByHand(string account, string text) =>
        Put(account, new OutgoingPost("", text, []), inReplyTo: null);

    public Task<PublishOutcome> PublishAsync(
        NetworkAccount account,
        OutgoingPost post,
        CancellationToken ct
    ) => SendAsync(account, post, inReplyTo: null);

    public Task<PublishOutcome> ReplyAsync(
        NetworkAccount account,
        string inReplyTo,
        OutgoingPost reply,
        CancellationToken ct
    ) => SendAsync(account, reply, inReplyTo);

    public async Task<PublishOutcome> TakeDownAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    )
    {
        Got.Enqueue(new Sent(account, new OutgoingPost("", "", []), remoteId, IsTakedown: true));
        if (Meanwhile is { } wait)
            await wait();
        var act = acts.TryDequeue(out var told) ? told : new Act.Accept();
        if (act is Act.Answer answer)
            return answer.Outcome;
        ledger[remoteId].TakenDownAt ??= clock.GetUtcNow();
        return act is Act.Accept
            ? new PublishOutcome.Published(remoteId, Permalink: null, clock.GetUtcNow())
            : new PublishOutcome.Unconfirmed("reset by peer");
    }

    public Task<FoundPosts> FindAsync(
        NetworkAccount account,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        Reads++;
        if (readings.TryDequeue(out var told))
            return Task.FromResult(told);
        var now = clock.GetUtcNow();
        return Task.FromResult<FoundPosts>(
            new FoundPosts.Listed(
                [
                    .. ledger
                        .Values.Where(e =>
                            e.Account == account.Handle
                            && e.TakenDownAt is null
                            && e.Post.At >= since
                            && e.Post.At + VisibleAfter <= now
                        )
                        .Select(e => TellsKeys ? e.Post : e.Post with { Key = null })
                        .OrderByDescending(p => p.At),
                ],
                Complete: true
            )
        );
    }

    private async Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        OutgoingPost post,
        string? inReplyTo
    )
    {
        Got.Enqueue(new Sent(account, post, inReplyTo, IsTakedown: false));
        if (Meanwhile is { } wait)
            await wait();
        switch (acts.TryDequeue(out var act) ? act : new Act.Accept())
        {
            case Act.Answer answer:
                return answer.Outcome;
            case Act.LoseRequest:
                return new PublishOutcome.Unconfirmed("timed out");
            case Act.LoseAnswer:
                Put(account.Handle, post, inReplyTo);
                return new PublishOutcome.Unconfirmed("reset by peer");
            case Act.Break:
                Put(account.Handle, post, inReplyTo);
                throw new InvalidOperationException("a bug in the connector");
            case Act.Work work:
                return new PublishOutcome.Processing(
                    Put(account.Handle, post, inReplyTo).RemoteId,
                    work.For
                );
            default:
                var accepted = Put(account.Handle, post, inReplyTo);
                return new PublishOutcome.Published(
                    accepted.RemoteId,
                    accepted.Permalink,
                    accepted.At
                );
        }
    }

    internal RemotePost? ByKey(string key) =>
        ledger
            .Values.Where(e => e.TakenDownAt is null && e.Post.Key == key)
            .Select(e => e.Post)
            .FirstOrDefault(p => p.At + VisibleAfter <= clock.GetUtcNow());

    private RemotePost Put(string account, OutgoingPost post, string? inReplyTo)
    {
        if (KeepsOnePerKey && ledger.Values.FirstOrDefault(e => e.Post.Key == post.Key) is { } kept)
            return kept.Post;
        var id = $"r{Interlocked.Increment(ref numbers)}";
        var remote = new RemotePost(
            id,
            post.Key.Length == 0 ? null : post.Key,
            post.Text,
            post.Media.Count,
            inReplyTo,
            clock.GetUtcNow(),
            $"https://scripted.example/{id}"
        );
        ledger[id] = new Entry(account, remote);
        return remote;
    }

    public sealed record Sent(
        NetworkAccount Account,
        OutgoingPost Post,
        string? InReplyTo,
        bool IsTakedown
    );

    private sealed record Entry(string Account, RemotePost Post)
    {
        public DateTimeOffset? TakenDownAt { get; set; }
    }

    /// <summary>What the network does with one call.</summary>
    public abstract record Act
    {
        private Act() { }

        public sealed record Accept : Act;

        /// <summary>Answers this, and nothing is out.</summary>
        public sealed record Answer(PublishOutcome Outcome) : Act;

        /// <summary>It is out, and the answer is lost.</summary>
        public sealed record LoseAnswer : Act;

        /// <summary>It never arrived, and the connector cannot know.</summary>
        public sealed record LoseRequest : Act;

        /// <summary>It is out, and the connector throws.</summary>
        public sealed record Break : Act;

        /// <summary>Accepted, and worked on for a while.</summary>
        public sealed record Work(TimeSpan For) : Act;
    }
}

/// <summary>The scripted network asked by key.</summary>
public sealed class ScriptedKeys(Func<ScriptedNetwork> network) : IFindsByKey
{
    public string Name => "Scripted";
    public List<string> Asked { get; } = [];
    public Queue<FoundByKey> Answers { get; } = [];

    public Task<FoundByKey> FindAsync(NetworkAccount account, string key, CancellationToken ct)
    {
        Asked.Add(key);
        return Task.FromResult(
            Answers.TryDequeue(out var told) ? told
            : network().ByKey(key) is { } post ? new FoundByKey.Out(post)
            : new FoundByKey.NotOut()
        );
    }
}

/// <summary>The scripted network asked how far it is.</summary>
public sealed class ScriptedFinish : IFinishes
{
    public string Name => "Scripted";
    public List<(string RemoteId, OutgoingPost Post)> Asked { get; } = [];
    public Queue<PublishOutcome> Answers { get; } = [];

    public Task<PublishOutcome> FinishAsync(
        NetworkAccount account,
        string remoteId,
        OutgoingPost post,
        CancellationToken ct
    )
    {
        Asked.Add((remoteId, post));
        return Task.FromResult(Answers.Dequeue());
    }
}

/// <summary>A network that can publish and nothing else: neither read back, nor comment, nor take down.</summary>
public sealed class MuteNetwork : IPublishes
{
    public string Name => "Mute";
    public TimeSpan SettleWindow => TimeSpan.FromSeconds(20);
    public PublishOutcome Answer { get; set; } = new PublishOutcome.Unconfirmed("timed out");
    public List<OutgoingPost> Got { get; } = [];

    public Task<PublishOutcome> PublishAsync(
        NetworkAccount account,
        OutgoingPost post,
        CancellationToken ct
    )
    {
        Got.Add(post);
        return Task.FromResult(Answer);
    }
}
