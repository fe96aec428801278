using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

public sealed class DropSavedReply(SocialBotDb db, TimeProvider clock)
{
    public async Task<Outcome<SavedReply>> RunAsync(Member by, string name, CancellationToken ct)
    {
        if (!by.Has(Roles.CommunityManager | Roles.Approver | Roles.Admin))
            return new Refusal("saved-reply.not-allowed");
        var plain = KeepSavedReply.NameOf(name);
        if (await db.SavedReplies.FirstOrDefaultAsync(r => r.Name == plain, ct) is not { } saved)
            return new Refusal("saved-reply.unknown", plain);
        db.SavedReplies.Remove(saved);
        db.Record(
            new AuditEntry
            {
                At = clock.GetUtcNow(),
                MemberId = by.Id,
                Action = "saved-reply.drop",
                Subject = $"saved-reply:{plain}",
            }
        );
        await db.SaveChangesAsync(ct);
        return saved;
    }
}
