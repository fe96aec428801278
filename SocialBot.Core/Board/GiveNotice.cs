using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>A passing notice, composed when it is delivered, by the first slice that knows it. It never hangs on the Board.</summary>
internal sealed partial class GiveNotice(
    SocialBotDb db,
    IEnumerable<IComposesNotices> composers,
    ReachMember reachMember,
    DrawCard draw,
    PostCard post,
    TimeProvider clock,
    ILogger<GiveNotice> log
) : IDoesDueWork
{
    public string Kind => Outbox.Notice;

    public TimeSpan? GivesUpAfter => Outbox.GivesUpAfter;

    public Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var payload = JsonSerializer.Deserialize<NoticePayload>(claim.Payload!)!;
        return payload.MemberId is { } memberId
            ? ToMemberAsync(claim, payload, memberId, ct)
            : ToRoomsAsync(claim, payload, ct);
    }

    private async Task<DueResult> ToMemberAsync(
        DueClaim claim,
        NoticePayload payload,
        long memberId,
        CancellationToken ct
    )
    {
        var reach = await reachMember.RunAsync(memberId, ct);
        if (reach is Reach.Later later)
            return new DueResult.Again(later.At, Afresh: true);
        if (reach is not Reach.Now(var member, var chats))
            return DueResult.Finished;
        if (chats.Count > 0)
        {
            var viewer = await draw.ViewerAsync(member, ct);
            if (await ComposeAsync(claim, payload, viewer, ct) is not { } card)
                return DueResult.Finished;
            foreach (var chat in chats.Where(c => c.Personal is not null))
            {
                var delivery = await post.RunAsync(
                    claim,
                    card,
                    Spot.With(chat),
                    onBoard: false,
                    ct
                );
                if (delivery is not ChatDelivery.Gone)
                    return delivery.Next(clock.GetUtcNow());
            }
        }
        var purpose = payload.Room ?? RoomPurpose.Approvals;
        return await reachMember.MentionAsync(member, purpose, ct) is var (room, mention)
            ? await PostAsync(claim, payload, room, [mention], ct)
            : DueResult.Finished;
    }

    private async Task<DueResult> ToRoomsAsync(
        DueClaim claim,
        NoticePayload payload,
        CancellationToken ct
    )
    {
        var rooms = await db
            .Rooms.Where(r =>
                r.GoneAt == null
                && r.Purpose == payload.Room
                && (payload.RoomId == null || r.Id == payload.RoomId)
            )
            .OrderBy(r => r.Id)
            .ToListAsync(ct);
        if (rooms.Count == 1)
            return await PostAsync(claim, payload, rooms[0], [], ct);
        // Several rooms become a row each: what one has read is not said again because another one has to wait.
        foreach (var each in rooms)
            db.Queue(
                claim.For(
                    JsonSerializer.Serialize(payload with { RoomId = each.Id }),
                    clock.GetUtcNow()
                )
            );
        db.Finish(claim);
        await db.SaveChangesAsync(ct);
        return DueResult.Finished;
    }

    private async Task<DueResult> PostAsync(
        DueClaim claim,
        NoticePayload payload,
        Room room,
        IReadOnlyList<CardMention> notify,
        CancellationToken ct
    )
    {
        var viewer = await draw.ViewerAsync(room, ct);
        if (await ComposeAsync(claim, payload, viewer, ct) is not { } card)
            return DueResult.Finished;
        var delivery = await post.RunAsync(
            claim,
            card with
            {
                Notify = [.. card.Notify, .. notify],
            },
            Spot.In(room),
            onBoard: false,
            ct
        );
        return delivery.Next(clock.GetUtcNow());
    }

    private async Task<Card?> ComposeAsync(
        DueClaim claim,
        NoticePayload payload,
        CardViewer viewer,
        CancellationToken ct
    )
    {
        foreach (var composer in composers)
            if (await composer.ComposeAsync(claim.Subject, payload.Facts, viewer, ct) is { } card)
                return card;
        LogNobodySays(claim.Subject);
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "Nothing here has words for the notice {Notice}")]
    private partial void LogNobodySays(string notice);
}
