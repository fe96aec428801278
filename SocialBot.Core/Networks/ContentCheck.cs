using SocialBot.Core.Networks.Counting;
using SocialBot.Core.Posts;

namespace SocialBot.Core.Networks;

/// <summary>Holds a copy's content against its network's rules. What blocks comes in the order in which an author would mend it.</summary>
internal static class ContentCheck
{
    public static IEnumerable<RuleFinding> Run(NetworkRules rules, CopyContent content) =>
        CheckText(rules, content)
            .Concat(CheckComment(rules, content))
            .Concat(CheckMarks(rules, content))
            .Concat(CheckMedia(rules.Media, content.Media))
            .Concat(CheckAltTexts(rules.AltText, content.Media));

    private static IEnumerable<RuleFinding> CheckText(NetworkRules rules, CopyContent content)
    {
        var hasMedia = content.Media.Count > 0;
        if (string.IsNullOrWhiteSpace(content.Text) && !hasMedia)
            yield return new("text.empty", Blocks: true);

        if (TooLong(rules.Measure(content.Text, hasMedia), part: 1) is { } tooLong)
            yield return tooLong;
        if (content.Thread.Count > 0 && !rules.Thread)
            yield return new("thread.unsupported", Blocks: true, content.Thread.Count + 1);
        else
            for (var i = 0; i < content.Thread.Count; i++)
                if (TooLong(rules.Measure(content.Thread[i]), part: i + 2) is { } partTooLong)
                    yield return partTooLong;

        var firstLine = content.Text.AsSpan().TrimStart();
        var titleLength = firstLine.IndexOf('\n') is >= 0 and var end
            ? firstLine[..end].TrimEnd().Length
            : firstLine.TrimEnd().Length;
        if (rules.TitleMax is { } max && titleLength > max)
            yield return new("title.too-long", Blocks: true, titleLength, max, titleLength - max);

        var forbidden = rules.ForbiddenCharacters.Where(f =>
            content.Text.Contains(f) || content.Thread.Any(part => part.Contains(f))
        );
        if (string.Join(' ', forbidden.Select(Readable)) is { Length: > 0 } found)
            yield return new("text.forbidden-characters", Blocks: true, found);
    }

    private static RuleFinding? TooLong(TextLength length, int part) =>
        length.Over
            ? new(
                "text.too-long",
                Blocks: true,
                length.Count,
                length.Limit,
                length.OverBy,
                length.Unit,
                part
            )
            : null;

    private static string Readable(char c) =>
        char.IsAsciiLetterOrDigit(c) || char.IsPunctuation(c) || char.IsSymbol(c)
            ? c.ToString()
            : $"U+{(int)c:X4}";

    private static IEnumerable<RuleFinding> CheckComment(NetworkRules rules, CopyContent content)
    {
        if (string.IsNullOrWhiteSpace(content.FirstComment))
            yield break;
        if (!rules.FirstComment)
            yield return new("comment.unsupported", Blocks: true);
        else if (rules.MeasureComment(content.FirstComment) is { Over: true } length)
            yield return new(
                "comment.too-long",
                Blocks: true,
                length.Count,
                length.Limit,
                length.OverBy,
                length.Unit
            );
    }

    private static IEnumerable<RuleFinding> CheckMarks(NetworkRules rules, CopyContent content)
    {
        var marks = TextMarks.Count(content.Text);
        if (rules.MostHashtags is { } hashtags && marks.Hashtags > hashtags)
            yield return new("hashtags.too-many", Blocks: true, marks.Hashtags, hashtags);
        if (rules.MostMentions is { } mentions && marks.Mentions > mentions)
            yield return new("mentions.too-many", Blocks: true, marks.Mentions, mentions);
        if (rules.MostCashtags is { } cashtags && marks.Cashtags > cashtags)
            yield return new("cashtags.too-many", Blocks: true, marks.Cashtags, cashtags);
        if (!rules.LinksClickable && marks.Links > 0)
            yield return new("link.not-clickable", Blocks: false, marks.Links);
    }

