using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>A subject changed: every copy of its card is drawn anew for whoever looks there, wherever it hangs.</summary>
internal sealed class RedrawCards(SocialBotDb db, DrawCard draw, EditCard edit) : IDoesDueWork
{
    public string Kind => Outbox.Stale;

    public TimeSpan? GivesUpAfter => Outbox.GivesUpAfter;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var hanging = await db
            .Board.Where(c => c.Subject == claim.Subject && c.GoneAt == null)
            .OrderBy(c => c.Id)
            .ToListAsync(ct);
        DateTimeOffset? again = null;
        foreach (var copy in hanging)
        {
            if (await draw.RunAsync(claim.Subject, await ViewerAsync(copy, ct), ct) is not { } card)
                continue;
            if (
                await edit.RunAsync(claim, copy, card, ct) is { } later
                && (again is null || later > again)
            )
                again = later;
        }
        return again is { } at ? new DueResult.Again(at) : DueResult.Finished;
    }

    private async Task<CardViewer> ViewerAsync(BoardCard copy, CancellationToken ct)
    {
        if (
            copy.MemberId is { } memberId
            && await db.Members.FirstOrDefaultAsync(m => m.Id == memberId, ct) is { } member
        )
            return await draw.ViewerAsync(member, ct);
        var room = copy.RoomId is { } roomId
            ? await db.Rooms.FirstOrDefaultAsync(r => r.Id == roomId, ct)
            : null;
        // The newest way to post there: the service address may have moved since.
        copy.Reference = room?.Reference ?? copy.Reference;
        return await draw.ViewerAsync(room, copy.Platform, ct);
    }
}
