using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SocialBot.Core.Networks;

namespace SocialBot.Tests.Inbox;

/// <summary>A network that keeps what it accepted and answers as it is told.</summary>
internal sealed class TalkNetwork
    : IReadsMentions,
        IReplies,
        IFindsPosts,
        IPublishes,
        IHides,
        ILikes,
        ISearchesPosts,
        IChecksItems,
        IStreamsItems
{
    public TimeProvider Clock { get; set; } = TimeProvider.System;
    public string Name => "Talk";
    public TimeSpan SettleWindow => TimeSpan.FromSeconds(20);

    /// <summary>What is out: text and what it answers.</summary>
    public List<RemotePost> Out { get; } = [];
    public List<string> Liked { get; } = [];
    public List<string> Hidden { get; } = [];
    public int ReplyCalls { get; private set; }

    /// <summary>Answers of the next calls, in order; when empty the network simply accepts.</summary>
    public Queue<PublishOutcome> Answers { get; } = [];

    /// <summary>The next replies are accepted, but their answer is lost on the way.</summary>
    public int AnswersToLose { get; set; }

    /// <summary>Reading back answers "not now".</summary>
    public bool Blind { get; set; }

    /// <summary>Happens while a reply is on the wire.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>What searches find, in order; then nothing.</summary>
    public Queue<MentionPage> Finds { get; } = [];
    public List<(string Account, string Phrases, string? Cursor)> Searches { get; } = [];

    /// <summary>What is not there any more.</summary>
    public HashSet<string> Deleted { get; } = [];
    public List<IReadOnlyList<string>> Checks { get; } = [];
    public ItemsCheck? CheckAnswer { get; set; }

    /// <summary>The stream, as far as it is told: an open one waits for more.</summary>
    public Channel<StreamBatch> Stream { get; set; } = Channel.CreateUnbounded<StreamBatch>();
    public List<(string Watched, string? Cursor)> Listens { get; } = [];
    public bool IsConfigured { get; set; } = true;

    public Queue<MentionPage> Pages { get; } = [];
    public List<string?> CursorsAsked { get; } = [];

    public async Task<PublishOutcome> ReplyAsync(
        NetworkAccount account,
        string inReplyTo,
        OutgoingPost reply,
        CancellationToken ct
    )
    {
        ReplyCalls++;
        if (Meanwhile is { } meanwhile)
            await meanwhile();
        if (Answers.TryDequeue(out var told))
            return told;
        var id = string.Create(CultureInfo.InvariantCulture, $"out{Out.Count + 1}");
        var at = Clock.GetUtcNow();
        Out.Add(
            new RemotePost(
                id,
                Key: null,
                reply.Text,
                0,
                inReplyTo,
                at,
                $"https://talk.example/{id}"
            )
        );
        if (AnswersToLose-- > 0)
            return new PublishOutcome.Unconfirmed("timeout");
        return new PublishOutcome.Published(id, $"https://talk.example/{id}", at);
    }

    public Task<FoundPosts> FindAsync(
        NetworkAccount account,
        DateTimeOffset since,
        CancellationToken ct
    ) =>
        Task.FromResult<FoundPosts>(
            Blind
                ? new FoundPosts.NotNow("down", After: null)
                : new FoundPosts.Listed([.. Out.Where(p => p.At >= since)], Complete: true)
        );

    public Task<PublishOutcome> PublishAsync(
        NetworkAccount account,
        OutgoingPost post,
        CancellationToken ct
    ) => Task.FromResult<PublishOutcome>(new PublishOutcome.Rejected("no", "replies only"));

    public Task<PublishOutcome> HideAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    ) => ModerateAsync(Hidden, remoteId);

    public Task<PublishOutcome> LikeAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    ) => ModerateAsync(Liked, remoteId);

    public Task<MentionPage> ReadAsync(NetworkAccount account, string? cursor, CancellationToken ct)
    {
        CursorsAsked.Add(cursor);
        return Task.FromResult(
            Pages.TryDequeue(out var page) ? page : new MentionPage.Items([], cursor, More: false)
        );
    }

    public Task<MentionPage> SearchAsync(
        NetworkAccount account,
        IReadOnlyList<string> phrases,
        string? cursor,
        CancellationToken ct
    )
    {
        Searches.Add((account.Handle, string.Join(", ", phrases), cursor));
        return Task.FromResult(
            Finds.TryDequeue(out var page) ? page : new MentionPage.Items([], cursor, More: false)
        );
    }

    public Task<ItemsCheck> CheckAsync(
        NetworkAccount account,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    )
    {
        Checks.Add(remoteIds);
        return Task.FromResult(
            CheckAnswer ?? new ItemsCheck.Checked([.. remoteIds.Where(Deleted.Contains)])
        );
    }

    public async IAsyncEnumerable<StreamBatch> ListenAsync(
        IReadOnlyList<WatchedAccount> watched,
        string? cursor,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        lock (Listens)
            Listens.Add(
                (
                    string.Join(
                        "; ",
                        watched.Select(w => $"{w.RemoteId} {string.Join(", ", w.Phrases)}".Trim())
                    ),
                    cursor
                )
            );
        await foreach (var batch in Stream.Reader.ReadAllAsync(ct))
            yield return batch;
    }

    private Task<PublishOutcome> ModerateAsync(List<string> done, string remoteId)
    {
        if (Answers.TryDequeue(out var told))
            return Task.FromResult(told);
        done.Add(remoteId);
        return Task.FromResult<PublishOutcome>(
            new PublishOutcome.Published(remoteId, null, Clock.GetUtcNow())
        );
    }
}
