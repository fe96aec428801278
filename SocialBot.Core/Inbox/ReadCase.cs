using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>Everything a card shows of a case.</summary>
public sealed class ReadCase(SocialBotDb db, NetworkCatalogue networks)
{
    /// <summary>Null when there is none in this workspace.</summary>
    public async Task<CaseFile?> RunAsync(long caseId, CancellationToken ct)
    {
        var found = await db
            .Cases.AsNoTracking()
            .Include(c => c.Account)
            .FirstOrDefaultAsync(c => c.Id == caseId, ct);
        if (found is null)
            return null;
        var talk = await db
            .CaseItems.AsNoTracking()
            .Where(i => i.CaseId == caseId && i.Role != ItemRole.Similar)
            .OrderBy(i => i.At)
            .ThenBy(i => i.Id)
            .ToListAsync(ct);
        var notes = await db
            .CaseNotes.AsNoTracking()
            .Where(n => n.CaseId == caseId)
            .OrderBy(n => n.Id)
            .ToListAsync(ct);
        var replies = await db
            .Replies.AsNoTracking()
            .Where(r => r.CaseId == caseId)
            .OrderBy(r => r.Id)
            .ToListAsync(ct);
        var network = found.Account.Network;
        var onNetwork = !talk[^1].IsBrought;
        return new CaseFile(
            found,
            talk,
            notes,
            replies,
            await db.Cases.CountAsync(
                c => c.AuthorId == found.AuthorId && c.Account.Network == network && c.Id <= caseId,
                ct
            ),
            await OurPostAsync(found, talk, ct),
            await NamesAsync(found, notes, replies, ct),
            CanReply: onNetwork && networks.Find<IReplies>(network) is not null,
            CanLike: onNetwork && networks.Find<ILikes>(network) is not null,
            CanHide: onNetwork && networks.Find<IHides>(network) is not null
        );
    }

    private async Task<OurPost?> OurPostAsync(Case found, List<CaseItem> talk, CancellationToken ct)
    {
        var under = talk.Select(i => i.InReplyTo)
            .OfType<string>()
            .Append(found.Conversation)
            .ToList();
        return await db
            .Copies.AsNoTracking()
            .Where(c =>
                c.AccountId == found.AccountId && c.RemoteId != null && under.Contains(c.RemoteId)
            )
            .Select(c => new OurPost(c.PostId, c.RemoteId!, c.Content.Text, c.Permalink))
            .FirstOrDefaultAsync(ct);
    }

    private async Task<Dictionary<long, string>> NamesAsync(
        Case found,
        List<CaseNote> notes,
        List<Reply> replies,
        CancellationToken ct
    )
    {
        var ids = notes
            .Select(n => n.MemberId)
            .Concat(replies.Select(r => r.MemberId))
            .Concat(
                new[]
                {
                    found.ClaimedById,
                    found.SnoozedById,
                    found.EscalatedById,
                    found.ClosedById,
                }.OfType<long>()
            )
            .Distinct()
            .ToList();
        return await db
            .Members.Where(m => ids.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, m => m.Name, ct);
    }
}

/// <param name="Talk">The first text and what followed, oldest first; near-duplicates are only counted.</param>
/// <param name="Contact">The how-manieth case of this person on this network it is.</param>
/// <param name="Names">Of the members who appear.</param>
public sealed record CaseFile(
    Case Case,
    IReadOnlyList<CaseItem> Talk,
    IReadOnlyList<CaseNote> Notes,
    IReadOnlyList<Reply> Replies,
    int Contact,
    OurPost? Under,
    IReadOnlyDictionary<long, string> Names,
    bool CanReply,
    bool CanLike,
    bool CanHide
);

/// <summary>The post of ours that they write under.</summary>
public sealed record OurPost(long PostId, string RemoteId, string Text, string? Permalink);
