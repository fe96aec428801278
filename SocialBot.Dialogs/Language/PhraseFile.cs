using System.Reflection;
using System.Text.Json;

namespace SocialBot.Dialogs.Language;

/// <summary>One line of a phrase file: something a person may say, and what they want by it.</summary>
public sealed record Phrase(string Text, string Intent);

/// <summary>
/// Phrase files are JSON lines, <c>{"text":"approve 214","intent":"post.approve"}</c>; empty lines and lines that begin with
/// <c>//</c> are skipped. The bot's own is embedded; a team adds its own words in a second one.
/// </summary>
public static class PhraseFile
{
    public static IReadOnlyList<Phrase> Default()
    {
        using var stream = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream("SocialBot.Dialogs.Language.phrases.jsonl")!;
        using var reader = new StreamReader(stream);
        return Read(reader, "phrases.jsonl");
    }

    /// <summary>The bot's phrases and a team's; where both know a text, the team's intent counts.</summary>
    /// <param name="file">Null or empty for the bot's alone.</param>
    /// <exception cref="InvalidDataException">A line of the file is no phrase.</exception>
    public static IReadOnlyList<Phrase> DefaultWith(string? file)
    {
        var own = Default();
        if (string.IsNullOrEmpty(file))
            return own;
        var theirs = Read(file);
        var said = theirs.Select(p => p.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. own.Where(p => !said.Contains(p.Text)), .. theirs];
    }

    /// <exception cref="InvalidDataException">A line is no phrase; the message names file and line.</exception>
    public static IReadOnlyList<Phrase> Read(string path)
    {
        using var reader = new StreamReader(path);
        return Read(reader, path);
    }

    private static List<Phrase> Read(TextReader reader, string name)
    {
        var phrases = new List<Phrase>();
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith("//", StringComparison.Ordinal))
                continue;
            phrases.Add(
                Parse(line)
                    ?? throw new InvalidDataException(
                        $"{name}, line {number}: expected {{\"text\":\"…\",\"intent\":\"…\"}} with both filled in."
                    )
            );
        }
        return phrases;
    }

    private static Phrase? Parse(string line)
    {
        try
        {
            return
                JsonSerializer.Deserialize<Phrase>(line, JsonSerializerOptions.Web)
                    is { Text.Length: > 0, Intent.Length: > 0 } phrase
                ? phrase
                : null;
        }
        catch (JsonException)
        {
            // A broken line is reported like an empty one, with its number, by the caller.
            return null;
        }
    }
}
