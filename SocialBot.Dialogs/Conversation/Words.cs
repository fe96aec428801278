using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text;
using SocialBot.Core;
using SocialBot.Core.Board;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// The bot's words in one language, from the slices' <c>*Words.restext</c> files, with times told in one zone. A text holds
/// <c>{0}</c>, or <c>{0|post|posts}</c> where the number decides the word.
/// </summary>
public sealed class Words
{
    public static readonly IReadOnlyList<string> Languages = ["en", "de"];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Books =
        Languages.ToFrozenDictionary(language => language, Read);

    private readonly FrozenDictionary<string, string> book;

    /// <param name="language"><c>en</c> or <c>de</c>; anything else is English.</param>
    /// <param name="zone">Times are told in it: the workspace's.</param>
    /// <param name="readersZone">The reader's own: where it differs, both are told.</param>
    public Words(string language, TimeZoneInfo zone, TimeZoneInfo? readersZone = null)
    {
        Language = Books.ContainsKey(language) ? language : "en";
        Zone = zone;
        ReadersZone = readersZone;
        Culture = CultureInfo.GetCultureInfo(Language == "de" ? "de-DE" : "en-GB");
        book = Books[Language];
    }

    /// <summary>The words for whoever looks at a card of this workspace.</summary>
    public static Words For(CardViewer viewer, Workspace workspace) =>
        new(
            viewer.Language,
            workspace.Zone,
            viewer.Member?.TimeZone is { } own
            && TimeZoneInfo.TryFindSystemTimeZoneById(own, out var zone)
                ? zone
                : null
        );

    public string Language { get; }
    public TimeZoneInfo Zone { get; }
    public TimeZoneInfo? ReadersZone { get; }
    public CultureInfo Culture { get; }

    public string this[string key, params object?[] args] =>
        book.TryGetValue(key, out var text)
            ? Fill(text, args)
            : throw new KeyNotFoundException($"The word files ({Language}) lack '{key}'.");

    public bool Has(string key) => book.ContainsKey(key);

    /// <summary>A refusal as a sentence.</summary>
    public string Say(Refusal why) => this[$"no.{why.Code}", why.Args];

    /// <summary>All keys of a language, for the catalogue and the tests.</summary>
    public static IReadOnlyDictionary<string, string> Book(string language) => Books[language];

    /// <summary>Date, time and zone; the reader's own clock beside it where it shows another hour.</summary>
    public string Time(DateTimeOffset at, string? zoneId = null)
    {
        var zone = zoneId is null ? Zone : TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var told = $"{Local(at, zone)} ({ZoneName(zone)})";
        if (ReadersZone is { } own && own.GetUtcOffset(at) != zone.GetUtcOffset(at))
            told += " · " + this["time.yours", Local(at, own)];
        return told;
    }

    /// <summary><c>Tue 9 June 09:00</c>.</summary>
    public string Local(DateTimeOffset at, TimeZoneInfo? zone = null) =>
        TimeZoneInfo
            .ConvertTime(at, zone ?? Zone)
            .ToString(Language == "de" ? "ddd d. MMMM HH:mm" : "ddd d MMMM HH:mm", Culture);

    /// <summary><c>17:30</c>.</summary>
    public string Clock(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Zone).ToString("HH:mm", Culture);

    /// <summary><c>3 s</c>, <c>25 min</c>, <c>2 h 10 min</c>, <c>4 d</c>.</summary>
    public string Span(TimeSpan span)
    {
        var whole = span.Duration();
        if (whole < TimeSpan.FromMinutes(1))
            return string.Create(Culture, $"{Math.Max(1, (int)whole.TotalSeconds)} s");
        if (whole < TimeSpan.FromHours(1))
            return string.Create(Culture, $"{(int)whole.TotalMinutes} min");
        if (whole < TimeSpan.FromDays(2))
            return whole.Minutes == 0
                ? string.Create(Culture, $"{(int)whole.TotalHours} h")
                : string.Create(Culture, $"{(int)whole.TotalHours} h {whole.Minutes} min");
        return this["time.days", (int)whole.TotalDays];
    }

    /// <summary><c>3,000</c>: an amount; a post's number is told as it is.</summary>
    public string Number(long amount) => amount.ToString("N0", Culture);

    /// <summary><c>LinkedIn, X and Bluesky</c>.</summary>
    public string And(IEnumerable<string> things)
    {
        var list = things.ToList();
        return list.Count < 2
            ? string.Concat(list)
            : string.Join(", ", list.SkipLast(1)) + this["list.and"] + list[^1];
    }

    /// <summary><c>Berlin</c> for Europe/Berlin.</summary>
    public static string ZoneName(TimeZoneInfo zone) => zone.Id.Split('/')[^1].Replace('_', ' ');

    private string Fill(string text, object?[] args)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        var said = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length; at++)
        {
            var end = text[at] == '{' ? text.IndexOf('}', at) : -1;
            if (end < 0)
            {
                said.Append(text[at]);
                continue;
            }
            var parts = text[(at + 1)..end].Split('|');
            if (
                int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                && n < args.Length
            )
                said.Append(
                    parts.Length == 3
                        ? IsOne(args[n])
                            ? parts[1]
                            : parts[2]
                        : Show(args[n])
                );
            else
                said.Append(text, at, end - at + 1);
            at = end;
        }
        return said.ToString();
    }

    private static bool IsOne(object? value) => value is 1 or 1L;

    private string Show(object? value) =>
        value switch
        {
            null => "",
            string text => text,
            DateTimeOffset at => Time(at),
            PlannedTime planned => Time(planned.At, planned.Zone),
            TimeSpan span => Span(span),
            Enum choice => this[$"{choice.GetType().Name}.{choice}"],
            IEnumerable<string> things => And(things),
            IFormattable number => number.ToString(null, Culture),
            _ => value.ToString() ?? "",
        };

    private static FrozenDictionary<string, string> Read(string language)
    {
        var house = typeof(Words).Assembly;
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var name in house
                .GetManifestResourceNames()
                .Where(n => n.EndsWith("Words.resources", StringComparison.Ordinal))
        )
        {
            var manager = new ResourceManager(name[..^".resources".Length], house);
            var set = manager.GetResourceSet(
                language == "en" ? CultureInfo.InvariantCulture : new CultureInfo(language),
                createIfNotExists: true,
                tryParents: true
            );
            foreach (DictionaryEntry entry in set!)
                words.Add((string)entry.Key, (string)entry.Value!);
        }
        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
