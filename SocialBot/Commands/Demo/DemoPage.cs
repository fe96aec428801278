using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace SocialBot.Commands.Demo;

/// <summary>Reads the cards off the local chat's page. It knows the markup of our own page and no other.</summary>
internal static partial class DemoPage
{
    public static IReadOnlyList<DemoCard> Cards(string page, string viewer, string conversation) =>
        [.. Message().Matches(page).Select(m => Read(m, viewer, conversation)).OfType<DemoCard>()];

    private static DemoCard? Read(Match message, string viewer, string conversation)
    {
        var html = message.Groups["rest"].Value;
        if (Card().Match(html) is not { Success: true } card)
            return null;
        return new DemoCard
        {
            Viewer = viewer,
            Conversation = conversation,
            Message = long.Parse(message.Groups["id"].Value, CultureInfo.InvariantCulture),
            Root = long.Parse(message.Groups["root"].Value, CultureInfo.InvariantCulture),
            Private = message.Groups["class"].Value.Contains("private", StringComparison.Ordinal),
            Subject = card.Groups["subject"].Value is { Length: > 0 } subject ? subject : null,
            Title = string.Join(' ', Lines(card.Groups["title"].Value)),
            Lines = Lines(card.Groups["blocks"].Value),
            Buttons =
            [
                .. Button()
                    .Matches(html)
                    .Select(b => new DemoButton(
                        string.Join(' ', Lines(b.Groups["label"].Value)),
                        Plain(b.Groups["command"]),
                        Plain(b.Groups["url"])
                    )),
            ],
            Fields = [.. Field().Matches(html).Select(f => Plain(f.Groups["name"])!).Distinct()],
        };
    }

    /// <summary>Lines as one reads them: what is struck or bold keeps a sign of it, a picture its alt text.</summary>
    private static List<string> Lines(string html)
    {
        html = Unseen().Replace(html, "");
        html = html.Replace("<del>", "~~", StringComparison.Ordinal)
            .Replace("</del>", "~~", StringComparison.Ordinal)
            .Replace("<strong>", "**", StringComparison.Ordinal)
            .Replace("</strong>", "**", StringComparison.Ordinal)
            .Replace("</dt>", ": ", StringComparison.Ordinal);
        html = Blockquote().Replace(html, m => $"\n“{m.Groups[1].Value}”\n");
        html = Picture().Replace(html, "\n[picture: $1]\n");
        html = LineEnd().Replace(html, "\n");
        return
        [
            .. WebUtility
                .HtmlDecode(Tag().Replace(html, ""))
                .Split('\n')
                .Select(line => Spaces().Replace(line, " ").Trim())
                .Where(line => line.Length > 0),
        ];
    }

    private static string? Plain(Group group) =>
        group.Success ? WebUtility.HtmlDecode(group.Value) : null;

    [GeneratedRegex(
        """<li class="(?<class>message [^"]*)" id="m(?<id>\d+)" data-root="(?<root>\d+)"(?<rest>.*?)(?=<li class="(?:message|day)|</ol>)""",
        RegexOptions.Singleline
    )]
    private static partial Regex Message();

    [GeneratedRegex(
        """<section class="card[^"]*" data-subject="(?<subject>[^"]*)".*?<h2[^>]*>(?<title>.*?)</h2>.*?<div class="blocks">(?<blocks>.*?)</div>\s*(?:<div class="buttons"|</form>)""",
        RegexOptions.Singleline
    )]
    private static partial Regex Card();

    [GeneratedRegex(
        """<button type="submit" name="command" value="(?<command>[^"]*)" class[^>]*>(?<label>.*?)</button>|<a class="button" href="(?<url>[^"]*)"[^>]*>(?<label>.*?)</a>""",
        RegexOptions.Singleline
    )]
    private static partial Regex Button();

    [GeneratedRegex(
        """name="(?<name>(?:value|several|toggle)\.[^"]+)" """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Field();

    [GeneratedRegex(
        """<span class="vh">.*?</span>|<svg.*?</svg>|<span class="needed">.*?</span>""",
        RegexOptions.Singleline
    )]
    private static partial Regex Unseen();

    [GeneratedRegex("<blockquote[^>]*>(.*?)</blockquote>", RegexOptions.Singleline)]
    private static partial Regex Blockquote();

    [GeneratedRegex("""<img [^>]*?alt="([^"]*)"[^>]*>""")]
    private static partial Regex Picture();

    [GeneratedRegex("</(p|h3|dd|figcaption|figure|label|legend|div|option|textarea)>|<hr>")]
    private static partial Regex LineEnd();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
