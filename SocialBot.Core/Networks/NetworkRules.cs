using SocialBot.Core.Posts;

namespace SocialBot.Core.Networks;

/// <summary>
/// What a network accepts, as data: composer, cards, docs and tests read the same. Numbers are the network's published defaults;
/// null means that no number is known, and then none is enforced.
/// </summary>
public sealed record NetworkRules
{
    /// <summary>The network's key, as <see cref="INetwork.Name"/>.</summary>
    public required string Network { get; init; }

    /// <summary>All of them hold. The first is shown, unless another is exceeded by more.</summary>
    public required IReadOnlyList<TextLimit> Text { get; init; }

    /// <summary>In place of <see cref="Text"/> when pictures go with it; null = the same.</summary>
    public IReadOnlyList<TextLimit>? TextWithPictures { get; init; }

    /// <summary>For the first comment; null = as <see cref="Text"/>.</summary>
    public IReadOnlyList<TextLimit>? Comment { get; init; }

    /// <summary>Where the first line of the text becomes a title: its most UTF-16 units.</summary>
    public int? TitleMax { get; init; }

    /// <summary>Characters that the network refuses anywhere in a text.</summary>
    public string ForbiddenCharacters { get; init; } = "";

    public required MediaRules Media { get; init; }

    /// <summary>Null = the network takes no alt text.</summary>
    public AltTextRules? AltText { get; init; }
    public bool FirstComment { get; init; }

    /// <summary>Follow-up parts, each measured as a text of its own.</summary>
    public bool Thread { get; init; }

    /// <summary>The network shows the link preview that we give it, and makes none of its own.</summary>
    public bool LinkCard { get; init; }
    public int? MostHashtags { get; init; }
    public int? MostMentions { get; init; }
    public int? MostCashtags { get; init; }
    public bool LinksClickable { get; init; } = true;

    /// <summary>How long the network takes the text to be, as it would be sent.</summary>
    public TextLength Measure(string text, bool withPictures = false) =>
        Tightest(text, withPictures ? TextWithPictures ?? Text : Text);

    public TextLength MeasureComment(string text) => Tightest(text, Comment ?? Text);

    /// <summary>What the network would refuse (<see cref="RuleFinding.Blocks"/>) and what people should know before sending.</summary>
    public IReadOnlyList<RuleFinding> Check(CopyContent content) =>
        [.. ContentCheck.Run(this, content)];

    private static TextLength Tightest(string text, IReadOnlyList<TextLimit> limits)
    {
        var shown = limits[0].Measure(text);
        for (var i = 1; i < limits.Count; i++)
        {
            var next = limits[i].Measure(text);
            if (next.Over && (long)next.Count * shown.Limit > (long)shown.Count * next.Limit)
                shown = next;
        }
        return shown;
    }
}

/// <summary>Counts a text in one network's way. Linear in the text's length, whatever is in it.</summary>
public delegate int TextCounter(ReadOnlySpan<char> text);

/// <param name="Unit">One of <see cref="TextUnits"/>.</param>
public sealed record TextLimit(string Unit, int Max, TextCounter Count)
{
    public TextLength Measure(string text) => new(Count(text), Max, Unit);
}

/// <summary>What is counted; the key of its word in each language.</summary>
public static class TextUnits
{
    /// <summary>UTF-16 units, what most editors and all of .NET call characters.</summary>
    public const string Characters = "characters";

    /// <summary>What a reader sees as one character.</summary>
    public const string Graphemes = "graphemes";

    /// <summary>Bytes of UTF-8.</summary>
    public const string Bytes = "bytes";

    /// <summary>X's: most letters 1, emoji and CJK 2, a link 23.</summary>
    public const string Weighted = "weighted";
}

public readonly record struct TextLength(int Count, int Limit, string Unit)
{
    public bool Over => Count > Limit;
    public int OverBy => Math.Max(0, Count - Limit);
    public int Left => Math.Max(0, Limit - Count);
}

/// <param name="MaxBytes">The content types it takes, each with its most bytes.</param>
public sealed record MediaRules(IReadOnlyDictionary<string, long> MaxBytes)
{
    /// <summary>The network fetches pictures from an address of ours (<see cref="OutgoingMedia.Address"/>) instead of being sent them.</summary>
    public bool Fetched { get; init; }

    /// <summary>No post without a picture or video.</summary>
    public bool Needed { get; init; }
    public int MostPictures { get; init; }
    public int MostVideos { get; init; }

    /// <summary>Animated pictures; null = they count as any picture.</summary>
    public int? MostGifs { get; init; }

    /// <summary>Whether pictures, GIFs and videos may go together.</summary>
    public bool MayMix { get; init; }

    /// <summary>Width by height.</summary>
    public double? MinAspect { get; init; }
    public double? MaxAspect { get; init; }
    public long? MaxPixels { get; init; }
}

/// <param name="Max">UTF-16 units; null where the network names none.</param>
public sealed record AltTextRules(int? Max);

/// <summary>Something about a copy that its network refuses, or that its author should know.</summary>
/// <param name="Code">The key of its sentence: <c>text.too-long</c>.</param>
/// <param name="Blocks">False = a warning.</param>
public sealed record RuleFinding(string Code, bool Blocks, params object?[] Args)
{
    public override string ToString() =>
        Args.Length == 0 ? Code : $"{Code}({string.Join(", ", Args)})";
}
