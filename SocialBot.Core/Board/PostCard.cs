using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>
/// Posts one new message for one row of the outbox. Where it hangs is saved together with the end of the row. A message whose
/// fate is unknown is not posted again: a doubled card is worse than a missing one, and the subject's next change, or a typed
/// command, brings it back.
/// </summary>
public sealed partial class PostCard(
    SocialBotDb db,
    ChatCatalogue platforms,
    OutboxMeter meter,
    TimeProvider clock,
    ILogger<PostCard> log
)
{
    /// <param name="onBoard">The card is kept up to date from now on; otherwise it is a passing message.</param>
    /// <param name="last">The row is done with it; false while it has other rooms to go to.</param>
    public async Task<ChatDelivery> RunAsync(
        DueClaim claim,
        Card card,
        Spot spot,
        bool onBoard,
        CancellationToken ct,
        bool last = true
    )
    {
        ct.ThrowIfCancellationRequested();
        if (platforms.Find(spot.Place.Platform) is not { } platform)
        {
            LogNotHere(claim.Kind, spot.Place.Platform);
            return new ChatDelivery.Refused("platform not switched on");
        }
        var shown = await db.KnowViewersAsync(card, spot.Place, ct);
        // What has left must be written down, also while stopping: from here on the caller's token no longer counts.
        var delivery = await platform.PostAsync(
            spot.Place,
            shown,
            Key(claim, spot),
            CancellationToken.None
        );
        meter.Count(claim, spot.Place.Platform, delivery);
        switch (delivery)
        {
            case ChatDelivery.Delivered delivered:
                if (onBoard && card.Subject is { } subject)
                {
                    db.Board.Add(Hang(subject, card, spot, delivered));
                    if (last)
                        db.Finish(claim);
                }
                break;
            case ChatDelivery.Gone gone:
                LogGone(claim.Kind, spot.Place.Platform, gone.Reason);
                await db.ForgetPlaceAsync(spot.Place, clock.GetUtcNow(), CancellationToken.None);
                break;
            case ChatDelivery.Refused refused:
                LogRefused(claim.Kind, claim.Subject, spot.Place.Platform, refused.Reason);
                break;
            case ChatDelivery.Unknown unknown:
                LogUnknown(claim.Kind, claim.Subject, spot.Place.Platform, unknown.Reason);
                break;
        }
        await db.SaveChangesAsync(CancellationToken.None);
        return delivery;
    }

    /// <summary>The same for every repeat of one row.</summary>
    private static string Key(DueClaim claim, Spot spot) =>
        spot.RoomId is { } room
            ? string.Create(CultureInfo.InvariantCulture, $"due-{claim.Id}-{room}")
            : string.Create(CultureInfo.InvariantCulture, $"due-{claim.Id}");

    private BoardCard Hang(
        string subject,
        Card card,
        Spot spot,
        ChatDelivery.Delivered delivered
    ) =>
        new()
        {
            Subject = subject,
            Platform = spot.Place.Platform,
            Tenant = spot.Place.Tenant,
            Conversation = spot.Place.Conversation,
            Thread = delivered.Thread ?? spot.Place.Thread,
            Personal = spot.Place.Personal,
            Reference = spot.Place.Reference,
            MessageId = delivered.MessageId,
            MemberId = spot.MemberId,
            RoomId = spot.RoomId,
            ShownHash = card.ShownHash(),
            PostedAt = clock.GetUtcNow(),
        };

    [LoggerMessage(LogLevel.Error, "{Kind}: the chat platform {Platform} is not switched on here")]
    private partial void LogNotHere(string kind, string platform);

    [LoggerMessage(LogLevel.Warning, "{Kind}: a place on {Platform} is gone: {Reason}")]
    private partial void LogGone(string kind, string platform, string reason);

    [LoggerMessage(LogLevel.Error, "{Platform} refused {Kind} {Subject}: {Reason}")]
    private partial void LogRefused(string kind, string subject, string platform, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "{Platform} did not say whether {Kind} {Subject} was posted; it is not posted again: {Reason}"
    )]
    private partial void LogUnknown(string kind, string subject, string platform, string reason);
}

