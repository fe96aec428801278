using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>Makes whoever says a valid one-time code an Admin of its workspace. A code works once.</summary>
public sealed class ClaimAdminCode(SocialBotDb db, WorkspaceScope scope, TimeProvider clock)
{
    /// <returns>The workspace; null for a code that is wrong, used or expired.</returns>
    public async Task<Workspace?> RunAsync(ChatTurn turn, string code, CancellationToken ct)
    {
        var (hash, now) = (Hash(code), clock.GetUtcNow());
        var found = await db
            .AdminCodes.IgnoreQueryFilters()
            .FirstOrDefaultAsync(
                c => c.CodeHash == hash && c.UsedAt == null && c.ExpiresAt > now,
                ct
            );
        if (found is null || turn.From.Platform == "local")
            return null;
        scope.Enter(found.WorkspaceId);
        found.UsedAt = now;
        var member = new Member { Name = turn.FromName, Roles = Roles.Admin };
        db.Members.Add(member);
        await db.SaveChangesAsync(ct);
        db.Identities.Add(
            new MemberIdentity
            {
                MemberId = member.Id,
                Platform = turn.From.Platform,
                Tenant = turn.From.Tenant,
                UserId = turn.From.Id,
                PlatformUserId = turn.PlatformUserId,
                PersonalConversation = turn.In.Personal ? turn.In.Conversation : null,
                PersonalReference = turn.In.Personal ? turn.In.Reference : null,
            }
        );
        db.Record(
            new AuditEntry
            {
                At = now,
                MemberId = member.Id,
                Action = "workspace.claim",
                Subject = FormattableString.Invariant($"workspace:{found.WorkspaceId}"),
            }
        );
        await db.SaveChangesAsync(ct);
        return await db.Workspaces.SingleAsync(w => w.Id == found.WorkspaceId, ct);
    }

    internal static string Hash(string code) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant()))
        );
}
