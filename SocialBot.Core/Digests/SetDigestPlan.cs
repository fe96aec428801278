using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Digests;

/// <summary>When the daily digest is told, or that it is not. By an Analyst or an Admin.</summary>
public sealed class SetDigestPlan(SocialBotDb db, TimeProvider clock)
{
    public async Task<Outcome<DigestSetting>> RunAsync(
        Member by,
        DigestChange change,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.Analyst | Roles.Admin))
            return new Refusal("digest.not-allowed");
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var now = clock.GetUtcNow();
        var before = workspace.Digest;
        workspace.Digest = change switch
        {
            DigestChange.TellAt at => before with { At = at.Time },
            DigestChange.Mute => before with { Muted = true },
            _ when before.Muted => before with { Muted = false, Since = now },
            _ => before,
        };
        if (workspace.Digest != before)
            db.Record(
                new AuditEntry
                {
                    At = now,
                    MemberId = by.Id,
                    Action = change switch
                    {
                        DigestChange.TellAt => "digest.at",
                        DigestChange.Mute => "digest.mute",
                        _ => "digest.unmute",
                    },
                    Subject = FormattableString.Invariant($"workspace:{workspace.Id}"),
                    Detail = change is DigestChange.TellAt moved
                        ? moved.Time.ToString("HH:mm", CultureInfo.InvariantCulture)
                        : null,
                }
            );
        await db.SaveChangesAsync(ct);
        return new DigestSetting(
            workspace.Digest,
            await NextAsync(workspace, now, ct),
            workspace.TimeZone
        );
    }

    private async Task<DateTimeOffset?> NextAsync(
        Workspace workspace,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var told = await db
            .Digests.Where(d => d.Kind == DigestKind.Daily)
            .MaxAsync(d => (DateOnly?)d.To, ct);
        var time = DigestClock.Ask(
            workspace.Digest,
            workspace.Zone,
            workspace.CreatedAt,
            told,
            now
        );
        return time.Due is null ? time.NextAt : now;
    }
}

/// <summary>What is to change.</summary>
public abstract record DigestChange
{
    private DigestChange() { }

    /// <summary>On every working day at this time in the workspace's zone.</summary>
    public sealed record TellAt(TimeOnly Time) : DigestChange;

    public sealed record Mute : DigestChange;

    public sealed record Unmute : DigestChange;
}

/// <param name="NextAt">When the next digest is told; null = muted. Now or earlier: it is told at once.</param>
/// <param name="Zone">IANA id of the workspace's zone.</param>
public sealed record DigestSetting(DigestPlan Plan, DateTimeOffset? NextAt, string Zone);
