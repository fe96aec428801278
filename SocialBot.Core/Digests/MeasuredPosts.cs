using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>What was published between two instants, with its numbers as last read.</summary>
public sealed class MeasuredPosts(SocialBotDb db)
{
    public async Task<IReadOnlyList<MeasuredPost>> RunAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        var copies = await db
            .Copies.AsNoTracking()
            .Include(c => c.Account)
            .Where(c =>
                c.Status == CopyStatus.Published && c.PublishedAt >= from && c.PublishedAt < to
            )
            .OrderBy(c => c.PublishedAt)
            .ThenBy(c => c.Id)
            .ToListAsync(ct);
        var numbers = await NumbersAsync([.. copies.Select(c => c.Id)], ct);
        return
        [
            .. copies.Select(c => new MeasuredPost(
                c.PostId,
                c.Id,
                c.AccountId,
                c.Account.Label,
                Excerpt.Of(c.Content.Text),
                c.PublishedAt!.Value,
                c.TakenDownAt is null ? c.Permalink : null,
                c.TakenDownAt is not null,
                numbers.GetValueOrDefault(c.Id, [])
            )),
        ];
    }

    private async Task<Dictionary<long, Dictionary<string, long>>> NumbersAsync(
        List<long> copies,
        CancellationToken ct
    )
    {
        // By account and copy, as the rows are kept.
        var rows = await (
            from c in db.Copies
            where copies.Contains(c.Id)
            from d in db.DailyMetrics
            where
                d.AccountId == c.AccountId
                && d.CopyId == c.Id
                && !db.DailyMetrics.Any(later =>
                    later.AccountId == d.AccountId
                    && later.CopyId == d.CopyId
                    && later.Metric == d.Metric
                    && later.Day > d.Day
                )
            select new
            {
                d.CopyId,
                d.Metric,
                d.Value,
            }
        ).ToListAsync(ct);
        return rows.GroupBy(r => r.CopyId)
            .ToDictionary(g => g.Key, g => g.ToDictionary(r => r.Metric, r => r.Value));
    }
}

/// <param name="Text">Its beginning, on one line.</param>
/// <param name="Permalink">Null also when it was taken down.</param>
public sealed record MeasuredPost(
    long PostId,
    long CopyId,
    long AccountId,
    string Account,
    string Text,
    DateTimeOffset At,
    string? Permalink,
    bool TakenDown,
    IReadOnlyDictionary<string, long> Numbers
)
{
    /// <summary>Views, or what people did with it where no view is counted; null when neither is known.</summary>
    public long? By(string metric) => Reach(Numbers, metric);

    public static long? Reach(IReadOnlyDictionary<string, long> numbers, string metric)
    {
        if (metric != Ranking.Reactions)
            return numbers.TryGetValue(metric, out var value) ? value : null;
        var known = new[] { Metrics.Likes, Metrics.Comments, Metrics.Shares }
            .Where(numbers.ContainsKey)
            .ToList();
        return known.Count == 0 ? null : known.Sum(m => numbers[m]);
    }
}

/// <summary>Orders posts by how far they reached.</summary>
internal static class Rank
{
    /// <summary>Views where any is counted, else reactions; the copies of a post together.</summary>
    public static (string Metric, IReadOnlyList<Ranked> Posts) Of(
        IReadOnlyList<MeasuredPost> copies
    )
    {
        var living = copies.Where(c => !c.TakenDown).ToList();
        var metric = living.Exists(c => c.By(Metrics.Views) is not null)
            ? Metrics.Views
            : Ranking.Reactions;
        var posts = living
            .Where(c => c.By(metric) is not null)
            .GroupBy(c => c.PostId)
            .Select(g => Of([.. g], metric))
            .OrderByDescending(p => p.Value)
            .ThenBy(p => p.PostId)
            .ToList();
        return (metric, posts);
    }

    private static Ranked Of(List<MeasuredPost> copies, string metric) =>
        new(
            copies[0].PostId,
            copies[0].Text,
            [.. copies.Select(c => c.Account)],
            copies[0].At,
            copies.Select(c => c.Permalink).FirstOrDefault(link => link is not null),
            copies.Sum(c => c.By(metric)!.Value),
            copies
                .SelectMany(c => c.Numbers)
                .GroupBy(n => n.Key)
                .ToDictionary(g => g.Key, g => g.Sum(n => n.Value))
        );
}

internal static class Excerpt
{
    private const int Most = 80;

    /// <summary>The beginning on one line, cut between characters as people count them.</summary>
    public static string Of(string text)
    {
        var line = string.Join(
            ' ',
            text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        var whole = new StringInfo(line);
        return whole.LengthInTextElements <= Most
            ? line
            : string.Concat(whole.SubstringByTextElements(0, Most - 1).TrimEnd(), "…");
    }
}
