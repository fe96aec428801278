using System.Globalization;

namespace SocialBot.Commands;

/// <param name="Text">Null with <c>--jsonl</c>.</param>
/// <param name="Now">What counts as now; null = now.</param>
/// <param name="Zone">In which times without a zone count.</param>
/// <param name="Phrases">Another phrase file than the bot's own.</param>
internal sealed record ExplainOptions(
    string? Text,
    DateTimeOffset? Now,
    TimeZoneInfo Zone,
    string Language,
    string? Phrases
)
{
    private const string Usage =
        "Say: explain \"a text\", or explain --jsonl. Options: --now 2026-06-09T08:00:00Z, --zone Europe/Berlin, --language en|de, --phrases FILE";

    /// <summary>Null with what is wrong, in a sentence.</summary>
    public static ExplainOptions? Read(string[] args, out string? wrong)
    {
        var options = new ExplainOptions(null, null, TimeZoneInfo.Local, "en", null);
        var words = new List<string>();
        var lines = false;
        wrong = null;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--")
            {
                words.AddRange(args.AsSpan(i + 1));
                break;
            }
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
                continue;
            }
            if (args[i] == "--jsonl")
            {
                lines = true;
                continue;
            }
            var (name, value) = args[i].Split('=', 2) is [var left, var right]
                ? (left, right)
                : (args[i], i + 1 < args.Length ? args[++i] : null);
            options = options.With(name, value, ref wrong);
            if (wrong is not null)
                return null;
        }
        if (lines == words.Count > 0)
        {
            wrong = Usage;
            return null;
        }
        return lines ? options : options with { Text = string.Join(' ', words) };
    }

    private ExplainOptions With(string name, string? value, ref string? wrong)
    {
        if (name is not ("--now" or "--zone" or "--language" or "--phrases"))
            wrong = $"explain does not know '{name}'. {Usage}";
        else if (string.IsNullOrEmpty(value))
            wrong = $"{name} needs a value. {Usage}";
        if (wrong is not null)
            return this;
        switch (name)
        {
            case "--now"
                when DateTimeOffset.TryParse(
                    value,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var now
                ):
                return this with { Now = now };
            case "--zone" when TimeZoneInfo.TryFindSystemTimeZoneById(value!, out var zone):
                return this with { Zone = zone };
            case "--language" when value is "en" or "de":
                return this with { Language = value };
            case "--phrases" when File.Exists(value):
                return this with { Phrases = value };
        }
        wrong = name switch
        {
            "--now" => $"--now: '{value}' is no instant; write it like 2026-06-09T08:00:00Z.",
            "--zone" => $"--zone: '{value}' is no time zone; write it like Europe/Berlin.",
            "--language" => $"--language: '{value}' is neither en nor de.",
            _ => $"--phrases: there is no file '{value}'.",
        };
        return this;
    }
}
