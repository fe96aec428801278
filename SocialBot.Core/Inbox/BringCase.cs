using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>
/// A member brings a message of the team's chat into the inbox, where it waits for someone as what came from a network does. The same
/// message is one case. It is answered where it was written: no network knows it.
/// </summary>
public sealed class BringCase(SocialBotDb db, ReceiveItems receive, TimeProvider clock)
{
    public const int MostText = 20_000;

    /// <param name="accountId">The account whose inbox it goes to.</param>
    /// <param name="messageId">Of the message in its chat; the same again is the same case.</param>
    /// <returns>The case's number.</returns>
    public async Task<Outcome<long>> RunAsync(
        Member by,
        long accountId,
        string messageId,
        PostSource from,
        string text,
        CancellationToken ct
    )
    {
        if (!await db.Accounts.AnyAsync(a => a.Id == accountId && a.DisconnectedAt == null, ct))
            return new Refusal("account.unknown");
        var id = CaseItem.Brought + TextKey(messageId);
        var now = clock.GetUtcNow();
        var item = new IncomingItem(
            id,
            id,
            IncomingKind.Message,
            Conversation: id,
            InReplyTo: null,
            AuthorId: CaseItem.Brought + TextKey(from.By),
            AuthorHandle: from.By,
            AuthorName: from.By,
            Followers: null,
            text.Length <= MostText ? text : text[..MostText],
            now,
            from.Link?.AbsoluteUri
        );
        await receive.RunAsync(accountId, [item], ct);
        var caseId = await db
            .CaseItems.Where(i => i.AccountId == accountId && i.EventId == id)
            .Select(i => i.CaseId)
            .SingleAsync(ct);
        db.Record(
            new Audit.AuditEntry
            {
                At = now,
                MemberId = by.Id,
                Action = "case.bring",
                Subject = CaseDesk.Subject(caseId),
            }
        );
        await db.SaveChangesAsync(ct);
        return caseId;
    }

    /// <summary>Ids of chats are long and anybody's.</summary>
    private static string TextKey(string text) =>
        Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))
        )[..32];
}
