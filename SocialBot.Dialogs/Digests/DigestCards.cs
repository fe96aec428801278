using System.Globalization;
using SocialBot.Core.Cards;
using SocialBot.Core.Digests;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Digests;

/// <summary>A digest as a card: yesterday in twenty seconds. Pure: the same facts make the same card.</summary>
internal static class DigestCards
{
    private const int MostFigures = 6;
    private const int MostRows = 24;

    public static Card Told(Digest digest, string workspace, Words words)
    {
        var facts = digest.Facts;
        return new Card
        {
            Subject = Digest.Subject(digest.Id),
            Title = Title(facts, words),
            Workspace = workspace,
            Summary = Summary(facts, words),
            Body =
            [
                .. Merged(facts, words),
                .. facts.IsEmpty ? [CardBlock.Plain(words["digest.empty"])] : Body(digest, words),
                CardBlock.Small(words["digest.as-of", facts.At]),
            ],
            Buttons =
            [
                new CardButton(words["digest.details.button"], Details(digest)),
                new CardButton(words["digest.top.button"], "digest.top:0:0"),
                .. facts.SoFar
                    ? [new CardButton(words["digest.renew.button"], "digest.now:0:0")]
                    : Array.Empty<CardButton>(),
            ],
        };
    }

    private static IEnumerable<CardBlock> Body(Digest digest, Words words) =>
        [
            .. Figures(digest.Facts, words),
            .. Chart(digest, words),
            .. WentOut(digest.Facts, words),
            .. Ranked(digest.Facts, words),
            .. Responses(digest.Facts, words),
            .. Waits(digest.Facts, words),
            .. Today(digest.Facts, words),
            .. Odd(digest.Facts, words),
        ];

    private static string Title(DigestFacts facts, Words words) =>
        facts.SoFar ? words["digest.title.so-far", DigestPhrases.Period(facts.Period, words)]
        : facts.Period.Length == 1 && LastDay(facts) == facts.Period.To
            ? words["digest.title.yesterday", DigestPhrases.Period(facts.Period, words)]
        : words["digest.title.days", DigestPhrases.Period(facts.Period, words)];

    /// <summary>The day before the telling, in the digest's zone.</summary>
    private static DateOnly LastDay(DigestFacts facts) =>
        DateOnly
            .FromDateTime(
                TimeZoneInfo
                    .ConvertTime(facts.At, TimeZoneInfo.FindSystemTimeZoneById(facts.Zone))
                    .DateTime
            )
            .AddDays(-1);

    /// <summary>The leading figures in one line, for a notification or a screen reader.</summary>
    private static string Summary(DigestFacts facts, Words words) =>
        facts.Figures.Count == 0
            ? Title(facts, words)
            : $"{Title(facts, words)}: {string.Join(" · ", facts.Figures.Take(3).Select(f => DigestPhrases.Counted(f.Metric, f.Gain, words)))}";

    private static IEnumerable<CardBlock> Merged(DigestFacts facts, Words words)
    {
        if (facts.Period.Missed > 0)
            yield return CardBlock.Small(words["digest.missed", facts.Period.Missed]);
    }

    private static IEnumerable<CardBlock> Figures(DigestFacts facts, Words words)
    {
        if (facts.Figures.Count == 0)
        {
            yield return CardBlock.Plain(words["digest.no-figures"]);
            yield break;
        }
        yield return new CardBlock.Facts([
            .. facts
                .Figures.Take(MostFigures)
                .Select(f => new Fact(DigestPhrases.Metric(f.Metric, words), Told(f, words))),
        ]);
    }

    private static string Told(Figure figure, Words words)
    {
        var said = new List<string>
        {
            figure.Level is { } level
                ? $"{DigestPhrases.Number(level, words)} ({DigestPhrases.Gain(figure.Gain, words)})"
                : DigestPhrases.Number(figure.Gain, words),
        };
        if (figure is { AgainstPrevious: { } previous, Days: 1 })
            said.Add(words["digest.against.day", DigestPhrases.Change(previous, words)]);
        else if (figure.AgainstPrevious is { } before)
            said.Add(
                words["digest.against.days", DigestPhrases.Change(before, words), figure.Days]
            );
        else
            said.Add(words["digest.against.nothing"]);
        if (figure is { AgainstMedian: { } share, Median: { } median })
            said.Add(
                words[
                    "digest.against.median",
                    DigestPhrases.Change(share, words),
                    DigestPhrases.Number(median, words)
                ]
            );
        else if (figure.Median is null)
            said.Add(words["digest.against.too-few", figure.MeasuredDays]);
        if (figure.Catches)
            said.Add(words["digest.catches"]);
        return string.Join(" · ", said);
    }

