using SocialBot.Core.Workspaces;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>What an empty conversation says: what it is for, and three things to type that fit who looks.</summary>
internal sealed record Hints(string Title, string Words, IReadOnlyList<string> ToType)
{
    private const string Draft =
        "draft a post for Sandbox for tomorrow 9am: We open our lab in Berlin. Come and see what we build!";
    private const string Week = "what goes out this week";
    private const string Waiting = "what's waiting for me?";

    public static Hints For(LocalViewer viewer, string conversation) =>
        viewer.Roster.Room(conversation)?.Purpose switch
        {
            RoomPurpose.Approvals => new(
                "Nothing waits for a yes",
                "A post that somebody submits appears here with its buttons, and stays here with what became of it.",
                [Draft, Week, Waiting]
            ),
            RoomPurpose.Mentions => new(
                "Nobody has written yet",
                "Comment on a post in the Sandbox feed, or mention the brand there: it comes in here as a card to claim and answer.",
                [Waiting, "help", Week]
            ),
            RoomPurpose.Alerts => new(
                "All quiet",
                "What cannot wait comes in here: whatever your rules say, an account that has to be connected again.",
                (viewer.Person.Roles & (Roles.CommunityManager | Roles.Admin)) != Roles.None
                    ? ["rules", "alert on broken, refund", Waiting]
                    : [Waiting, "help", Week]
            ),
            RoomPurpose.Digests => new(
                "No digest yet",
                "The numbers of the day before, every working day. You need not wait for it.",
                ["digest now", "digest at 7:30", Week]
            ),
            _ => new(
                $"Hello {viewer.Person.Name}",
                "Write to the bot as you would to a colleague. For example:",
                ForRole(viewer)
            ),
        };

    private static string[] ForRole(LocalViewer viewer)
    {
        var roles = viewer.Person.Roles;
        if (roles.HasFlag(Roles.Author))
            return [Draft, Week, "help"];
        if (roles.HasFlag(Roles.Approver) && Delegate(viewer) is { } delegateName)
            return [Waiting, Week, $"away until Monday, @{delegateName} for me"];
        if (roles.HasFlag(Roles.Analyst))
            return ["digest now", Week, "help"];
        return [Waiting, Week, "help"];
    }

    private static string? Delegate(LocalViewer viewer) =>
        viewer
            .Roster.People.LastOrDefault(p =>
                p.UserId != viewer.Id && (p.Roles & (Roles.Approver | Roles.Admin)) != Roles.None
            )
            ?.Name;
}
