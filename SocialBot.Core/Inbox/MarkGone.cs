using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Texts that their authors took back. The words stay, as what the team decided on; nothing can be done to the text any more.
/// </summary>
public sealed class MarkGone(SocialBotDb db, CaseDesk desk, TimeProvider clock)
{
    /// <summary>The same ids again change nothing.</summary>
    /// <param name="remoteIds">Of the account's items; unknown ones are passed over.</param>
    /// <returns>How many texts were marked.</returns>
    public async Task<int> RunAsync(
        long accountId,
        IReadOnlyList<string> remoteIds,
        CancellationToken ct
    )
    {
        if (remoteIds.Count == 0)
            return 0;
        await using var whole = await db.BeginAsync(ct);
        var now = clock.GetUtcNow();
        var gone = await db
            .CaseItems.Where(i =>
                i.AccountId == accountId && i.GoneAt == null && remoteIds.Contains(i.RemoteId)
            )
            .ToListAsync(ct);
        foreach (var item in gone)
            item.GoneAt = now;
        foreach (var caseId in gone.Select(i => i.CaseId).Distinct())
            await desk.MarkAsync(caseId, "case.gone", detail: null, ct);
        await db.SaveChangesAsync(ct);
        await whole.CommitAsync(ct);
        return gone.Count;
    }
}
