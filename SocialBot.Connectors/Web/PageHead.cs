using System.Net;
using System.Text;

namespace SocialBot.Connectors.Web;

/// <summary>
/// What a page says of itself for previews: Open Graph first (ogp.me), then Twitter's cards, then the page's own title and description.
/// One pass over the text without building a document, so that its time grows with the length alone, whatever is in it.
/// </summary>
/// <param name="Picture">An address as the page has it, to be read from the page's own.</param>
internal sealed record PageHead(string Title, string Description, string? Picture)
{
    private static readonly string[] Titles = ["og:title", "twitter:title", "title"];
    private static readonly string[] Descriptions =
    [
        "og:description",
        "twitter:description",
        "description",
    ];
    private static readonly string[] Pictures =
    [
        "og:image:secure_url",
        "og:image:url",
        "og:image",
        "twitter:image",
        "twitter:image:src",
    ];

    /// <summary>What stands inside is no part of the page's head, however it looks.</summary>
    private static readonly string[] Skipped =
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "textarea",
        "iframe",
    ];

    /// <summary>Null when it says neither what it is called nor what it is about.</summary>
    public static PageHead? Of(string page)
    {
        var said = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var at = page.IndexOf('<'); at >= 0 && at + 1 < page.Length; )
        {
            at = Tag(page, at, said);
            at = at < page.Length ? page.IndexOf('<', at) : -1;
        }
        var head = new PageHead(
            First(said, Titles) ?? "",
            First(said, Descriptions) ?? "",
            First(said, Pictures)
        );
        return head is { Title: "", Description: "" } ? null : head;
    }

    /// <summary>Reads the tag that begins here; returns where to go on.</summary>
    private static int Tag(string page, int at, Dictionary<string, string> said)
    {
        if (string.CompareOrdinal(page, at, "<!--", 0, 4) == 0)
            return After(page, "-->", at + 4);
        var end = at + 1;
        while (end < page.Length && char.IsAsciiLetterOrDigit(page[end]))
            end++;
        var name = page[(at + 1)..end].ToLowerInvariant();
        if (name.Length == 0)
            return at + 1;
        var attributes = Attributes(page, ref end);
        if (name == "meta")
            Note(attributes, said);
        else if (name == "title")
        {
            var close = page.IndexOf("</title", end, StringComparison.OrdinalIgnoreCase);
            if (close < 0)
                return page.Length;
            said.TryAdd("title", page[end..close]);
            return close + 1;
        }
        else if (Skipped.Contains(name))
            return After(page, $"</{name}", end);
        return end;
    }

    private static int After(string page, string mark, int from) =>
        page.IndexOf(mark, Math.Min(from, page.Length), StringComparison.OrdinalIgnoreCase)
            is >= 0
                and var found
            ? found + mark.Length
            : page.Length;

    private static Dictionary<string, string> Attributes(string page, ref int at)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (at < page.Length && page[at] != '>')
        {
            if (char.IsWhiteSpace(page[at]) || page[at] is '/' or '=')
            {
                at++;
                continue;
            }
            var name = Run(page, ref at, c => char.IsWhiteSpace(c) || c is '=' or '>' or '/');
            SkipSpace(page, ref at);
            if (at >= page.Length || page[at] != '=')
            {
                read.TryAdd(name, "");
                continue;
            }
            at++;
            SkipSpace(page, ref at);
            if (at < page.Length && page[at] is '"' or '\'' && page[at] is var quote)
            {
                at++;
                read.TryAdd(name, Run(page, ref at, c => c == quote));
                at++;
            }
            else
                read.TryAdd(name, Run(page, ref at, c => char.IsWhiteSpace(c) || c == '>'));
        }
        at = Math.Min(at + 1, page.Length);
        return read;
    }

    private static string Run(string page, ref int at, Predicate<char> ends)
    {
        var start = at;
        while (at < page.Length && !ends(page[at]))
            at++;
        return page[start..at];
    }

    private static void SkipSpace(string page, ref int at)
    {
        while (at < page.Length && char.IsWhiteSpace(page[at]))
            at++;
    }

    private static void Note(Dictionary<string, string> attributes, Dictionary<string, string> said)
    {
        if (!attributes.TryGetValue("content", out var content))
            return;
        foreach (var key in (string[])["property", "name"])
            if (attributes.TryGetValue(key, out var name) && !string.IsNullOrWhiteSpace(content))
                said.TryAdd(name.Trim(), content);
    }

    private static string? First(Dictionary<string, string> said, string[] names) =>
        names
            .Select(name => said.TryGetValue(name, out var text) ? Plain(text) : "")
            .FirstOrDefault(text => text.Length > 0);

    /// <summary>As a reader sees it: entities resolved, one space for many, nothing that is not seen or turns the writing round.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in WebUtility.HtmlDecode(text))
            if (char.IsWhiteSpace(c))
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                    plain.Append(' ');
            }
            else if (
                !char.IsControl(c)
                && c
                    is not (
                        (>= '\u202A' and <= '\u202E')
                        or (>= '\u2066' and <= '\u2069')
                        or '\uFEFF'
                    )
            )
                plain.Append(c);
        return plain.ToString().TrimEnd();
    }
}
