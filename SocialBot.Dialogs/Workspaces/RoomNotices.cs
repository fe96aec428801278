using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Workspaces;

/// <summary>That a channel is gone, what it was for, and what becomes of what would have come there.</summary>
public sealed class RoomNotices(SocialBotDb db) : IComposesNotices
{
    public async Task<Card?> ComposeAsync(
        string notice,
        string? payload,
        CardViewer viewer,
        CancellationToken ct
    )
    {
        if (notice != "room.gone")
            return null;
        var ids = JsonSerializer
            .Deserialize<Facts>(payload ?? "{}", JsonSerializerOptions.Web)!
            .Rooms;
        var gone = (
            await db
                .Rooms.AsNoTracking()
                .Where(r => ids.Contains(r.Id) && r.GoneAt != null)
                .ToListAsync(ct)
        )
            .OrderBy(r => r.Purpose)
            .ToList();
        if (gone.Count == 0)
            return null; // it came back meanwhile
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var words = Words.For(viewer, workspace);
        return new Card
        {
            Title = words[
                "notice.room.gone",
                words.And(gone.Select(r => words[$"RoomPurpose.{r.Purpose}"]))
            ],
            Tone = Tone.Warning,
            Workspace = workspace.Name,
            Body =
            [
                CardBlock.Plain(words["notice.room.gone.body"]),
                CardBlock.Plain(
                    words[
                        "setup.rooms.how",
                        SetupCard.Typed(words, "room.use", words[$"RoomPurpose.{gone[0].Purpose}"])
                    ]
                ),
            ],
            Buttons = [SetupVerbs.Back(words)],
        };
    }

    private sealed record Facts(IReadOnlyList<long> Rooms);
}
