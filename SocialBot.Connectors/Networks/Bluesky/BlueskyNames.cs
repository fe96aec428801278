using System.Globalization;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

internal static class BlueskyNames
{
    public const string Network = "Bluesky";

    /// <summary>https://atproto.com/specs/lexicon#datetime</summary>
    public static string Datetime(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? ReadDatetime(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at.ToUniversalTime()
            : null;

    /// <summary>Where people see the post.</summary>
    /// <param name="author">Handle or DID.</param>
    public static string Permalink(IOptions<BlueskyOptions> options, string author, AtUri post) =>
        $"{options.Value.AppUrl.AbsoluteUri.TrimEnd('/')}/profile/{author}/post/{post.Rkey}";

    public static string Permalink(
        IOptions<BlueskyOptions> options,
        NetworkAccount account,
        AtUri post
    ) => Permalink(options, AtSyntax.IsHandle(account.Handle) ? account.Handle : post.Did, post);
}