    private static IEnumerable<RuleFinding> CheckMedia(
        MediaRules rules,
        IReadOnlyList<AttachedMedia> media
    )
    {
        if (media.Count == 0)
        {
            if (rules.Needed)
                yield return new(
                    "media.needed",
                    Blocks: true,
                    rules.MostPictures > 0 ? "picture" : "video"
                );
            yield break;
        }

        var videos = media.Count(m => IsA(m, "video/"));
        var gifs = rules.MostGifs is null ? 0 : media.Count(m => IsA(m, "image/gif"));
        var pictures = media.Count - videos - gifs;
        if (pictures > rules.MostPictures && rules.MostPictures > 0)
            yield return new("media.too-many", Blocks: true, pictures, rules.MostPictures);
        if (videos > rules.MostVideos && rules.MostVideos > 0)
            yield return new("media.too-many", Blocks: true, videos, rules.MostVideos);
        if (rules.MostGifs is { } mostGifs && gifs > mostGifs)
            yield return new("media.too-many", Blocks: true, gifs, mostGifs);
        if (!rules.MayMix && new[] { pictures, videos, gifs }.Count(n => n > 0) > 1)
            yield return new("media.mixed", Blocks: true);

        for (var i = 0; i < media.Count; i++)
            foreach (var finding in CheckMedium(rules, media[i], number: i + 1))
                yield return finding;
    }

    private static IEnumerable<RuleFinding> CheckMedium(
        MediaRules rules,
        AttachedMedia medium,
        int number
    )
    {
        if (!rules.MaxBytes.TryGetValue(medium.ContentType, out var maxBytes))
        {
            if (CanBeFitted(rules, medium))
            {
                yield return new("media.converted", Blocks: false, number, medium.ContentType);
                yield break;
            }
            var takes = string.Join(", ", rules.MaxBytes.Keys.Select(type => type.Split('/')[1]));
            yield return new("media.type", Blocks: true, number, medium.ContentType, takes);
            yield break;
        }
        var fitted = CanBeFitted(rules, medium);
        var tooLarge =
            medium.Bytes > maxBytes || (long)medium.Width * medium.Height > rules.MaxPixels;
        if (fitted && tooLarge)
            yield return new("media.made-smaller", Blocks: false, number);
        if (!fitted && medium.Bytes > maxBytes)
            yield return new("media.too-big", Blocks: true, number, medium.Bytes, maxBytes);

        if (medium.Width <= 0 || medium.Height <= 0 || IsA(medium, "video/"))
            yield break;
        var aspect = (double)medium.Width / medium.Height;
        // A picture cut to 4:5 or 1.91:1 by an editor is off by the rounding to whole pixels.
        const double rounding = 0.01;
        if (aspect < rules.MinAspect - rounding || aspect > rules.MaxAspect + rounding)
            yield return new(
                "media.shape",
                Blocks: true,
                number,
                Math.Round(aspect, 2),
                rules.MinAspect,
                rules.MaxAspect
            );
        if (!fitted && (long)medium.Width * medium.Height > rules.MaxPixels)
            yield return new(
                "media.too-many-pixels",
                Blocks: true,
                number,
                (long)medium.Width * medium.Height,
                rules.MaxPixels
            );
    }

    /// <summary>Drawn anew before it goes out (<see cref="SocialBot.Core.Media.IFitsPictures"/>): what moves, and videos, cannot be.</summary>
    private static bool CanBeFitted(MediaRules rules, AttachedMedia medium) =>
        IsDrawn(medium.ContentType) && rules.MaxBytes.Keys.Any(IsDrawn);

    private static bool IsDrawn(string contentType) =>
        contentType is "image/jpeg" or "image/png" or "image/webp";

    private static IEnumerable<RuleFinding> CheckAltTexts(
        AltTextRules? rules,
        IReadOnlyList<AttachedMedia> media
    )
    {
        var pictures = media.Where(m => IsA(m, "image/")).ToList();
        var described = pictures.Count(m => !string.IsNullOrWhiteSpace(m.AltText));
        if (rules is null)
        {
            if (described > 0)
                yield return new("alt.unsupported", Blocks: false, described);
            yield break;
        }
        if (described < pictures.Count)
            yield return new("alt.missing", Blocks: false, pictures.Count - described);
        for (var i = 0; i < media.Count; i++)
            if (rules.Max is { } max && media[i].AltText is { } alt && alt.Length > max)
                yield return new(
                    "alt.too-long",
                    Blocks: true,
                    alt.Length,
                    max,
                    alt.Length - max,
                    i + 1
                );
    }

    private static bool IsA(AttachedMedia medium, string type) =>
        medium.ContentType.StartsWith(type, StringComparison.OrdinalIgnoreCase);
}
