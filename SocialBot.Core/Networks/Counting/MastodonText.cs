namespace SocialBot.Core.Networks.Counting;

/// <summary>Mastodon's length: graphemes, a link 23, of a mention on another server only the name.</summary>
public static class MastodonText
{
    public static int Length(ReadOnlySpan<char> text) => Graphemes.Count(text);
}
