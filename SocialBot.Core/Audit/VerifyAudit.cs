using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Audit;

/// <summary>Walks the workspace's audit chain and names the first entry that does not hold.</summary>
public sealed class VerifyAudit(SocialBotDb db)
{
    public async Task<AuditVerdict> RunAsync(CancellationToken ct)
    {
        var before = "";
        long number = 0;
        await foreach (
            var entry in db
                .Audit.AsNoTracking()
                .OrderBy(e => e.Number)
                .ThenBy(e => e.Id)
                .AsAsyncEnumerable()
                .WithCancellation(ct)
        )
        {
            if (entry.Number != ++number)
                return new AuditVerdict.Broken(number, "missing or out of order");
            if (entry.Before != before || entry.Hash != entry.HashOver(before))
                return new AuditVerdict.Broken(number, "changed after it was written");
            before = entry.Hash;
        }
        return new AuditVerdict.Intact(number, before);
    }
}

public abstract record AuditVerdict
{
    private AuditVerdict() { }

    /// <param name="Head">Hash of the last entry: note it elsewhere and a later cut is found too.</param>
    public sealed record Intact(long Entries, string Head) : AuditVerdict;

    public sealed record Broken(long Number, string What) : AuditVerdict;
}
