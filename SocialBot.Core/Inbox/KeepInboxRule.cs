using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>A rule for what comes in from now on: words that deserve a card, an alert, or are spam.</summary>
public sealed class KeepInboxRule(SocialBotDb db, TimeProvider clock)
{
    public const int MostPhrases = 50;

    /// <param name="phrases">Words or phrases; empty with <paramref name="onlyNegative"/> means every negative text.</param>
    /// <param name="network">Null = every network.</param>
    public async Task<Outcome<InboxRule>> RunAsync(
        Member by,
        IReadOnlyList<string> phrases,
        bool onlyNegative,
        string? network,
        RuleEffect effect,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.CommunityManager | Roles.Admin))
            return new Refusal("rule.not-allowed");
        var clean = phrases
            .Select(p => p.Trim())
            .Where(p => TextSketch.Plain(p).Length > 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (clean.Count == 0 && !onlyNegative)
            return new Refusal("rule.empty");
        if (clean.Count > MostPhrases)
            return new Refusal("rule.too-many", clean.Count, MostPhrases);
        var rule = new InboxRule
        {
            Name = clean.Count == 0 ? "negative" : clean[0],
            Phrases = clean,
            OnlyNegative = onlyNegative,
            Network = network,
            Effect = effect,
            MemberId = by.Id,
            At = clock.GetUtcNow(),
        };
        db.InboxRules.Add(rule);
        db.Record(
            new AuditEntry
            {
                At = clock.GetUtcNow(),
                MemberId = by.Id,
                Action = "rule.keep",
                Subject = "rule",
                Detail = $"{effect}: {string.Join(", ", clean)}",
            }
        );
        await db.SaveChangesAsync(ct);
        return rule;
    }

    /// <summary>Drops a rule. What it already sorted stays as it is.</summary>
    public async Task<Outcome<InboxRule>> DropAsync(Member by, long ruleId, CancellationToken ct)
    {
        if (!by.Has(Roles.CommunityManager | Roles.Admin))
            return new Refusal("rule.not-allowed");
        if (await db.InboxRules.FirstOrDefaultAsync(r => r.Id == ruleId, ct) is not { } rule)
            return new Refusal("rule.unknown", ruleId);
        db.InboxRules.Remove(rule);
        db.Record(
            new AuditEntry
            {
                At = clock.GetUtcNow(),
                MemberId = by.Id,
                Action = "rule.drop",
                Subject = FormattableString.Invariant($"rule:{ruleId}"),
                Detail = rule.Name,
            }
        );
        await db.SaveChangesAsync(ct);
        return rule;
    }

    public async Task<IReadOnlyList<InboxRule>> ListAsync(CancellationToken ct) =>
        await db.InboxRules.AsNoTracking().OrderBy(r => r.Id).Take(100).ToListAsync(ct);
}
