using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Links;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>What is wrong with a copy before it goes out, and whether an old card still shows what is true.</summary>
public sealed class CheckPost(
    SocialBotDb db,
    NetworkRulebook rulebook,
    LinkCards links,
    TimeProvider clock
)
{
    /// <summary>Neither a draft nor ended: named one by one, so that an index by status finds them among thousands of drafts.</summary>
    private static readonly CopyStatus[] Submitted =
    [
        .. Enum.GetValues<CopyStatus>()
            .Except([CopyStatus.Draft, CopyStatus.Discarded, CopyStatus.Rejected]),
    ];

    public static readonly TimeSpan ClashWithin = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan RepeatedWithin = TimeSpan.FromDays(30);

    /// <summary>
    /// Null when the copy may be submitted; else the first thing to mend, as <c>rule.</c> and the finding's code, with the
    /// account's label before the finding's own arguments.
    /// </summary>
    public Refusal? Blocking(Copy copy)
    {
        if (string.IsNullOrWhiteSpace(copy.Content.Text) && copy.Content.Media.Count == 0)
            return new Refusal("copy.empty", copy.Account.Label);
        return rulebook
            .For(copy.Account.Network)
            ?.Check(copy.Content)
            .Where(f => f.Blocks)
            .Select(f => new Refusal($"rule.{f.Code}", [copy.Account.Label, .. f.Args]))
            .FirstOrDefault();
    }

    /// <summary>
    /// Everything its author should see on the preview: the network's findings, what there is to know of the link preview, then <c>time.clash</c> (the other post's number
    /// and its <see cref="PlannedTime"/>) and <c>text.repeated</c> (the other post's number and its instant).
    /// </summary>
    public async Task<IReadOnlyList<RuleFinding>> FindingsAsync(Copy copy, CancellationToken ct)
    {
        var findings = new List<RuleFinding>(
            rulebook.For(copy.Account.Network)?.Check(copy.Content) ?? []
        );
        if (links.Finding(copy) is { } link)
            findings.Add(link);
        if (await ClashAsync(copy, ct) is { } clash)
            findings.Add(clash);
        if (await RepeatedAsync(copy, ct) is { } repeated)
            findings.Add(repeated);
        return findings;
    }

    /// <summary>How long the copy's text is on its network; null when nothing is known about the network.</summary>
    public TextLength? Length(Copy copy) =>
        rulebook
            .For(copy.Account.Network)
            ?.Measure(copy.Content.Text, copy.Content.Media.Count > 0);

    /// <summary>The copy is too long for one post, and its network has threads.</summary>
    public bool CanSplit(Copy copy) =>
        copy.CanChange
        && rulebook.For(copy.Account.Network) is { Thread: true } rules
        && SplitIntoThread.IsTooLong(rules, copy.Content);

    /// <summary>Whether the version shown on an old card had the same content, for these copies.</summary>
    public async Task<bool> SameContentAsync(
        Post post,
        IEnumerable<Copy> copies,
        int shownVersion,
        CancellationToken ct
    )
    {
        if (shownVersion == post.Version)
            return true;
        var shown = await db
            .PostVersions.Where(v => v.PostId == post.Id && v.Version == shownVersion)
            .Select(v => v.Revisions)
            .FirstOrDefaultAsync(ct);
        return shown is not null
            && copies.All(c => shown.TryGetValue(c.Id, out var revision) && revision == c.Revision);
    }

    private async Task<RuleFinding?> ClashAsync(Copy copy, CancellationToken ct)
    {
        if (copy.PlannedAt is not { } planned)
            return null;
        var (from, to) = (planned - ClashWithin, planned + ClashWithin);
        var other = await OthersOnTheAccount(copy)
            .Where(c => c.PlannedAt >= from && c.PlannedAt <= to)
            .OrderBy(c => c.PlannedAt)
            .Select(c => new
            {
                c.PostId,
                At = c.PlannedAt!.Value,
                c.PlannedZone,
            })
            .FirstOrDefaultAsync(ct);
        return other is null
            ? null
            : new RuleFinding(
                "time.clash",
                Blocks: false,
                other.PostId,
                new PlannedTime(other.At, other.PlannedZone ?? copy.PlannedZone ?? "Etc/UTC")
            );
    }

    private async Task<RuleFinding?> RepeatedAsync(Copy copy, CancellationToken ct)
    {
        var text = copy.Content.Text.AsSpan().Trim().ToString();
        if (text.Length == 0)
            return null;
        var since = clock.GetUtcNow() - RepeatedWithin;
        var others = await OthersOnTheAccount(copy)
            .Where(c =>
                Submitted.Contains(c.Status)
                && (c.PublishedAt >= since || c.PlannedAt >= since || c.Post.CreatedAt >= since)
            )
            .OrderByDescending(c => c.Id)
            .Select(c => new
            {
                c.PostId,
                c.Content,
                At = c.PublishedAt ?? c.PlannedAt ?? c.Post.CreatedAt,
            })
            .Take(500)
            .ToListAsync(ct);
        var other = others.FirstOrDefault(o =>
            o.At >= since
            && o.Content.Text.AsSpan().Trim().Equals(text, StringComparison.OrdinalIgnoreCase)
        );
        return other is null
            ? null
            : new RuleFinding("text.repeated", Blocks: false, other.PostId, other.At);
    }

    /// <summary>Copies of other posts that went out there, or still may.</summary>
    private IQueryable<Copy> OthersOnTheAccount(Copy copy) =>
        db
            .Copies.AsNoTracking()
            .Where(c =>
                c.AccountId == copy.AccountId
                && c.PostId != copy.PostId
                && c.Status != CopyStatus.Discarded
                && c.Status != CopyStatus.Rejected
                && c.TakenDownAt == null
            );
}
