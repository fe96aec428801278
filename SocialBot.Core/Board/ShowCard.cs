using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>
/// Hangs a subject's card in every room of a purpose that has none yet. A room that has to wait gets a row of its own: what is
/// posted elsewhere, or may be, is not posted again with it.
/// </summary>
internal sealed class ShowCard(SocialBotDb db, DrawCard draw, PostCard post, TimeProvider clock)
    : IDoesDueWork
{
    public string Kind => Outbox.Show;

    public TimeSpan? GivesUpAfter => Outbox.GivesUpAfter;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var payload = JsonSerializer.Deserialize<ShowPayload>(claim.Payload!)!;
        var since = payload.Since ?? DateTimeOffset.MinValue;
        var rooms = await db
            .Rooms.Where(r =>
                r.GoneAt == null
                && r.Purpose == payload.Purpose
                && (payload.RoomId == null || r.Id == payload.RoomId)
                && !db.Board.Any(c =>
                    c.Subject == claim.Subject
                    && c.RoomId == r.Id
                    && c.GoneAt == null
                    && c.PostedAt >= since
                )
            )
            .OrderBy(r => r.Id)
            .ToListAsync(ct);
        foreach (var room in rooms)
        {
            var viewer = await draw.ViewerAsync(room, ct);
            if (await draw.RunAsync(claim.Subject, viewer, ct) is not { } card)
                continue;
            var delivery = await post.RunAsync(
                claim,
                card with
                {
                    Subject = claim.Subject,
                },
                Spot.In(room),
                onBoard: true,
                ct,
                last: rooms.Count == 1
            );
            if (delivery.Next(clock.GetUtcNow()) is not DueResult.Again again)
                continue;
            if (rooms.Count == 1)
                return again;
            db.Queue(
                claim.For(JsonSerializer.Serialize(payload with { RoomId = room.Id }), again.At)
            );
        }
        db.Finish(claim);
        await db.SaveChangesAsync(ct);
        return DueResult.Finished;
    }
}

internal static class FanOut
{
    /// <summary>The same work with a narrower payload.</summary>
    public static DueWork For(this DueClaim claim, string payload, DateTimeOffset at) =>
        new(claim.Lane, claim.Kind, claim.Subject, at, payload, Once: false)
        {
            Order = claim.Order,
        };
}
