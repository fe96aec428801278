using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Digests;

/// <summary>
/// Tells the workspace's digest in its digest rooms, if one is due. The row is unique per workspace and period and is committed
/// together with the card to show: two processes, or a clock that fires twice, tell one digest.
/// </summary>
public sealed class TellDigest(
    SocialBotDb db,
    ComposeDigest compose,
    DrawDigest draw,
    TimeProvider clock
)
{
    /// <summary>Null when none is due, or another process was first.</summary>
    public async Task<Digest?> RunAsync(CancellationToken ct)
    {
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        // Without a room nobody could read it: it waits, and is merged, until there is one.
        var rooms = await DigestRooms.LanguagesAsync(db, workspace, ct);
        if (rooms.Count == 0)
            return null;
        var toldThrough = await db
            .Digests.Where(d => d.Kind == DigestKind.Daily)
            .MaxAsync(d => (DateOnly?)d.To, ct);
        var time = DigestClock.Ask(
            workspace.Digest,
            workspace.Zone,
            workspace.CreatedAt,
            toldThrough,
            clock.GetUtcNow()
        );
        if (time.Due is not { } period)
            return null;
        var facts = await compose.RunAsync(period, ct);
        var charts = draw.Draw(facts, rooms);
        try
        {
            return await WriteAsync(facts, charts, ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            if (!await WasToldAsync(period, ct))
                throw;
            return null;
        }
    }

    private Task<bool> WasToldAsync(DigestPeriod period, CancellationToken ct) =>
        db.Digests.AnyAsync(
            d => d.Kind == DigestKind.Daily && (d.To == period.To || d.From == period.From),
            ct
        );

    private async Task<Digest> WriteAsync(
        DigestFacts facts,
        IReadOnlyDictionary<string, DrawnChart> charts,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var digest = new Digest
        {
            Kind = DigestKind.Daily,
            From = facts.Period.From,
            To = facts.Period.To,
            ToldAt = facts.At,
            Facts = facts,
        };
        db.Digests.Add(digest);
        await db.SaveChangesAsync(ct); // here the second one fails
        digest.Pictures = await draw.KeepAsync(charts, ct);
        db.ShowInRooms(Digest.Subject(digest.Id), RoomPurpose.Digests, facts.At);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return digest;
    }
}

internal static class DigestRooms
{
    /// <summary>The languages spoken in the workspace's digest rooms; empty = there is no such room.</summary>
    public static async Task<IReadOnlyCollection<string>> LanguagesAsync(
        SocialBotDb db,
        Workspace workspace,
        CancellationToken ct
    ) =>
        (
            await db
                .Rooms.Where(r => r.Purpose == RoomPurpose.Digests && r.GoneAt == null)
                .Select(r => r.Language)
                .ToListAsync(ct)
        )
            .Select(language => language ?? workspace.Language)
            .ToHashSet(StringComparer.Ordinal);
}
