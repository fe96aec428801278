using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Accounts;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Accounts;

/// <summary>That an account is connected, signs out soon, or needs somebody to sign in.</summary>
public sealed class AccountNotices(SocialBotDb db, ListAccounts list, TimeProvider clock)
    : IComposesNotices
{
    public async Task<Card?> ComposeAsync(
        string notice,
        string? payload,
        CardViewer viewer,
        CancellationToken ct
    )
    {
        if (notice is not ("account.connected" or "account.signs-out" or "account.sign-in-needed"))
            return null;
        var facts = JsonSerializer.Deserialize<Facts>(payload ?? "{}", JsonSerializerOptions.Web)!;
        if (
            (await list.RunAsync(ct)).FirstOrDefault(h => h.Account.Id == facts.Account)
            is not { } health
        )
            return null; // disconnected meanwhile
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var words = Words.For(viewer, workspace);
        var (account, posts) = (health.Account, health.Posts.Count);
        var card = notice switch
        {
            "account.connected" => Card.Say(
                words[
                    facts.Again ? "notice.account.again" : "notice.account.connected",
                    account.Label
                ],
                posts == 0
                    ? words["notice.account.connected.body"]
                    : words["notice.account.again.body", posts]
            ) with
            {
                Tone = Tone.Good,
            },
            "account.signs-out" => new Card
            {
                Title = Ends(account, words),
                Tone = Tone.Warning,
                Body = [CardBlock.Plain(words["notice.account.signs-out.body", posts])],
                Buttons = [AccountCards.Reconnect(account, words, named: false)],
            },
            _ => new Card
            {
                Title = words["notice.account.sign-in", account.Label],
                Tone = Tone.Bad,
                Body =
                [
                    CardBlock.Plain(words["notice.account.sign-in-needed.body", posts]),
                    .. account.SignInNeeded is { Length: > 0 } reason
                        ? new CardBlock[] { CardBlock.Small(reason) }
                        : [],
                ],
                Buttons = [AccountCards.Reconnect(account, words, named: false)],
            },
        };
        return card with { Workspace = workspace.Name };
    }

    private string Ends(Account account, Words words) =>
        account.SecretEndsAt is { } ends && ends > clock.GetUtcNow()
            ? words["notice.account.signs-out", account.Label, AccountCards.Day(ends, words)]
            : words["notice.account.signed-out", account.Label];

    private sealed record Facts(long Account, bool Again);
}
