using System.Reflection;
using System.Text.RegularExpressions;

namespace SocialBot.Dialogs.Conversation;

/// <summary>All verbs, by name and by the patterns that people type. Built once.</summary>
public sealed partial class VerbCatalogue
{
    private readonly Dictionary<string, Verb> byName;
    private readonly Dictionary<string, List<TypedPattern>> patterns;

    public VerbCatalogue()
    {
        Homes =
        [
            .. typeof(IVerbs)
                .Assembly.GetTypes()
                .Where(t =>
                    t is { IsClass: true, IsSealed: true } && t.IsAssignableTo(typeof(IVerbs))
                ),
        ];
        All = [.. Homes.SelectMany(DeclaredBy)];
        byName = All.ToDictionary(v => v.Name, StringComparer.Ordinal);
        patterns = Words.Languages.ToDictionary(l => l, Patterns, StringComparer.Ordinal);
    }

    public IReadOnlyList<Type> Homes { get; }

    public IReadOnlyList<Verb> All { get; }

    public Verb? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The command that the text is, word for word: the reader's language first, then the others. Null for a sentence.</summary>
    public TypedCommand? ReadTyped(string text, string language)
    {
        var line = text.Trim();
        if (line.Length is 0 or > 8000)
            return null;
        foreach (var tongue in Words.Languages.OrderByDescending(l => l == language))
        foreach (var pattern in patterns[tongue])
            if (pattern.Match(line) is { } command)
                return command;
        return null;
    }

    /// <summary>How to type the verb, for help (<c>approve 12</c>, <c>pause: …</c>); null when it has no typed form.</summary>
    public static string? Example(Verb verb, Words words) =>
        words.Has(verb.Name + ".typed")
            ? Place()
                .Replace(
                    words[verb.Name + ".typed"].Split('|')[0].Trim(),
                    place => place.Value == "{n}" ? "12" : "…"
                )
            : null;

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Place();

    private List<TypedPattern> Patterns(string language)
    {
        var book = Words.Book(language);
        return
        [
            .. All.Where(v => book.ContainsKey(v.Name + ".typed"))
                .SelectMany(v =>
                    book[v.Name + ".typed"].Split('|').Select(p => new TypedPattern(v, p.Trim()))
                )
                // The more words a pattern fixes, the more surely it is meant.
                .OrderByDescending(p => p.FixedWords)
                .ThenByDescending(p => p.Parts),
        ];
    }

    private static IReadOnlyList<Verb> DeclaredBy(Type home) =>
        (IReadOnlyList<Verb>)
            home.GetProperty(nameof(IVerbs.Declared), BindingFlags.Public | BindingFlags.Static)!
                .GetValue(null)!;
}

/// <param name="Subject">The number typed; null where the pattern has none.</param>
public sealed record TypedCommand(
    Verb Verb,
    long? Subject,
    IReadOnlyDictionary<string, string> Values
);
