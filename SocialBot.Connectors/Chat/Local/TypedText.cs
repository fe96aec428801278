using System.Text.RegularExpressions;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>What a typed text says to the bot: without its own name in front, with the people whom it mentions.</summary>
internal static partial class TypedText
{
    /// <summary>Nobody here but one bot: its name is allowed, never needed.</summary>
    public static string WithoutBot(string text) => BotInFront().Replace(text, "").Trim();

    public static IReadOnlyList<MentionedUser> Mentions(
        string text,
        IReadOnlyList<PlatformPerson> people
    ) =>
        [
            .. Parts(text, people)
                .Where(part => part.Person is not null)
                .Select(part => new MentionedUser(
                    LocalViewer.UserOf(part.Person!),
                    part.Person!.Name,
                    part.Person.UserId,
                    part.Words
                )),
        ];

    /// <summary>The text cut into mentions and what stands between them; joined again it is the text.</summary>
    public static IEnumerable<(string Words, PlatformPerson? Person)> Parts(
        string text,
        IReadOnlyList<PlatformPerson> people
    )
    {
        var at = 0;
        foreach (Match candidate in AtWord().Matches(text))
        {
            if (candidate.Index < at || Longest(text, candidate.Index + 1, people) is not { } found)
                continue;
            if (candidate.Index > at)
                yield return (text[at..candidate.Index], null);
            at = candidate.Index + 1 + found.Length;
            yield return (text[candidate.Index..at], found.Person);
        }
        if (at < text.Length)
            yield return (text[at..], null);
    }

    /// <summary>"Omar Haddad" before "Omar": by whole name, by first name where it is one person's, by id.</summary>
    private static (PlatformPerson Person, int Length)? Longest(
        string text,
        int start,
        IReadOnlyList<PlatformPerson> people
    ) =>
        people
            .SelectMany(p => NamesOf(p, people).Select(name => (Person: p, Name: name)))
            .Where(c =>
                text.AsSpan(start).StartsWith(c.Name, StringComparison.OrdinalIgnoreCase)
                && !GoesOn(text, start + c.Name.Length)
            )
            .OrderByDescending(c => c.Name.Length)
            .Select(c => ((PlatformPerson, int)?)(c.Person, c.Name.Length))
            .FirstOrDefault();

    private static IEnumerable<string> NamesOf(
        PlatformPerson person,
        IReadOnlyList<PlatformPerson> people
    )
    {
        yield return person.Name;
        yield return person.UserId;
        var first = FirstName(person);
        if (people.Count(p => FirstName(p).Equals(first, StringComparison.OrdinalIgnoreCase)) == 1)
            yield return first;
    }

    private static string FirstName(PlatformPerson person) => person.Name.Split(' ')[0];

    private static bool GoesOn(string text, int at) =>
        at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    [GeneratedRegex(@"^\s*@SocialBot\b[,:]?\s*", RegexOptions.IgnoreCase)]
    private static partial Regex BotInFront();

    // Not inside an address such as anna@omar.example.
    [GeneratedRegex(@"(?<![\w.@])@(?=\w)")]
    private static partial Regex AtWord();
}
