using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Digests;

internal sealed class ComposeDigestCard(SocialBotDb db) : IComposesCards
{
    public string Kind => "digest";

    public async Task<Card?> ComposeAsync(long id, CardViewer viewer, CancellationToken ct)
    {
        if (
            await db.Digests.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct)
            is not { } digest
        )
            return null;
        var workspace = await db
            .Workspaces.Where(w => w.Id == db.WorkspaceId)
            .Select(w => w.Name)
            .SingleAsync(ct);
        return DigestCards.Told(
            digest,
            workspace,
            DrawDigestChart.WordsFor(digest.Facts, viewer.Language)
        );
    }
}
