using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Board;

/// <summary>An answer: exactly this card, exactly there. One with a subject is kept up to date from then on.</summary>
internal sealed class SayCard(SocialBotDb db, PostCard post, TimeProvider clock) : IDoesDueWork
{
    public string Kind => Outbox.Say;

    public TimeSpan? GivesUpAfter => Outbox.GivesUpAfter;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var payload = JsonSerializer.Deserialize<SayPayload>(claim.Payload!)!;
        var spot = await SpotAsync(payload, ct);
        var delivery = await post.RunAsync(
            claim,
            CardJson.Read(payload.Card),
            spot,
            onBoard: true,
            ct
        );
        return delivery.Next(clock.GetUtcNow());
    }

    /// <summary>In a room the card is everybody's, whoever was answered.</summary>
    private async Task<Spot> SpotAsync(SayPayload payload, CancellationToken ct)
    {
        var place = payload.Place;
        if (place.Personal)
            return new Spot(place, payload.MemberId, RoomId: null);
        var roomId = await db
            .Rooms.Where(r =>
                r.Platform == place.Platform
                && r.Tenant == place.Tenant
                && r.Conversation == place.Conversation
            )
            .OrderBy(r => r.Id)
            .Select(r => (long?)r.Id)
            .FirstOrDefaultAsync(ct);
        return new Spot(place, MemberId: null, roomId);
    }
}
