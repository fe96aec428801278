using System.Globalization;
using SocialBot.Core.Cards;
using SocialBot.Core.Posts;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>Which copies of a post are meant: the one on the button, those chosen in a form, or named by network as people type it.</summary>
internal static class WhichCopy
{
    /// <summary>The choice that means every copy.</summary>
    public const string All = "0";

    /// <summary>Null = all of them; empty = what was named is no copy of this post.</summary>
    public static IReadOnlyList<long>? Meant(Ask ask, Post? post)
    {
        if (ask.PartId is { } pressed)
            return pressed is 0 ? null : [pressed];
        if (ask["copy"] is not { } said || said == All)
            return null;
        return ReadAnswer.Match(said, Options(post), several: true) is { } chosen
            ? [.. chosen.Split(',').Select(id => long.Parse(id, CultureInfo.InvariantCulture))]
            : [];
    }

    public static IReadOnlyList<CardOption> Options(Post? post) =>
        [
            .. (post?.Living ?? [])
                .Where(c => c.CanChange)
                .Select(c => new CardOption(
                    c.Id.ToString(CultureInfo.InvariantCulture),
                    c.Account.Label
                )),
        ];
}
