using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>The rows behind a digest's figures: each account, metric and day, with when it was last read.</summary>
public sealed class ReadDigestRows(SocialBotDb db)
{
    /// <summary>Null when there is no such digest in this workspace.</summary>
    public async Task<DigestRows?> RunAsync(long digestId, CancellationToken ct)
    {
        if (
            await db.Digests.AsNoTracking().FirstOrDefaultAsync(d => d.Id == digestId, ct)
            is not { } digest
        )
            return null;
        var (from, to) = (digest.From, digest.To);
        var rows = await (
            from d in db.DailyMetrics
            join a in db.Accounts on d.AccountId equals a.Id
            where d.Day >= @from && d.Day <= to
            group d by new
            {
                a.Network,
                a.Handle,
                d.Metric,
                d.Day,
                OfAccount = d.CopyId == Snapshot.OfAccount,
            } into g
            select new
            {
                g.Key,
                Gain = g.Sum(d => d.Gain),
                Known = g.Count(d => d.Gain != null),
                Span = g.Max(d => d.Span),
                Copies = g.Count(),
                Value = g.Sum(d => d.Value),
                ReadAt = g.Max(d => d.ReadAt),
            }
        ).ToListAsync(ct);
        return new DigestRows(
            digest,
            [
                .. rows.OrderBy(r => r.Key.Day)
                    .ThenBy(r => r.Key.Network, StringComparer.Ordinal)
                    .ThenBy(r => r.Key.Handle, StringComparer.Ordinal)
                    .ThenBy(r => r.Key.Metric, StringComparer.Ordinal)
                    .Select(r => new DigestRow(
                        $"{r.Key.Network} @{r.Key.Handle}",
                        r.Key.Metric,
                        r.Key.Day,
                        r.Key.OfAccount ? 0 : r.Copies,
                        r.Known > 0 ? r.Gain : null,
                        r.Span ?? 1,
                        r.Value,
                        r.ReadAt
                    )),
            ]
        );
    }
}

public sealed record DigestRows(Digest Digest, IReadOnlyList<DigestRow> Rows);

/// <param name="Posts">Over how many posts it is summed; 0 = the account's own figure.</param>
/// <param name="Gain">Null when nothing earlier is known to compare with.</param>
/// <param name="Span">Over how many days it was gained; 1 unless days before could not be read.</param>
/// <param name="Value">Where it stood.</param>
public sealed record DigestRow(
    string Account,
    string Metric,
    DateOnly Day,
    int Posts,
    long? Gain,
    int Span,
    long Value,
    DateTimeOffset ReadAt
);
