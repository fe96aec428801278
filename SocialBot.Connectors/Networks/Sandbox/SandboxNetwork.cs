using System.Globalization;
using Microsoft.Extensions.Options;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Sandbox;

/// <summary>The bot's side of the Sandbox: always over HTTP, also when the server runs in the same process.</summary>
internal sealed class SandboxNetwork(SandboxClient client, IOptions<SandboxOptions> options)
    : IPublishes,
        IFinishes,
        IFindsPosts,
        IReplies,
        ITakesDown,
        IHides,
        ILikes,
        IReadsMentions,
        IReadsMetrics
{
    public const string NetworkName = "Sandbox";

    /// <summary>200 posts each; an account that wrote more in the time asked about is listed incompletely, and says so.</summary>
    private const int MostPages = 5;

    public string Name => NetworkName;

    public TimeSpan SettleWindow => options.Value.SettleWindow;

    public bool KeepsOnePerKey => options.Value.HonoursKeys;

    public Task<PublishOutcome> PublishAsync(
        NetworkAccount account,
        OutgoingPost post,
        CancellationToken ct
    ) => WriteAsync("posts", account, post, ct);

    /// <summary>The Sandbox needs no second call: it is only asked how far it is.</summary>
    public async Task<PublishOutcome> FinishAsync(
        NetworkAccount account,
        string remoteId,
        OutgoingPost post,
        CancellationToken ct
    ) =>
        Outcome(
            await client.GetAsync(
                $"items/{Uri.EscapeDataString(remoteId)}",
                account.Secret,
                SandboxJson.Default.AcceptedItem,
                ct
            )
        );

    public Task<PublishOutcome> ReplyAsync(
        NetworkAccount account,
        string inReplyTo,
        OutgoingPost reply,
        CancellationToken ct
    ) => WriteAsync($"items/{Uri.EscapeDataString(inReplyTo)}/replies", account, reply, ct);

    public async Task<PublishOutcome> TakeDownAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    ) => await ActAsync("takedown", account, remoteId, ct);

    public Task<PublishOutcome> HideAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    ) => ActAsync("hide", account, remoteId, ct);

    public Task<PublishOutcome> LikeAsync(
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    ) => ActAsync("like", account, remoteId, ct);

    public async Task<FoundPosts> FindAsync(
        NetworkAccount account,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        var found = new List<RemotePost>();
        long? before = null;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await client.GetAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"posts?since={since.ToUnixTimeMilliseconds()}&before={before}"
                ),
                account.Secret,
                SandboxJson.Default.OwnPosts,
                ct
            );
            if (answer is not SandboxAnswer<OwnPosts>.Got { Value: var listed })
                return new FoundPosts.NotNow(answer.Reason, answer.Wanted);
            found.AddRange(listed.Posts.Select(Remote));
            if (listed.Older is null)
                return new FoundPosts.Listed(found, Complete: true);
            before = listed.Older;
        }
        return new FoundPosts.Listed(found, Complete: false);
    }

    async Task<MentionPage> IReadsMentions.ReadAsync(
        NetworkAccount account,
        string? cursor,
        CancellationToken ct
    )
    {
        var answer = await client.GetAsync(
            $"inbox?after={Uri.EscapeDataString(cursor ?? "0")}",
            account.Secret,
            SandboxJson.Default.InboxPage,
            ct
        );
        return answer switch
        {
            SandboxAnswer<InboxPage>.Got { Value: var page } => new MentionPage.Items(
                [.. page.Items.Select(Incoming)],
                page.Cursor.ToString(CultureInfo.InvariantCulture),
                page.More
            ),
            SandboxAnswer<InboxPage>.SignInNeeded signIn => new MentionPage.SignInNeeded(
                signIn.Reason
            ),
            _ => new MentionPage.NotNow(answer.Reason, answer.Wanted),
        };
    }

    async Task<MetricsReading> IReadsMetrics.ReadAsync(
        NetworkAccount account,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    )
    {
        var answer = await client.PostAsync(
            "metrics",
            account.Secret,
            key: null,
            new MetricsQuestion(remoteIds),
            SandboxJson.Default.MetricsQuestion,
            SandboxJson.Default.MetricsAnswer,
            ct
        );
        return answer switch
        {
            SandboxAnswer<MetricsAnswer>.Got { Value: var values } => new MetricsReading.Values(
                values.Account,
                values.Posts.ToDictionary(
                    p => p.Key,
                    p => (IReadOnlyDictionary<string, long>)p.Value
                )
            ),
            SandboxAnswer<MetricsAnswer>.SignInNeeded signIn => new MetricsReading.SignInNeeded(
                signIn.Reason
            ),
            _ => new MetricsReading.NotNow(answer.Reason, answer.Wanted),
        };
    }

    private async Task<PublishOutcome> WriteAsync(
        string path,
        NetworkAccount account,
        OutgoingPost post,
        CancellationToken ct
    )
    {
        var answer = await client.PostAsync(
            path,
            account.Secret,
            options.Value.HonoursKeys ? post.Key : null,
            new NewPost(
                post.Text,
                [.. post.Media.Select(m => new NewPicture(m.ContentType, m.Bytes, m.AltText))]
            ),
            SandboxJson.Default.NewPost,
            SandboxJson.Default.AcceptedItem,
            ct
        );
        return Outcome(answer);
    }

    private async Task<PublishOutcome> ActAsync(
        string what,
        NetworkAccount account,
        string remoteId,
        CancellationToken ct
    ) =>
        Outcome(
            await client.PostAsync(
                $"items/{Uri.EscapeDataString(remoteId)}/{what}",
                account.Secret,
                key: null,
                new NewPost(Text: null),
                SandboxJson.Default.NewPost,
                SandboxJson.Default.AcceptedItem,
                ct
            )
        );

    private static PublishOutcome Outcome(SandboxAnswer<AcceptedItem> answer) =>
        answer switch
        {
            SandboxAnswer<AcceptedItem>.Got { Value: { ReadyIn: { } wait } item } =>
                new PublishOutcome.Processing(item.Id, TimeSpan.FromMilliseconds(wait)),
            SandboxAnswer<AcceptedItem>.Got { Value: var item } => new PublishOutcome.Published(
                item.Id,
                item.Permalink,
                item.At
            ),
            SandboxAnswer<AcceptedItem>.Refused refused => new PublishOutcome.Rejected(
                refused.Code,
                refused.Reason
            ),
            SandboxAnswer<AcceptedItem>.SignInNeeded signIn => new PublishOutcome.SignInNeeded(
                signIn.Reason
            ),
            SandboxAnswer<AcceptedItem>.Lost lost => new PublishOutcome.Unconfirmed(lost.Reason),
            _ => new PublishOutcome.TryLater(answer.Wanted, answer.Reason),
        };

    internal static RemotePost Remote(OwnPost post) =>
        new(post.Id, post.Key, post.Text, post.Pictures, post.InReplyTo, post.At, post.Permalink);

    private static IncomingItem Incoming(InboxItem item) =>
        new(
            item.EventId,
            item.Id,
            item.Kind switch
            {
                "comment" => IncomingKind.Comment,
                "message" => IncomingKind.Message,
                _ => IncomingKind.Mention,
            },
            item.Conversation,
            item.InReplyTo,
            item.AuthorId,
            item.AuthorHandle,
            item.AuthorName,
            Followers: null,
            item.Text,
            item.At,
            item.Permalink
        );
}
