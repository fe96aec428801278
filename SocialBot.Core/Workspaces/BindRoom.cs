using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Chat;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>From now on this channel is for approvals (mentions, alerts, digests). A channel belongs to one workspace.</summary>
public sealed class BindRoom(SocialBotDb db, TimeProvider clock)
{
    public async Task<Outcome<Room>> RunAsync(
        Member by,
        ChatPlace place,
        string? name,
        RoomPurpose purpose,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.Admin))
            return new Refusal("room.not-allowed");
        if (place.Personal)
            return new Refusal("room.personal");
        var taken = await db
            .Rooms.IgnoreQueryFilters()
            .Where(r =>
                r.Platform == place.Platform
                && r.Tenant == place.Tenant
                && r.Conversation == place.Conversation
            )
            .ToListAsync(ct);
        if (taken.Any(r => r.WorkspaceId != db.WorkspaceId))
            return new Refusal("room.taken");
        if (taken.FirstOrDefault(r => r.Purpose == purpose) is { } bound)
        {
            bound.Reference = place.Reference ?? bound.Reference;
            bound.GoneAt = null;
            await ShowWaitingAsync(purpose, ct);
            await db.SaveChangesAsync(ct);
            return bound;
        }
        var room = new Room
        {
            Purpose = purpose,
            Platform = place.Platform,
            Tenant = place.Tenant,
            Conversation = place.Conversation,
            Name = name,
            Reference = place.Reference,
        };
        db.Rooms.Add(room);
        db.Record(
            new AuditEntry
            {
                At = clock.GetUtcNow(),
                MemberId = by.Id,
                Action = "room.use",
                Subject = FormattableString.Invariant($"workspace:{db.WorkspaceId}"),
                Detail = purpose.ToString(),
            }
        );
        await db.SaveChangesAsync(ct);
        await ShowWaitingAsync(purpose, ct);
        await db.SaveChangesAsync(ct);
        return room;
    }

    /// <summary>Posts that were asked about in a channel that is gone, or before there was one, are asked about here.</summary>
    private async Task ShowWaitingAsync(RoomPurpose purpose, CancellationToken ct)
    {
        if (purpose != RoomPurpose.Approvals)
            return;
        foreach (
            var post in await db
                .Copies.Where(c => c.Status == CopyStatus.InReview)
                .Select(c => c.PostId)
                .Distinct()
                .ToListAsync(ct)
        )
            db.ShowInRooms(PostHistory.Subject(post), purpose, clock.GetUtcNow());
    }
}
