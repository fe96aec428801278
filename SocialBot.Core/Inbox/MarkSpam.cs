using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Spam: this case, or this author with all that waits of theirs and whatever they write next. Undone by <see cref="UndoSpam"/>.</summary>
public sealed class MarkSpam(SocialBotDb db, CaseDesk desk, TimeProvider clock)
{
    public async Task<Outcome<MarkedSpam>> RunAsync(
        Member by,
        long caseId,
        int? shownVersion,
        bool wholeAuthor,
        CancellationToken ct
    )
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion, ct);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return ((Outcome<Case>.Refused)opened).Why;
        found.IsSpam(of: caseId);
        var others = wholeAuthor ? await ShutOutAsync(by, found, ct) : [];
        await desk.WriteAsync(
            found,
            by.Id,
            "case.spam",
            wholeAuthor ? "this author" : "this one",
            ct
        );
        return new MarkedSpam(found, wholeAuthor, others);
    }

    private async Task<List<Case>> ShutOutAsync(Member by, Case found, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var network = found.Account.Network;
        db.InboxRules.Add(
            new InboxRule
            {
                Name = $"@{found.AuthorHandle}",
                AuthorId = found.AuthorId,
                Network = network,
                Effect = RuleEffect.Spam,
                FromCaseId = found.Id,
                MemberId = by.Id,
                At = now,
            }
        );
        var others = await db
            .Cases.Where(c =>
                c.Id != found.Id
                && c.AuthorId == found.AuthorId
                && c.Account.Network == network
                && c.State != CaseState.Done
                && c.State != CaseState.Spam
                && (c.ClaimedById == null || c.ClaimedById == by.Id || c.ClaimedUntil <= now)
            )
            .ToListAsync(ct);
        foreach (var other in others)
        {
            other.IsSpam(of: found.Id);
            other.Changed(now);
            db.CardStale(CaseDesk.Subject(other.Id), now);
        }
        return others;
    }
}

/// <param name="Others">What else of the author's was swept away with it.</param>
public sealed record MarkedSpam(Case Case, bool WholeAuthor, IReadOnlyList<Case> Others);

/// <summary>It was none: every case of that mark comes back as it was, also those that came in meanwhile, and its rule is dropped.</summary>
public sealed class UndoSpam(SocialBotDb db, CaseDesk desk, ShowCase show, TimeProvider clock)
{
    public async Task<Outcome<Case>> RunAsync(Member by, long caseId, CancellationToken ct)
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion: null, ct, evenIfClosed: true);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return opened;
        if (found.State != CaseState.Spam)
            return new Refusal("spam.is-none", caseId);
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        var now = clock.GetUtcNow();
        var root = found.SpamOf ?? caseId;
        db.InboxRules.RemoveRange(
            await db.InboxRules.Where(r => r.FromCaseId == root).ToListAsync(ct)
        );
        foreach (var back in await db.Cases.Where(c => c.SpamOf == root).ToListAsync(ct))
        {
            back.IsNoSpam();
            if (back.State == CaseState.Noted)
                await show.FoldAsync(back, ct);
            else
                await show.RunAsync(back, RoomPurpose.Mentions, ct);
            if (back.Id == caseId)
                continue;
            back.Changed(now);
            db.CardStale(CaseDesk.Subject(back.Id), now);
        }
        await desk.WriteAsync(found, by.Id, "case.no-spam", detail: null, ct);
        if (own is not null)
            await own.CommitAsync(ct);
        return found;
    }
}
