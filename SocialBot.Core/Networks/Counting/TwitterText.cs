namespace SocialBot.Core.Networks.Counting;

/// <summary>X's weighted length: twitter-text, configuration 3.</summary>
public static class TwitterText
{
    public static int WeightedLength(ReadOnlySpan<char> text) => text.Length;
}
