using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>Talks with those who have no workspace here yet, or several: who are you, and which one do you mean?</summary>
internal sealed class Welcome(WhoSpeaks whoSpeaks, ClaimAdminCode claimCode)
{
    private const string ChooseVerb = "workspace.choose";

    public async Task<Card?> WhichWorkspaceAsync(
        ChatTurn turn,
        IReadOnlyList<Workspace> workspaces,
        CancellationToken ct
    )
    {
        var words = WordsFor(turn, workspaces[0]);
        var chosen = turn.Input switch
        {
            ChatInput.Pressed pressed
                when CardCommand.Read(pressed.Command) is { Verb: ChooseVerb } command =>
                workspaces.FirstOrDefault(w => w.Id == command.Subject),
            ChatInput.Said said => workspaces.FirstOrDefault(w =>
                string.Equals(w.Name, said.Text.Trim(), StringComparison.OrdinalIgnoreCase)
            ),
            _ => null,
        };
        if (chosen is not null && await whoSpeaks.ChooseAsync(turn, chosen.Id, ct))
            return Card.Say(words["workspace.chosen", chosen.Name], words["workspace.chosen.next"]);
        return new Card
        {
            Title = words["workspace.which"],
            Buttons =
            [
                .. workspaces
                    .Take(20)
                    .Select(w => new CardButton(
                        w.Name,
                        new CardCommand(ChooseVerb, w.Id, 0).ToString()
                    )),
            ],
        };
    }

    /// <param name="workspace">The room's, when the place is bound.</param>
    public async Task<Card?> StrangerAsync(
        ChatTurn turn,
        Workspace? workspace,
        CancellationToken ct
    )
    {
        var words = WordsFor(turn, workspace);
        if (turn.Input is ChatInput.Said said && CodeIn(said.Text) is { } code)
            return await claimCode.RunAsync(turn, code, ct) is { } claimed
                ? Card.Say(words["code.claimed", claimed.Name], words["code.claimed.next"]) with
                {
                    Tone = Tone.Good,
                }
                : Card.Say(words["code.wrong"]) with
                {
                    Tone = Tone.Warning,
                };
        if (turn.Input is ChatInput.Parted || turn.Input is ChatInput.Met && !turn.In.Personal)
            return null;
        return workspace is null
            ? Card.Say(words["stranger.title"], words["stranger.body"])
            : Card.Say(words["stranger.room", workspace.Name], words["stranger.body"]);
    }

    private static string? CodeIn(string text) =>
        text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var word, var code]
        && word.ToUpperInvariant() is "CODE" or "CLAIM"
            ? code
            : null;

    private static Words WordsFor(ChatTurn turn, Workspace? workspace) =>
        new(
            turn.Locale?.Split('-')[0] ?? workspace?.Language ?? "en",
            workspace?.Zone ?? TimeZoneInfo.Utc
        );
}