/// <summary>A place, and whose it is: a member's personal chat, a room, or neither.</summary>
public sealed record Spot(ChatPlace Place, long? MemberId, long? RoomId)
{
    public static Spot In(Room room) => new(room.Place, MemberId: null, room.Id);

    public static Spot With(MemberIdentity identity) =>
        new(identity.Personal!, identity.MemberId, RoomId: null);
}

internal static class Delivering
{
    /// <summary>What a new message's row does next.</summary>
    public static DueResult Next(this ChatDelivery delivery, DateTimeOffset now) =>
        delivery is ChatDelivery.TryLater later
            ? new DueResult.Again(now + later.After)
            : DueResult.Finished;

    /// <summary>Who is notified is not part of what a card shows: an edit notifies nobody.</summary>
    public static string ShownHash(this Card card) => CardJson.Hash(card with { Notify = [] });

    /// <summary>The card with the viewers who are known on the platform of this place, by the ids they have there.</summary>
    public static async Task<Card> KnowViewersAsync(
        this SocialBotDb db,
        Card card,
        ChatPlace place,
        CancellationToken ct
    )
    {
        if (card.Viewers.Count == 0)
            return card;
        var ids = card.Viewers.Select(v => v.MemberId).ToList();
        var known = (
            await db
                .Identities.AsNoTracking()
                .Where(i =>
                    i.Platform == place.Platform
                    && i.Tenant == place.Tenant
                    && i.PlatformUserId != null
                    && ids.Contains(i.MemberId)
                )
                .Select(i => new { i.MemberId, i.PlatformUserId })
                .ToListAsync(ct)
        ).ToLookup(i => i.MemberId, i => i.PlatformUserId);
        return card with
        {
            Viewers =
            [
                .. card.Viewers.SelectMany(v =>
                    known[v.MemberId].Select(id => v with { UserId = id })
                ),
            ],
        };
    }

    /// <summary>Nothing more is sent to a place that is gone; a person is found again when they speak there.</summary>
    public static async Task ForgetPlaceAsync(
        this SocialBotDb db,
        ChatPlace place,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var rooms = await db
            .Rooms.Where(r =>
                r.Platform == place.Platform
                && r.Tenant == place.Tenant
                && r.Conversation == place.Conversation
                && r.GoneAt == null
            )
            .ToListAsync(ct);
        foreach (var room in rooms)
            room.GoneAt = now;
        if (rooms.Count > 0)
            await db.TellOfGoneRoomsAsync(rooms, now, ct);
        foreach (
            var identity in await db
                .Identities.Where(i =>
                    i.Platform == place.Platform
                    && i.Tenant == place.Tenant
                    && i.PersonalConversation == place.Conversation
                )
                .ToListAsync(ct)
        )
            (identity.PersonalConversation, identity.PersonalReference) = (null, null);
        foreach (
            var card in await db
                .Board.Where(c =>
                    c.Platform == place.Platform
                    && c.Tenant == place.Tenant
                    && c.Conversation == place.Conversation
                    && c.GoneAt == null
                )
                .ToListAsync(ct)
        )
            card.GoneAt = now;
    }

    /// <summary>Once, to one Admin who can be told in person; where there is none, in the rooms for alerts that are left.</summary>
    private static async Task TellOfGoneRoomsAsync(
        this SocialBotDb db,
        IReadOnlyList<Room> rooms,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var admins = await db
            .Members.Where(m => (m.Roles & Roles.Admin) != Roles.None && m.Notify)
            .OrderBy(m => m.Id)
            .ToListAsync(ct);
        db.Notify(
            "room.gone",
            new { rooms = rooms.Select(r => r.Id) },
            (admins.Find(a => !a.IsAway(now)) ?? admins.FirstOrDefault())?.Id,
            RoomPurpose.Alerts,
            now
        );
    }
}
