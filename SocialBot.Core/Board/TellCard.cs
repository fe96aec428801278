using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>
/// A member's personal card of a subject. A card of it that is younger than <see cref="Young"/> is brought up to date where it
/// hangs: whoever got one today has seen the bot's message and finds it near the end of the chat. An older one has scrolled away,
/// so it is posted anew and the old one stays true as well.
/// </summary>
internal sealed class TellCard(
    SocialBotDb db,
    ReachMember reachMember,
    DrawCard draw,
    PostCard post,
    EditCard edit,
    TimeProvider clock
) : IDoesDueWork
{
    public static readonly TimeSpan Young = TimeSpan.FromDays(1);

    public string Kind => Outbox.Tell;

    public TimeSpan? GivesUpAfter => Outbox.GivesUpAfter;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var payload = JsonSerializer.Deserialize<TellPayload>(claim.Payload!)!;
        var reach = await reachMember.RunAsync(payload.MemberId, ct);
        if (reach is Reach.Later later)
            return new DueResult.Again(later.At, Afresh: true);
        if (reach is not Reach.Now(var member, var chats))
            return DueResult.Finished;
        if (
            await draw.RunAsync(claim.Subject, await draw.ViewerAsync(member, ct), ct)
            is not { } card
        )
            return DueResult.Finished;

        if (await YoungestAsync(claim.Subject, member.Id, ct) is { } hanging)
        {
            if (await edit.RunAsync(claim, hanging, card, ct) is { } again)
                return new DueResult.Again(again);
            if (hanging.GoneAt is null)
                return DueResult.Finished;
        }
        foreach (var chat in chats.Where(c => c.Personal is not null))
        {
            var delivery = await post.RunAsync(
                claim,
                card with
                {
                    Subject = claim.Subject,
                },
                Spot.With(chat),
                onBoard: true,
                ct
            );
            if (delivery is not ChatDelivery.Gone)
                return delivery.Next(clock.GetUtcNow());
        }
        return await MentionAsync(claim, member, payload.Fallback, ct);
    }

    private async Task<BoardCard?> YoungestAsync(
        string subject,
        long memberId,
        CancellationToken ct
    )
    {
        var since = clock.GetUtcNow() - Young;
        return await db
            .Board.Where(c =>
                c.Subject == subject
                && c.MemberId == memberId
                && c.GoneAt == null
                && c.PostedAt > since
            )
            .OrderByDescending(c => c.Id)
            .FirstOrDefaultAsync(ct);
    }

    /// <summary>One mention where the room's card hangs, in its thread; with the card itself where none hangs yet.</summary>
    private async Task<DueResult> MentionAsync(
        DueClaim claim,
        Member member,
        RoomPurpose purpose,
        CancellationToken ct
    )
    {
        if (await reachMember.MentionAsync(member, purpose, ct) is not var (room, mention))
            return DueResult.Finished;
        if (
            await draw.RunAsync(claim.Subject, await draw.ViewerAsync(room, ct), ct) is not { } card
        )
            return DueResult.Finished;
        var hanging = await db
            .Board.Where(c => c.Subject == claim.Subject && c.RoomId == room.Id && c.GoneAt == null)
            .OrderByDescending(c => c.Id)
            .FirstOrDefaultAsync(ct);
        var delivery = hanging is null
            ? await post.RunAsync(
                claim,
                card with
                {
                    Subject = claim.Subject,
                    Notify = [mention],
                },
                Spot.In(room),
                onBoard: true,
                ct
            )
            : await post.RunAsync(
                claim,
                new Card
                {
                    Title = card.Title,
                    Tone = card.Tone,
                    Workspace = card.Workspace,
                    Notify = [mention],
                },
                Spot.In(room) with
                {
                    Place = room.Place with { Thread = hanging.Thread },
                },
                onBoard: false,
                ct
            );
        return delivery.Next(clock.GetUtcNow());
    }
}
