using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Nothing is left to answer: a case whose texts were all deleted is done, without being asked why.</summary>
public sealed class CloseGoneCase(SocialBotDb db, CloseCase close)
{
    public const string Cause = "gone";

    public async Task<Outcome<Case>> RunAsync(
        Member by,
        long caseId,
        int? shownVersion,
        CancellationToken ct
    ) =>
        await db.CaseItems.AnyAsync(
            i => i.CaseId == caseId && i.Role != ItemRole.Similar && i.GoneAt == null,
            ct
        )
            ? new Refusal("item.still-there", caseId)
            : await close.RunAsync(by, caseId, shownVersion, Cause, ct);
}
