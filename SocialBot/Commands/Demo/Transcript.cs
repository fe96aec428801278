using System.Globalization;

namespace SocialBot.Commands.Demo;

/// <summary>Tells the story so that a person can read it along, and keeps count of what did not hold.</summary>
internal sealed class Transcript(TextWriter output, Func<DateTime> now)
{
    private const int Width = 110;

    public int Checks { get; private set; }
    public int Failed { get; private set; }

    public void Chapter(string title)
    {
        var at = now().ToString("ddd d MMMM HH:mm", CultureInfo.InvariantCulture);
        output.WriteLine();
        output.WriteLine($"── {at} ── {title}");
    }

    public void Said(string who, string words, string? room = null) =>
        output.WriteLine($"   {Name(who)}{(room is null ? "" : $" in #{room}")}: {words}");

    public void Did(string who, string what, string? room = null) =>
        output.WriteLine($"   {Name(who)}{(room is null ? "" : $" in #{room}")} {what}");

    public void Tells(string words) => output.WriteLine($"   {words}");

    public void Shows(DemoCard card)
    {
        var place = card.Room is { } room ? $"#{room}" : $"{Name(card.Viewer)}'s chat";
        output.WriteLine(
            $"   ┌ {card.Title}   ({place}{(card.Private ? $", only {Name(card.Viewer)} sees it" : "")})"
        );
        foreach (var line in card.Lines.SelectMany(Fold))
            output.WriteLine($"   │ {line}");
        if (card.Buttons.Count > 0)
            output.WriteLine(
                $"   │ {string.Join(' ', card.Buttons.Select(b => b.Url is null ? $"[{b.Label}]" : $"[{b.Label} ↗]"))}"
            );
        output.WriteLine("   └");
    }

    /// <summary>Holds when all of the words are in what was seen.</summary>
    public void Check(string what, string seen, params string[] words)
    {
        var missing = words.Where(w => !seen.Contains(w, StringComparison.Ordinal)).ToList();
        Check(
            what,
            missing.Count == 0,
            $"without \"{string.Join("\", \"", missing)}\": {seen.ReplaceLineEndings(" / ")}"
        );
    }

    public void Check(string what, bool holds, string seen)
    {
        Checks++;
        if (!holds)
            Failed++;
        output.WriteLine(holds ? $"   ✓ {what}" : $"   ✗ {what}. Seen {seen}");
    }

    public void Broke(string why)
    {
        Failed++;
        output.WriteLine($"   ✗ {why}");
    }

    private static IEnumerable<string> Fold(string line)
    {
        while (line.Length > Width && line.LastIndexOf(' ', Width) is > 0 and var cut)
        {
            yield return line[..cut];
            line = "  " + line[(cut + 1)..];
        }
        yield return line;
    }

    private static string Name(string who) => char.ToUpperInvariant(who[0]) + who[1..];
}
