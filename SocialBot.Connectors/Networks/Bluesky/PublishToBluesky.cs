using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>
/// Posts and answers. Everything that can fail harmlessly (handles, uploads, the parent) comes first; the one call that publishes is
/// <c>putRecord</c> under a record key made of the post's key, which the server keeps as one record however often it arrives.
/// </summary>
internal sealed partial class PublishToBluesky(
    AccountSessions accounts,
    PostFacets facets,
    RateBudget budget,
    IOptions<BlueskyOptions> options
) : IPublishes, IReplies
{
    private const int MostImages = 4;
    private const int MostLanguages = 3;

    public string Name => BlueskyNames.Network;

    public TimeSpan SettleWindow => options.Value.SettleWindow;

    public bool KeepsOnePerKey => true;

    public Task<PublishOutcome> PublishAsync(
        NetworkAccount account,
        OutgoingPost post,
        CancellationToken ct
    ) => SendAsync(account, accounts.Open(account), post, reply: null, ct);

    public async Task<PublishOutcome> ReplyAsync(
        NetworkAccount account,
        string inReplyTo,
        OutgoingPost reply,
        CancellationToken ct
    )
    {
        if (!AtUri.TryParse(inReplyTo, out var uri))
            return new PublishOutcome.Rejected("gone", Reasons.Gone);
        var session = accounts.Open(account);
        var answer = await PostReading.ReadAsync(session, uri, ct);
        if (answer is not XrpcAnswer<PostView?>.Got { Value: var parent })
            return Outcomes.BeforeWriting(answer);
        if (parent is null)
            return new PublishOutcome.Rejected("gone", Reasons.Gone);
        if (parent.Author?.Viewer?.BlockedBy is true)
            return new PublishOutcome.Rejected(
                "blocked",
                "Its author has blocked this account, so an answer would reach nobody."
            );
        if (parent.Viewer?.ReplyDisabled is true)
            return new PublishOutcome.Rejected(
                "replies-closed",
                "Whoever began this conversation has closed it for answers from this account."
            );
        var parentRef = new StrongRef(parent.Uri, parent.Cid);
        var root = parent.Record.Reply?.Root ?? parentRef;
        return await SendAsync(account, session, reply, new ReplyRef(root, parentRef), ct);
    }

    private async Task<PublishOutcome> SendAsync(
        NetworkAccount account,
        AccountSession session,
        OutgoingPost post,
        ReplyRef? reply,
        CancellationToken ct
    )
    {
        if (AccountSettings.Of(account) is not { } settings)
            return new PublishOutcome.SignInNeeded(Reasons.NotConnected);

        var text = WellFormed.Text(post.Text);
        var found = await facets.FindAsync(settings.Pds, text, ct);
        if (found is not XrpcAnswer<IReadOnlyList<Facet>>.Got { Value: var marks })
            return Outcomes.BeforeWriting(found);
        var (embed, notUploaded) = await EmbedAsync(session, post, ct);
        if (notUploaded is not null)
            return notUploaded;

        var at = Tid.TimeOfKey(post.Key);
        var record = new PostRecord(
            text,
            BlueskyNames.Datetime(at),
            marks.Count == 0 ? null : marks,
            embed,
            Languages(post),
            reply
        );
        var uri = new AtUri(session.Did, PostRecord.Collection, Tid.OfKey(post.Key));
        if (budget.Spend(session.Did, RateBudget.Put) is { } wait)
            return new PublishOutcome.TryLater(wait, Reasons.TooMany);
        var answer = await session.PostAsync(
            "com.atproto.repo.putRecord",
            new PutRecord(
                uri.Did,
                uri.Collection,
                uri.Rkey,
                JsonSerializer.SerializeToElement(record, BlueskyJson.Default.PostRecord)
            ),
            BlueskyJson.Default.PutRecord,
            BlueskyJson.Default.Written,
            ct
        );
        return answer is XrpcAnswer<Written>.Got
            ? new PublishOutcome.Published(
                uri.ToString(),
                BlueskyNames.Permalink(options, account, uri),
                at
            )
            : Outcomes.Of(answer);
    }

    /// <summary>A tag that is none (BCP 47) would have the whole post refused.</summary>
    private static List<string>? Languages(OutgoingPost post)
    {
        var tags = post
            .Languages.Where(tag => LanguageTag().IsMatch(tag))
            .Take(MostLanguages)
            .ToList();
        return tags.Count == 0 ? null : tags;
    }

    private static async Task<(Embed? Embed, PublishOutcome? NotUploaded)> EmbedAsync(
        AccountSession session,
        OutgoingPost post,
        CancellationToken ct
    )
    {
        if (post.Media.Count > 0)
            return await ImagesAsync(session, post.Media, ct);
        return post.Link is { } link ? await LinkAsync(session, link, ct) : (null, null);
    }

    private static async Task<(Embed?, PublishOutcome?)> ImagesAsync(
        AccountSession session,
        IReadOnlyList<OutgoingMedia> media,
        CancellationToken ct
    )
    {
        if (media.Count > MostImages)
            return (
                null,
                new PublishOutcome.Rejected(
                    "media.too-many",
                    $"Bluesky takes {MostImages} pictures. Leave some out."
                )
            );
        if (media.Any(m => !m.ContentType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)))
            return (
                null,
                new PublishOutcome.Rejected(
                    "media.type",
                    "Only pictures can go to Bluesky from here. Take the video out."
                )
            );
        var images = new List<EmbeddedImage>();
        foreach (var picture in media)
        {
            var answer = await UploadAsync(session, picture, ct);
            if (answer is not XrpcAnswer<Uploaded>.Got { Value.Blob: var blob })
                return (null, Outcomes.BeforeWriting(answer));
            images.Add(
                new EmbeddedImage(
                    blob,
                    WellFormed.Text(picture.AltText ?? ""),
                    picture is { Width: > 0, Height: > 0 }
                        ? new AspectRatio(picture.Width, picture.Height)
                        : null
                )
            );
        }
        return (Embed.Of(images), null);
    }

    private static async Task<(Embed?, PublishOutcome?)> LinkAsync(
        AccountSession session,
        OutgoingLink link,
        CancellationToken ct
    )
    {
        Blob? thumb = null;
        if (link.Picture is { } picture)
        {
            var answer = await UploadAsync(session, picture, ct);
            if (answer is XrpcAnswer<Uploaded>.Got { Value.Blob: var blob })
                thumb = blob;
            // A picture that is refused for what it is leaves a card without one; anything else is for later.
            else if (Outcomes.BeforeWriting(answer) is not PublishOutcome.Rejected and var trouble)
                return (null, trouble);
        }
        return (
            Embed.Of(
                new EmbeddedLink(
                    link.Address.AbsoluteUri,
                    WellFormed.Text(link.Title),
                    WellFormed.Text(link.Description),
                    thumb
                )
            ),
            null
        );
    }

    private static Task<XrpcAnswer<Uploaded>> UploadAsync(
        AccountSession session,
        OutgoingMedia picture,
        CancellationToken ct
    ) =>
        session.PostAsync(
            "com.atproto.repo.uploadBlob",
            picture.Bytes,
            picture.ContentType,
            BlueskyJson.Default.Uploaded,
            ct
        );

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$")]
    private static partial Regex LanguageTag();
}
