using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>A new workspace and the one-time code by which its first Admin makes themselves known in chat.</summary>
public sealed class CreateWorkspace(SocialBotDb db, WorkspaceScope scope, TimeProvider clock)
{
    private static readonly TimeSpan CodeLives = TimeSpan.FromDays(7);

    /// <param name="timeZone">IANA id.</param>
    public async Task<Outcome<NewWorkspace>> RunAsync(
        string name,
        string timeZone,
        string language,
        CancellationToken ct
    )
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 80)
            return new Refusal("workspace.name");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
            return new Refusal("time.zone-unknown", timeZone);
        if (await db.Workspaces.AnyAsync(w => w.Name == name.Trim(), ct))
            return new Refusal("workspace.exists", name.Trim());
        var now = clock.GetUtcNow();
        var workspace = new Workspace
        {
            Name = name.Trim(),
            TimeZone = timeZone,
            Language = language,
            CreatedAt = now,
        };
        db.Workspaces.Add(workspace);
        await db.SaveChangesAsync(ct);
        scope.Enter(workspace.Id);
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(10));
        db.AdminCodes.Add(
            new AdminCode { CodeHash = ClaimAdminCode.Hash(code), ExpiresAt = now + CodeLives }
        );
        db.Record(
            new AuditEntry
            {
                At = now,
                Action = "workspace.create",
                Subject = FormattableString.Invariant($"workspace:{workspace.Id}"),
                Detail = workspace.Name,
            }
        );
        await db.SaveChangesAsync(ct);
        return new NewWorkspace(workspace, code, now + CodeLives);
    }
}

/// <param name="Code">Said once, here; only its hash is kept.</param>
public sealed record NewWorkspace(Workspace Workspace, string Code, DateTimeOffset CodeExpiresAt);
