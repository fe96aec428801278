using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>Gathers what a digest tells about a period from the rows, and changes nothing.</summary>
public sealed class ComposeDigest(
    SocialBotDb db,
    MeasuredPosts measured,
    CaseNumbers cases,
    TimeProvider clock
)
{
    private const int MostListed = 8;

    /// <summary>Fewer posts with a first day make no median to compare with.</summary>
    private const int EnoughPosts = 5;

    /// <summary>One post is no ranking: then the days before count too.</summary>
    private const int RankingDays = 7;

    public async Task<DigestFacts> RunAsync(DigestPeriod period, CancellationToken ct)
    {
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var zone = workspace.Zone;
        var now = clock.GetUtcNow();
        var today = LocalTime.DayOf(now, zone);
        var from = LocalTime.StartOf(period.From, zone);
        var to = LocalTime.StartOf(period.To.AddDays(1), zone);

        var accounts = await db
            .Accounts.AsNoTracking()
            .ToDictionaryAsync(a => a.Id, a => a.Label, ct);
        var days = await DaysAsync(period, ct);
        var published = (await measured.RunAsync(from, to, ct)).ToList();
        var planned = await TodayAsync(today, now, zone, ct);
        var soFar = period.Contains(today);
        var figures = FiguresOf(days, period);
        return new DigestFacts
        {
            At = now,
            Zone = workspace.TimeZone,
            Period = period,
            SoFar = soFar,
            Figures = figures,
            Out = await OutAsync(published, period, zone, ct),
            MoreOut = Math.Max(0, published.Count - MostListed),
            Ranking = await RankingAsync(published, period, zone, ct),
            Responses = await cases.AnsweredAsync(from, to, ct),
            Waiting = await WaitingAsync(ct),
            Today = [.. planned.Take(MostListed)],
            MoreToday = Math.Max(0, planned.Count - MostListed),
            Oddity = OddityOf(days, period, accounts, soFar),
            Series = SeriesOf(days, period, figures),
        };
    }

    /// <summary>The period and the days it is compared with, summed over copies where the network counts by post, else of the account.</summary>
    private async Task<IReadOnlyList<AccountDay>> DaysAsync(
        DigestPeriod period,
        CancellationToken ct
    )
    {
        var first = period.From.AddDays(-DayMath.MedianDays);
        var totals = await db
            .DailyTotals.AsNoTracking()
            .Where(t => t.Day >= first && t.Day <= period.To)
            .ToListAsync(ct);
        var countedByPost = totals
            .Where(t => !t.OfAccount)
            .Select(t => (t.AccountId, t.Metric))
            .ToHashSet();
        return
        [
            .. totals
                .Where(t => !t.OfAccount || !countedByPost.Contains((t.AccountId, t.Metric)))
                .Select(t => new AccountDay(
                    t.AccountId,
                    t.Metric,
                    t.Day,
                    t.Gain,
                    t.Span ?? 1,
                    t.Level
                )),
        ];
    }

    private static IReadOnlyList<Figure> FiguresOf(
        IReadOnlyList<AccountDay> days,
        DigestPeriod period
    ) =>
        [
            .. days.GroupBy(d => d.Metric)
                .Select(metric => DayMath.Of(metric.Key, period, [.. metric], LevelOf(metric)))
                .OfType<Figure>()
                .OrderBy(f =>
                    Array.IndexOf(Order, f.Metric) is >= 0 and var place ? place : Order.Length
                )
                .ThenBy(f => f.Metric, StringComparer.Ordinal),
        ];

    private static readonly string[] Order =
    [
        Metrics.Views,
        Metrics.Likes,
        Metrics.Comments,
        Metrics.Shares,
        Metrics.Clicks,
        Metrics.Followers,
    ];

    private static long? LevelOf(IGrouping<string, AccountDay> metric) =>
        metric.Key == Metrics.Followers
            ? metric.GroupBy(d => d.AccountId).Sum(account => account.MaxBy(d => d.Day)!.Level)
            : null;

    private async Task<IReadOnlyList<WentOut>> OutAsync(
        List<MeasuredPost> published,
        DigestPeriod period,
        TimeZoneInfo zone,
        CancellationToken ct
    )
    {
        if (published.Count == 0)
            return [];
        var firstDays = await FirstDaysAsync(published, period, ct);
        return
        [
            .. published
                .Take(MostListed)
                .Select(p => new WentOut(
                    p.PostId,
                    p.CopyId,
                    p.Account,
                    p.Text,
                    p.At,
                    p.Permalink,
                    p.Numbers,
                    AgainstMedian(p, LocalTime.DayOf(p.At, zone), firstDays),
                    p.TakenDown
                )),
        ];
    }

    /// <summary>Every copy's numbers at the end of its first day: the only age at which old and new can be compared.</summary>
    private async Task<List<FirstDay>> FirstDaysAsync(
        List<MeasuredPost> published,
        DigestPeriod period,
        CancellationToken ct
    )
    {
        var first = period.From.AddDays(-DayMath.MedianDays);
        var accounts = published.Select(p => p.AccountId).Distinct().ToList();
        var rows = await db
            .DailyMetrics.Where(d =>
                accounts.Contains(d.AccountId) && d.Age == 0 && d.Day >= first && d.Day <= period.To
            )
            .Select(d => new
            {
                d.AccountId,
                d.CopyId,
                d.Day,
                d.Metric,
                d.Value,
            })
            .ToListAsync(ct);
        return
        [
            .. rows.GroupBy(r => (r.AccountId, r.CopyId, r.Day))
                .Select(g => new FirstDay(
                    g.Key.AccountId,
                    g.Key.CopyId,
                    g.Key.Day,
                    g.ToDictionary(r => r.Metric, r => r.Value)
                )),
        ];
    }

    private static double? AgainstMedian(MeasuredPost post, DateOnly day, List<FirstDay> firstDays)
    {
        if (firstDays.Find(f => f.CopyId == post.CopyId && f.Day == day) is not { } own)
            return null;
        var metric = own.Numbers.ContainsKey(Metrics.Views) ? Metrics.Views : Ranking.Reactions;
        var others = firstDays
            .Where(f => f.AccountId == post.AccountId && f.CopyId != post.CopyId && f.Day < day)
            .Select(f => MeasuredPost.Reach(f.Numbers, metric))
            .OfType<long>()
            .ToList();
        return
            others.Count >= EnoughPosts
            && DayMath.Median(others) is > 0 and var median
            && MeasuredPost.Reach(own.Numbers, metric) is { } value
            ? (value - median) / median
            : null;
    }

    private async Task<Ranking?> RankingAsync(
        List<MeasuredPost> published,
        DigestPeriod period,
        TimeZoneInfo zone,
        CancellationToken ct
    )
    {
        var days = period.Length;
        var (metric, posts) = Rank.Of(published);
        if (posts.Count < 2 && days < RankingDays)
        {
            days = RankingDays;
            (metric, posts) = Rank.Of(
                await measured.RunAsync(
                    LocalTime.StartOf(period.To.AddDays(1 - days), zone),
                    LocalTime.StartOf(period.To.AddDays(1), zone),
                    ct
                )
            );
        }
        return posts.Count == 0
            ? null
            : new Ranking(days, metric, posts.Count, posts[0], posts.Count > 1 ? posts[^1] : null);
    }

    private async Task<Waiting> WaitingAsync(CancellationToken ct)
    {
        var open = await db
            .Copies.Where(c =>
                c.Status == CopyStatus.InReview
                || c.Status == CopyStatus.Missed
                || c.Status == CopyStatus.Unconfirmed
            )
            .Select(c => new { c.PostId, c.Status })
            .Distinct()
            .ToListAsync(ct);
        return new Waiting
        {
            Approvals = open.Count(c => c.Status == CopyStatus.InReview),
            Missed = open.Count(c => c.Status == CopyStatus.Missed),
            Unconfirmed = open.Count(c => c.Status == CopyStatus.Unconfirmed),
            SignIns = await db.Accounts.CountAsync(
                a => a.SignInNeeded != null && a.DisconnectedAt == null,
                ct
            ),
            Cases = await cases.OpenAsync(ct),
        };
    }

    private async Task<List<Plan>> TodayAsync(
        DateOnly today,
        DateTimeOffset now,
        TimeZoneInfo zone,
        CancellationToken ct
    )
    {
        var end = LocalTime.StartOf(today.AddDays(1), zone);
        var copies = await db
            .Copies.AsNoTracking()
            .Include(c => c.Account)
            .Where(c =>
                c.PlannedAt >= now
                && c.PlannedAt < end
                && (
                    c.Status == CopyStatus.Draft
                    || c.Status == CopyStatus.InReview
                    || c.Status == CopyStatus.Approved
                    || c.Status == CopyStatus.Due
                )
            )
            .OrderBy(c => c.PlannedAt)
            .ThenBy(c => c.Id)
            .ToListAsync(ct);
        return
        [
            .. copies.Select(c => new Plan(
                c.PostId,
                c.Account.Label,
                Excerpt.Of(c.Content.Text),
                c.PlannedAt!.Value,
                c.Status
            )),
        ];
    }

    private static Oddity? OddityOf(
        IReadOnlyList<AccountDay> days,
        DigestPeriod period,
        Dictionary<long, string> accounts,
        bool soFar
    ) =>
        days.GroupBy(d => (d.AccountId, d.Metric))
            .Where(g => accounts.ContainsKey(g.Key.AccountId))
            .Select(g => DayMath.Strays(accounts[g.Key.AccountId], g.Key.Metric, period, [.. g]))
            .OfType<Oddity>()
            // Half a day is never a whole one: only what is already more than usual is news.
            .Where(oddity => !soFar || oddity.Times >= 2)
            .OrderByDescending(DayMath.Strangeness)
            .FirstOrDefault();

    private static DaySeries? SeriesOf(
        IReadOnlyList<AccountDay> days,
        DigestPeriod period,
        IReadOnlyList<Figure> figures
    )
    {
        var metric = figures.FirstOrDefault(f => f.Level is null)?.Metric;
        if (metric is null)
            return null;
        var own = days.Where(d => d.Metric == metric).ToList();
        var first = period.To.AddDays(1 - DayMath.MedianDays);
        return new DaySeries(
            metric,
            first,
            [
                .. Enumerable
                    .Range(0, DayMath.MedianDays)
                    .Select(i => DayMath.Measured(own, first.AddDays(i))),
            ],
            figures.First(f => f.Metric == metric).Median
        );
    }

    private sealed record FirstDay(
        long AccountId,
        long CopyId,
        DateOnly Day,
        IReadOnlyDictionary<string, long> Numbers
    );
}
