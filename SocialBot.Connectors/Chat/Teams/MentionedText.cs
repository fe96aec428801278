using System.Net;
using System.Text;
using System.Text.Json;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// The text of a message as a person wrote it. Teams marks a mention as <c>&lt;at&gt;Omar&lt;/at&gt;</c> with an entity of
/// exactly that text, and encodes what else looks like markup. The bot is known by its id: its name may be anybody's.
/// </summary>
internal sealed record MentionedText(string Text, IReadOnlyList<MentionedUser> Mentions)
{
    public static MentionedText Read(Activity activity, string tenant)
    {
        var raw = activity.Text ?? "";
        var text = new StringBuilder(raw.Length);
        List<MentionedUser> mentions = [];
        var at = 0;
        // Where the last mention ended, in the raw text: Teams splits "Omar Haddad" into one mention per word.
        var (endedAt, wasId) = (-1, "");
        foreach (var (start, entity) in Placed(raw, activity.Entities))
        {
            var between = raw[at..start];
            at = start + entity.Text.Length;
            if (entity.Id == activity.Recipient?.Id)
            {
                text.Append(Decode(between));
                SkipSpace();
                continue;
            }
            var name = Decode(Inside(entity.Text)).Trim();
            if (mentions.Count > 0 && wasId == entity.Id && IsBlank(raw[endedAt..start]))
            {
                var whole = mentions[^1];
                mentions[^1] = whole with
                {
                    Name = $"{whole.Name} {name}",
                    Text = $"{whole.Text} {name}",
                };
                text.Append(' ').Append(name);
            }
            else
            {
                text.Append(Decode(between)).Append('@').Append(name);
                mentions.Add(
                    new MentionedUser(
                        new ChatUser("teams", tenant, entity.EntraId ?? entity.Id),
                        name,
                        entity.Id,
                        $"@{name}"
                    )
                );
            }
            (endedAt, wasId) = (at, entity.Id);
        }
        text.Append(Decode(raw[at..]));
        return new MentionedText(Clean(text.ToString()), mentions);

        void SkipSpace()
        {
            if (raw.AsSpan(at).StartsWith("&nbsp;", StringComparison.OrdinalIgnoreCase))
                at += 6;
            else if (at < raw.Length && raw[at] is ' ' or '\u00a0')
                at++;
        }
    }

    /// <summary>No control characters but line ends and tabs (a database may refuse them), no halves of characters.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
            if (rune.Value is '\n' or '\t' || !Rune.IsControl(rune))
                clean.Append(rune.ToString());
        return clean.ToString().Trim();
    }

    /// <summary>Each mention at its place in the text; equal texts take the next place each.</summary>
    private static IEnumerable<(int Start, Mention Entity)> Placed(string raw, JsonElement entities)
    {
        Dictionary<string, int> next = [];
        List<(int Start, Mention Entity)> placed = [];
        foreach (var mention in entities.Items().Select(ReadMention).OfType<Mention>())
        {
            var start = raw.IndexOf(
                mention.Text,
                next.GetValueOrDefault(mention.Text),
                StringComparison.Ordinal
            );
            if (start < 0)
                continue;
            next[mention.Text] = start + mention.Text.Length;
            placed.Add((start, mention));
        }
        var end = 0;
        foreach (var place in placed.OrderBy(p => p.Start))
        {
            if (place.Start < end)
                continue;
            end = place.Start + place.Entity.Text.Length;
            yield return place;
        }
    }

    private static Mention? ReadMention(JsonElement entity)
    {
        var mentioned = entity.Get("mentioned");
        return
            entity.Get("type").Text() == "mention"
            && entity.Get("text").Text() is { Length: > 0 } text
            && mentioned.Get("id").Text() is { Length: > 0 } id
            ? new Mention(id, mentioned.Get("aadObjectId").Text(), text)
            : null;
    }

    private static string Inside(string mention)
    {
        var start = mention.IndexOf('>', StringComparison.Ordinal);
        var end = mention.LastIndexOf("</at>", StringComparison.OrdinalIgnoreCase);
        return
            mention.StartsWith("<at", StringComparison.OrdinalIgnoreCase)
            && start >= 0
            && end > start
            ? mention[(start + 1)..end]
            : mention;
    }

    /// <summary>Teams writes <c>&amp;nbsp;</c> for ordinary spaces around mentions.</summary>
    private static string Decode(string text) =>
        WebUtility.HtmlDecode(text.Replace("&nbsp;", " ", StringComparison.OrdinalIgnoreCase));

    private static bool IsBlank(string text) => string.IsNullOrWhiteSpace(Decode(text));

    private sealed record Mention(string Id, string? EntraId, string Text);
}
