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
            from t in db.DailyTotals
            join a in db.Accounts on t.AccountId equals a.Id
            where t.Day >= @from && t.Day <= to
            select new { Total = t, Account = a }
        )
            .AsNoTracking()
            .ToListAsync(ct);
        return new DigestRows(
            digest,
            [
                .. rows.OrderBy(r => r.Total.Day)
                    .ThenBy(r => r.Account.Label, StringComparer.Ordinal)
                    .ThenBy(r => r.Total.Metric, StringComparer.Ordinal)
                    .Select(r => new DigestRow(
                        r.Account.Label,
                        r.Total.Metric,
                        r.Total.Day,
                        r.Total.Posts,
                        r.Total.Gain,
                        r.Total.Span ?? 1,
                        r.Total.Level,
                        r.Total.ReadAt
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
