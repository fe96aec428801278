using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Approvals;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>Says what a change did to the approvals: which of them fell and why, and which still count.</summary>
public sealed class TellApprovals(SocialBotDb db)
{
    /// <param name="why">The word that says why they fell: <c>approvals.fallen.edited</c>.</param>
    /// <returns>Empty when none fell.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(
        EditedPost edited,
        string why,
        Words words,
        CancellationToken ct
    )
    {
        if (edited.Fallen.Count == 0)
            return [];
        var postId = edited.Post.Id;
        var given = await db
            .Approvals.AsNoTracking()
            .Where(a => a.PostId == postId && a.VoidedAt == null && a.Decision == Decision.Approve)
            .ToListAsync(ct);
        var copies = edited.Post.Living.ToDictionary(c => c.Id);
        var standing = given
            .Where(a => copies.TryGetValue(a.CopyId, out var copy) && copy.Revision == a.Revision)
            .ToList();
        var names = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Name, ct);
        List<string> said = [words[why, Whose(edited.Fallen)]];
        if (standing.Count > 0)
            said.Add(words["approvals.stay", Whose(standing)]);
        return said;

        // "Omar (LinkedIn @acme and X @acme)"
        IEnumerable<string> Whose(IEnumerable<Approval> approvals) =>
            approvals
                .GroupBy(a => a.For)
                .Select(of =>
                    $"{names.GetValueOrDefault(of.Key, "?")} ({words.And(of.Select(a => copies.GetValueOrDefault(a.CopyId)?.Account.Label ?? "?").Distinct())})"
                );
    }
}