    private static IEnumerable<CardBlock> Chart(Digest digest, Words words)
    {
        if (
            (
                digest.Pictures.GetValueOrDefault(words.Language)
                ?? digest.Pictures.Values.FirstOrDefault()
            ) is
            { } chart
        )
            yield return new CardBlock.Picture(
                chart.MediaKey,
                chart.AltText,
                chart.Width,
                chart.Height
            );
    }

    private static IEnumerable<CardBlock> WentOut(DigestFacts facts, Words words)
    {
        if (facts.Out.Count == 0)
        {
            yield return CardBlock.Plain(words["digest.out.none"]);
            yield break;
        }
        yield return new CardBlock.Heading(words["digest.out", facts.Out.Count + facts.MoreOut]);
        foreach (var post in facts.Out)
            yield return new CardBlock.Text([
                Link(post.Account, post.Permalink),
                new TextRun($" {words.Clock(post.At)} · {post.Text}"),
                new TextRun(Numbers(post, words)),
            ]);
        if (facts.MoreOut > 0)
            yield return CardBlock.Small(words["digest.more", facts.MoreOut]);
    }

    private static string Numbers(WentOut post, Words words)
    {
        if (post.TakenDown)
            return $" · {words["digest.out.taken-down"]}";
        if (post.Numbers.Count == 0)
            return $" · {words["digest.out.unmeasured"]}";
        var said = $" · {DigestPhrases.Numbers(post.Numbers, words)}";
        return post.AgainstMedian is { } share
            ? said + $" ({words["digest.out.against", DigestPhrases.Change(share, words)]})"
            : said;
    }

    private static IEnumerable<CardBlock> Ranked(DigestFacts facts, Words words)
    {
        if (facts.Ranking is not { Worst: { } worst } ranking)
            yield break;
        yield return new CardBlock.Heading(words["digest.ranking", ranking.Posts, ranking.Days]);
        yield return Ranked(words["digest.ranking.top"], ranking.Top, ranking.Metric, words);
        yield return Ranked(words["digest.ranking.worst"], worst, ranking.Metric, words);
    }

    private static CardBlock.Text Ranked(string place, Ranked post, string metric, Words words) =>
        new([
            new TextRun(place + ": ", RunStyle.Bold),
            Link(
                post.Text.Length == 0 ? words["digest.post", post.PostId] : post.Text,
                post.Permalink
            ),
            new TextRun(
                $" · {words.And(post.Accounts)} · {DigestPhrases.Numbers(post.Numbers, words)}"
                    + (
                        metric == Ranking.Reactions
                            ? $" ({DigestPhrases.Counted(metric, post.Value, words)})"
                            : ""
                    )
            ),
        ]);

    private static IEnumerable<CardBlock> Responses(DigestFacts facts, Words words)
    {
        if (facts.Responses is not { } responses)
            yield break;
        yield return CardBlock.Plain(
            responses.MedianMinutes is { } minutes
                ? words[
                    responses.Answered == 1 ? "digest.responses.one" : "digest.responses",
                    responses.Arrived,
                    responses.Answered,
                    TimeSpan.FromMinutes(minutes)
                ]
                : words["digest.responses.none", responses.Arrived]
        );
    }

    private static IEnumerable<CardBlock> Waits(DigestFacts facts, Words words)
    {
        var waiting = facts.Waiting;
        if (waiting.IsNothing)
        {
            yield return CardBlock.Plain(words["digest.waiting.nothing"]);
            yield break;
        }
        yield return new CardBlock.Heading(words["digest.waiting"]);
        var rows = new List<string>();
        Add("digest.waiting.approvals", waiting.Approvals);
        Add("digest.waiting.missed", waiting.Missed);
        Add("digest.waiting.unconfirmed", waiting.Unconfirmed);
        Add("digest.waiting.sign-ins", waiting.SignIns);
        foreach (var (state, count) in waiting.Cases.Where(c => c.Value > 0))
            rows.Add(
                words.Has($"digest.case.{state}")
                    ? words[$"digest.case.{state}", count]
                    : words["digest.case.other", count, state]
            );
        yield return CardBlock.Plain(string.Join(" · ", rows));

        void Add(string key, int count)
        {
            if (count > 0)
                rows.Add(words[key, count]);
        }
    }

