using SocialBot.Core.Workspaces;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>What a role is called here, and what whoever has it does.</summary>
internal static class RoleWords
{
    private static readonly (Roles Role, string Name, string Does)[] Words =
    [
        (Roles.Author, "Author", "Writes posts and sends them for approval"),
        (Roles.Approver, "Approver", "Says yes, or what has to change"),
        (Roles.CommunityManager, "Community manager", "Answers what people write"),
        (Roles.Analyst, "Analyst", "Reads the numbers"),
        (Roles.Admin, "Admin", "Sets the rules, steps in when it gets late"),
    ];

    public static string Of(Roles roles) => Join(roles, w => w.Name, "Guest", ", ");

    public static string Does(Roles roles) => Join(roles, w => w.Does, "Looks around", ". ");

    private static string Join(
        Roles roles,
        Func<(Roles Role, string Name, string Does), string> word,
        string none,
        string between
    )
    {
        var words = Words.Where(w => roles.HasFlag(w.Role)).Select(word).ToList();
        return words.Count == 0 ? none : string.Join(between, words);
    }
}
