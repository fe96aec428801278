using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Inbox;

/// <summary>Draws the hourly card as the hour is now.</summary>
public sealed class HourComposer(SocialBotDb db, ReadHour read) : IComposesCards
{
    public string Kind => "fold";

    public async Task<Card?> ComposeAsync(long id, CardViewer viewer, CancellationToken ct)
    {
        if (await read.RunAsync(id, ct) is not { } hour)
            return null;
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        return HourCards.For(hour, workspace.Name, Words.For(viewer, workspace));
    }
}
