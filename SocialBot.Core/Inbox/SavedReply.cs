using System.Text.RegularExpressions;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>A text of the team's to answer with, with places for what differs.</summary>
public sealed class SavedReply : InWorkspace
{
    public long Id { get; private set; }

    /// <summary>Lower case, unique in the workspace.</summary>
    public required string Name { get; init; }
    public required string Text { get; set; }
    public long MemberId { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>The variables of a reply: <c>{first_name}</c>, <c>{handle}</c>, <c>{brand}</c>, <c>{agent}</c>.</summary>
public static partial class ReplyVariables
{
    public static readonly IReadOnlyList<string> Known = ["first_name", "handle", "brand", "agent"];

    /// <summary>The first variable in the text that there is no value for; null when all are known.</summary>
    public static string? FirstUnknown(string text) =>
        Variable()
            .Matches(text)
            .Select(m => m.Groups[1].Value)
            .FirstOrDefault(name => !Known.Contains(name));

    /// <summary>Puts the values in. What a stranger calls themselves is text, never a variable again.</summary>
    public static string Fill(string text, CaseItem to, string brand, string agent) =>
        Variable()
            .Replace(
                text,
                found =>
                    found.Groups[1].Value switch
                    {
                        "first_name" => FirstName(to),
                        "handle" => to.AuthorHandle,
                        "brand" => brand,
                        "agent" => agent,
                        _ => found.Value,
                    }
            );

    /// <summary>The first word of the name that has a letter in it; the handle where there is none.</summary>
    private static string FirstName(CaseItem to) =>
        to.AuthorName.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Trim([.. word.Where(c => !char.IsLetter(c)).Distinct()]))
            .FirstOrDefault(word => word.Length > 0)
        ?? to.AuthorHandle;

    [GeneratedRegex(@"\{([a-z_]{1,30})\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Variable();
}
