using Microsoft.Extensions.Logging;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Board;

/// <summary>Brings one hanging card up to date. An edit may be repeated, so one whose fate is unknown is.</summary>
public sealed partial class EditCard(
    SocialBotDb db,
    ChatCatalogue platforms,
    OutboxMeter meter,
    TimeProvider clock,
    ILogger<EditCard> log
)
{
    /// <returns>When to try again; null = settled, one way or the other.</returns>
    public async Task<DateTimeOffset?> RunAsync(
        DueClaim claim,
        BoardCard hanging,
        Card card,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        var shown = card.ShownHash();
        if (shown == hanging.ShownHash || platforms.Find(hanging.Platform) is not { } platform)
            return null;
        var delivery = await platform.EditAsync(
            hanging.Place,
            hanging.MessageId,
            await db.KnowViewersAsync(card with { Notify = [] }, hanging.Place, ct),
            CancellationToken.None
        );
        meter.Count(claim, hanging.Platform, delivery);
        var now = clock.GetUtcNow();
        switch (delivery)
        {
            case ChatDelivery.TryLater later:
                return now + later.After;
            case ChatDelivery.Unknown:
                return now + TimeSpan.FromSeconds(Math.Min(300, 5 << Math.Min(claim.Tries, 6)));
            case ChatDelivery.Delivered:
                hanging.ShownHash = shown;
                break;
            case ChatDelivery.Gone { WholePlace: true }:
                await db.ForgetPlaceAsync(hanging.Place, now, CancellationToken.None);
                break;
            case ChatDelivery.Gone:
                hanging.GoneAt = now;
                break;
            case ChatDelivery.Refused refused:
                LogRefused(claim.Subject, hanging.Platform, refused.Reason);
                hanging.ShownHash = shown; // not what it shows, but sending the same again would be refused again
                break;
        }
        await db.SaveChangesAsync(CancellationToken.None);
        return null;
    }

    [LoggerMessage(LogLevel.Error, "{Platform} refused the new card of {Subject}: {Reason}")]
    private partial void LogRefused(string subject, string platform, string reason);
}
