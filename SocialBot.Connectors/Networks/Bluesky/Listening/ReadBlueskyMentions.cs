using System.Text.Json;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky.Listening;

/// <summary>
/// Mentions, replies and quotes from the account's notifications. They are not marked as seen: people of the team may look at
/// the same account in Bluesky's app, and its badge is theirs.
/// </summary>
internal sealed class ReadBlueskyMentions(
    AccountSessions accounts,
    RateBudget budget,
    PostItems items,
    TimeProvider clock
) : IReadsMentions
{
    private const int MostPages = 5;

    /// <summary>How far back an account is read when it is new. Without a card: it is there to be looked up.</summary>
    private static readonly TimeSpan FirstReach = TimeSpan.FromDays(30);

    public string Name => BlueskyNames.Network;

    public async Task<MentionPage> ReadAsync(
        NetworkAccount account,
        string? cursor,
        CancellationToken ct
    )
    {
        var session = accounts.Open(account);
        var walk = Read(cursor);
        var first = clock.GetUtcNow() - FirstReach;
        var heard = new List<Heard>();
        for (var page = 0; page < MostPages; page++)
        {
            if (budget.ReadWait(session.Did) is { } wait)
                return heard.Count > 0
                    ? await PageAsync(session, heard, walk, ct)
                    : new MentionPage.NotNow(Reasons.TooMany, wait);
            var answer = await session.GetAsync(
                "app.bsky.notification.listNotifications?limit=100&reasons=mention&reasons=reply&reasons=quote"
                    + (walk.Next is null ? "" : $"&cursor={Uri.EscapeDataString(walk.Next)}"),
                BlueskyJson.Default.NotificationPage,
                ct
            );
            if (answer is not XrpcAnswer<NotificationPage>.Got { Value: var listed })
            {
                if (heard.Count > 0)
                    return await PageAsync(session, heard, walk, ct);
                if (
                    walk.IsUnderWay
                    && answer is XrpcAnswer<NotificationPage>.Refused { Status: 400 }
                )
                    return new MentionPage.Items([], Write(walk.Afresh()), More: true);
                return NotRead(answer);
            }
            var dated = listed
                .Notifications.Select(n => ($"{n.Uri} {n.Reason}", At(n.IndexedAt)))
                .ToList();
            (walk, var fresh) = walk.Take(dated, listed.Cursor, first);
            foreach (var i in fresh)
                if (Hear(listed.Notifications[i], dated[i].Item2) is { } one)
                    Add(heard, one);
            if (!walk.IsUnderWay)
                break;
        }
        return await PageAsync(session, heard, walk, ct);
    }

    private async Task<MentionPage> PageAsync(
        AccountSession session,
        List<Heard> heard,
        BackwardWalk walk,
        CancellationToken ct
    ) =>
        new MentionPage.Items(
            await items.MakeAsync(heard, new ReadsAs(session), ct),
            Write(walk),
            walk.IsUnderWay
        );

    /// <summary>A post that answers us and names us is told for both reasons: it is one text, and an answer.</summary>
    private static void Add(List<Heard> heard, Heard one)
    {
        var at = heard.FindIndex(h => h.Uri == one.Uri);
        if (at < 0)
            heard.Add(one);
        else if (one.Kind == IncomingKind.Comment)
            heard[at] = one;
    }

    private static Heard? Hear(Notification told, DateTimeOffset at) =>
        Kind(told.Reason) is { } kind && AtUri.TryParse(told.Uri, out var uri)
            ? new Heard(uri, kind, told.Author, HeardPost.Read(told.Record), at)
            : null;

    private static IncomingKind? Kind(string reason) =>
        reason switch
        {
            "mention" => IncomingKind.Mention,
            "reply" => IncomingKind.Comment,
            "quote" => IncomingKind.Quote,
            _ => null,
        };

    private DateTimeOffset At(string indexedAt) =>
        BlueskyNames.ReadDatetime(indexedAt) ?? clock.GetUtcNow();

    private static BackwardWalk Read(string? cursor)
    {
        try
        {
            return cursor is null
                ? new BackwardWalk()
                : JsonSerializer.Deserialize(cursor, BlueskyJson.Default.BackwardWalk)
                    ?? new BackwardWalk();
        }
        catch (JsonException)
        {
            return new BackwardWalk(); // of another version: what is read again is known already
        }
    }

    private static string Write(BackwardWalk walk) =>
        JsonSerializer.Serialize(walk, BlueskyJson.Default.BackwardWalk);

    internal static MentionPage NotRead<T>(XrpcAnswer<T> answer)
    {
        var (signIn, reason, after) = Outcomes.OfRead(answer);
        return signIn is null
            ? new MentionPage.NotNow(reason, after)
            : new MentionPage.SignInNeeded(signIn);
    }
}