    private static IEnumerable<CardBlock> Today(DigestFacts facts, Words words)
    {
        if (facts.Today.Count == 0)
        {
            yield return CardBlock.Plain(words["digest.today.nothing"]);
            yield break;
        }
        yield return new CardBlock.Heading(words["digest.today"]);
        yield return new CardBlock.Facts([
            .. facts.Today.Select(plan => new Fact(
                words.Clock(plan.At),
                $"{plan.Account} · {plan.Text} · {words[$"digest.plan.{plan.Status}"]}"
            )),
        ]);
        if (facts.MoreToday > 0)
            yield return CardBlock.Small(words["digest.more", facts.MoreToday]);
    }

    private static IEnumerable<CardBlock> Odd(DigestFacts facts, Words words)
    {
        if (facts.Oddity is not { } odd)
            yield break;
        yield return new CardBlock.Finding(
            Tone.Warning,
            words[
                odd.Times >= 2 ? "digest.odd.more" : "digest.odd.less",
                DigestPhrases.Metric(odd.Metric, words),
                odd.Account,
                DigestPhrases.Number(Math.Round(odd.PerDay), words),
                DigestPhrases.Number(odd.Median, words),
                odd.MeasuredDays
            ]
        );
    }

    /// <summary>The rows behind the figures.</summary>
    public static Card Behind(DigestRows behind, string workspace, Words words)
    {
        var rows = behind.Rows.Take(MostRows).ToList();
        return new Card
        {
            Title = words[
                "digest.details.title",
                DigestPhrases.Period(behind.Digest.Facts.Period, words)
            ],
            Workspace = workspace,
            Body =
            [
                .. rows.Count == 0
                    ? [CardBlock.Plain(words["digest.details.none"])]
                    : Array.Empty<CardBlock>(),
                .. rows.GroupBy(r => r.Account)
                    .SelectMany(account =>
                        (CardBlock[])
                            [
                                new CardBlock.Heading(account.Key),
                                new CardBlock.Facts([.. account.Select(r => Row(r, words))]),
                            ]
                    ),
                .. behind.Rows.Count > rows.Count
                    ? [CardBlock.Small(words["digest.more", behind.Rows.Count - rows.Count])]
                    : Array.Empty<CardBlock>(),
                CardBlock.Small(words["digest.details.how"]),
            ],
        };
    }

    private static Fact Row(DigestRow row, Words words)
    {
        var said = new List<string>
        {
            row.Gain is { } gain
                ? DigestPhrases.Gain(gain, words)
                : words["digest.details.no-gain"],
            words["digest.details.stands", DigestPhrases.Number(row.Value, words)],
        };
        if (row.Posts > 0)
            said.Add(words["digest.details.posts", row.Posts]);
        if (row.Span > 1)
            said.Add(words["digest.details.span", row.Span]);
        said.Add(words["digest.details.read", words.Clock(row.ReadAt)]);
        return new Fact(
            $"{DigestPhrases.Metric(row.Metric, words)}, {DigestPhrases.Day(row.Day, words)}",
            string.Join(" · ", said)
        );
    }

    public static Card Top(TopPosts top, string workspace, Words words) =>
        new()
        {
            Title = words["digest.top.title"],
            Workspace = workspace,
            Body =
                top.Posts.Count == 0
                    ? [CardBlock.Plain(words["digest.top.none"])]
                    :
                    [
                        .. top.Posts.Select(
                            (post, i) =>
                                Ranked(
                                    (i + 1).ToString(CultureInfo.InvariantCulture),
                                    post,
                                    top.Metric,
                                    words
                                )
                        ),
                        CardBlock.Small(
                            words[
                                "digest.top.of",
                                top.Measured,
                                DigestPhrases.Metric(top.Metric, words)
                            ]
                        ),
                    ],
        };

    private static string Details(Digest digest) =>
        new CardCommand(
            "digest.details",
            0,
            0,
            digest.Id.ToString(CultureInfo.InvariantCulture)
        ).ToString();

    /// <summary>A network's address becomes a link only when it is one for the web.</summary>
    private static TextRun Link(string label, string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? new TextRun(label, Url: address)
            : new TextRun(label);
}
