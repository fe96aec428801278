using System.Globalization;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// One typed form of a verb: <c>request changes {n}: {reason}</c>. Plain words are meant as they stand (any case), <c>{n}</c> is the
/// subject's number (with or without <c>#</c> and its kind before it: <c>post 214</c>), any other name is a field: one word, or
/// the rest of the text when it stands last.
/// </summary>
internal sealed class TypedPattern
{
    private readonly Verb verb;
    private readonly string[] parts;

    public TypedPattern(Verb verb, string pattern)
    {
        this.verb = verb;
        parts = pattern
            .Replace(":", " : ", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public int FixedWords => parts.Count(p => p[0] != '{');

    public int Parts => parts.Length;

    public TypedCommand? Match(string line)
    {
        var at = 0;
        long? subject = null;
        Dictionary<string, string>? values = null;
        for (var i = 0; i < parts.Length; i++)
        {
            SkipSpace(line, ref at);
            var part = parts[i];
            if (part == "{n}")
            {
                if (ReadNumber(line, ref at) is not { } number)
                    return null;
                subject = number;
            }
            else if (part[0] == '{')
            {
                var value = i == parts.Length - 1 ? line[at..].Trim() : ReadWord(line, ref at);
                if (value.Length == 0)
                    return null;
                if (i == parts.Length - 1)
                    at = line.Length;
                (values ??= new(StringComparer.Ordinal))[part[1..^1]] = value;
            }
            else if (!ReadFixed(line, part, ref at))
                return null;
        }
        SkipEnd(line, ref at);
        return at == line.Length
            ? new TypedCommand(verb, subject, values ?? new(StringComparer.Ordinal))
            : null;
    }

    private static bool ReadFixed(string line, string word, ref int at)
    {
        if (
            at + word.Length > line.Length
            || string.Compare(line, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase)
                != 0
        )
            return false;
        var end = at + word.Length;
        if (end < line.Length && char.IsLetterOrDigit(word[^1]) && char.IsLetterOrDigit(line[end]))
            return false;
        at = end;
        return true;
    }

    private long? ReadNumber(string line, ref int at)
    {
        var start = at;
        foreach (var kind in Kinds())
            if (ReadFixed(line, kind, ref start))
            {
                SkipSpace(line, ref start);
                break;
            }
        if (start < line.Length && line[start] == '#')
            start++;
        var end = start;
        while (end < line.Length && char.IsAsciiDigit(line[end]))
            end++;
        if (
            end == start
            || end < line.Length && char.IsLetterOrDigit(line[end])
            || !long.TryParse(
                line.AsSpan(start, end - start),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
        )
            return null;
        at = end;
        return number;
    }

    private IEnumerable<string> Kinds() =>
        verb.Subject switch
        {
            "post" => ["post", "Beitrag"],
            "case" => ["case", "Fall"],
            { } kind => [kind],
            null => [],
        };

    private static string ReadWord(string line, ref int at)
    {
        var end = at;
        while (end < line.Length && !char.IsWhiteSpace(line[end]) && line[end] != ':')
            end++;
        var word = line[at..end];
        at = end;
        return word;
    }

    private static void SkipSpace(string line, ref int at)
    {
        while (at < line.Length && char.IsWhiteSpace(line[at]))
            at++;
    }

    private static void SkipEnd(string line, ref int at)
    {
        while (at < line.Length && (char.IsWhiteSpace(line[at]) || line[at] is '.' or '!' or '?'))
            at++;
    }
}
