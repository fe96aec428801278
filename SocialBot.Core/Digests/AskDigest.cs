using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Digests;

/// <summary>
/// "Digest now": the day so far, with fresh numbers. Networks are asked first, so a worker does it and the card comes moments
/// later: in the digest rooms when asked there, else to whoever asked.
/// </summary>
public sealed class AskDigest(SocialBotDb db, TimeProvider clock)
{
    internal const string WorkKind = "digest.now";

    public async Task RunAsync(Member by, bool inDigestRoom, CancellationToken ct)
    {
        db.Queue(
            new DueWork(
                Lane.Network,
                WorkKind,
                FormattableString.Invariant($"member:{by.Id}"),
                clock.GetUtcNow(),
                JsonSerializer.Serialize(new DigestWish(inDigestRoom))
            )
        );
        await db.SaveChangesAsync(ct);
    }
}

internal sealed record DigestWish(bool InDigestRoom);

/// <summary>Fetches fresh numbers, then writes the day's digest anew or for the first time and shows it.</summary>
internal sealed class FulfilDigest(
    SocialBotDb db,
    CollectDueSnapshots collect,
    ComposeDigest compose,
    DrawDigest draw,
    TimeProvider clock
) : IDoesDueWork
{
    /// <summary>Numbers younger than this are fresh: asking twice does not bother the networks twice.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    public string Kind => AskDigest.WorkKind;

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        await collect.InWorkspaceAsync(db.WorkspaceId, clock.GetUtcNow() - Fresh, ct);
        var wish = JsonSerializer.Deserialize<DigestWish>(claim.Payload!)!;
        var asker = await db.Members.AsNoTracking().SingleAsync(m => m.Id == claim.SubjectId, ct);
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var today = LocalTime.DayOf(clock.GetUtcNow(), workspace.Zone);
        var facts = await compose.RunAsync(new DigestPeriod(today, today), ct);
        var charts = draw.Draw(
            facts,
            [
                .. (await DigestRooms.LanguagesAsync(db, workspace, ct))
                    .Append(asker.Language ?? workspace.Language)
                    .Distinct(),
            ]
        );
        await WriteAsync(facts, charts, wish, asker, ct);
        return DueResult.Finished;
    }

    private async Task WriteAsync(
        DigestFacts facts,
        IReadOnlyDictionary<string, DrawnChart> charts,
        DigestWish wish,
        Member asker,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var day = facts.Period.To;
        var digest = await db.Digests.SingleOrDefaultAsync(
            d => d.Kind == DigestKind.SoFar && d.To == day,
            ct
        );
        if (digest is null)
        {
            digest = new Digest
            {
                Kind = DigestKind.SoFar,
                From = day,
                To = day,
                ToldAt = facts.At,
                Facts = facts,
            };
            db.Digests.Add(digest);
            await db.SaveChangesAsync(ct);
        }
        else
        {
            digest.Version++;
            digest.ToldAt = facts.At;
            digest.Facts = facts;
            db.CardStale(Digest.Subject(digest.Id), facts.At);
        }
        digest.Pictures = await draw.KeepAsync(charts, ct);
        if (wish.InDigestRoom)
            db.ShowInRooms(Digest.Subject(digest.Id), RoomPurpose.Digests, facts.At);
        else
            db.TellMember(asker.Id, Digest.Subject(digest.Id), RoomPurpose.Digests, facts.At);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
