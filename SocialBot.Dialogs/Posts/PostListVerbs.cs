using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Cards;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Publishing;

namespace SocialBot.Dialogs.Posts;

/// <summary>What goes out, and what happened to a post.</summary>
public sealed class PostListVerbs(ListPosts list, ExportPost export, SocialBotDb db) : IVerbs
{
    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<PostListVerbs>("post.list", (v, ask, ct) => v.ListAsync(ask, ct)),
        Verb.Of<PostListVerbs>("post.history", (v, ask, ct) => v.HistoryAsync(ask, ct)) with
        {
            Subject = "post",
        },
        Verb.Of<PostListVerbs>("post.export", (v, ask, ct) => v.ExportAsync(ask, ct)) with
        {
            Subject = "post",
        },
    ];

    /// <summary>From now to the end of next Sunday, in the workspace's zone.</summary>
    private async Task<Reply> ListAsync(Ask ask, CancellationToken ct)
    {
        var words = ask.Words;
        var today = TimeZoneInfo.ConvertTime(ask.By.Now, words.Zone);
        var days = 8 - (today.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)today.DayOfWeek);
        var end = today.Date.AddDays(Math.Max(days, 2));
        var until = new DateTimeOffset(end, words.Zone.GetUtcOffset(end)).ToUniversalTime();
        var posts = await list.RunAsync(ask.By.Now - TimeSpan.FromDays(1), until, ct);
        if (posts.Count == 0)
            return new Card
            {
                Title = words["post.list.none"],
                Body = [CardBlock.Plain(words["post.list.none.next"])],
                Buttons = [new CardButton(words["post.draft.help"], "post.draft:0:0")],
            };
        var body = new List<CardBlock>();
        foreach (
            var day in posts.GroupBy(p =>
                p.Living.Min(c => c.PlannedAt) is { } at
                    ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, words.Zone).DateTime)
                    : (DateOnly?)null
            )
        )
        {
            body.Add(
                new CardBlock.Heading(
                    day.Key?.ToString(
                        words.Language == "de" ? "dddd, d. MMMM" : "dddd d MMMM",
                        words.Culture
                    ) ?? words["post.list.unplanned"]
                )
            );
            body.Add(new CardBlock.Facts([.. day.Select(p => Row(p, words))]));
        }
        return new Card
        {
            Title = words["post.list.title", posts.Count],
            Body = body,
            Buttons =
            [
                .. posts
                    .Where(p =>
                        p.Status
                            is CopyStatus.Missed
                                or CopyStatus.Unconfirmed
                                or CopyStatus.Draft
                                or CopyStatus.InReview
                    )
                    .Take(5)
                    .Select(p => new CardButton(
                        words["post.show.one", p.Id],
                        new CardCommand("post.show", p.Id, p.Version).ToString()
                    )),
                .. PauseCards.Switch(ask.By),
            ],
        };
    }

    private static Fact Row(Post post, Words words)
    {
        var first = post.Living.MinBy(c => c.PlannedAt ?? DateTimeOffset.MaxValue);
        var time = first?.PlannedAt is { } at ? words.Clock(at) + " " : "";
        return new Fact(
            $"{time}#{post.Id.ToString(CultureInfo.InvariantCulture)}",
            string.Join(
                " · ",
                words.And(post.Living.Select(c => c.Account.Label).Distinct()),
                words[$"CopyStatus.{post.Status}"],
                DrawCards.Short(first?.Content.Text.ReplaceLineEndings(" ") ?? "", 80)
            )
        );
    }

    private async Task<Reply> HistoryAsync(Ask ask, CancellationToken ct)
    {
        var subject = PostHistory.Subject(ask.Id);
        var entries = await db
            .Audit.AsNoTracking()
            .Where(e => e.Subject == subject)
            .OrderByDescending(e => e.Number)
            .Take(25)
            .ToListAsync(ct);
        if (entries.Count == 0)
            return Reply.Say(ask.Words["subject.none", ask.Id]);
        entries.Reverse();
        var names = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Name, ct);
        return new Card
        {
            Title = ask.Words["post.history.title", ask.Id],
            Body =
            [
                new CardBlock.Facts([.. entries.Select(e => Line(e, names, ask.Words))]),
                CardBlock.Small(
                    ask.Words["post.history.head", entries[^1].Number, entries[^1].Hash[..12]]
                ),
            ],
            Buttons =
            [
                new CardButton(
                    ask.Words["post.show.button"],
                    new CardCommand("post.show", ask.Id, 0).ToString()
                ),
            ],
        };
    }

    private async Task<Reply> ExportAsync(Ask ask, CancellationToken ct)
    {
        if (await export.RunAsync(ask.Id, ct) is not { } file)
            return Reply.Say(ask.Words["subject.none", ask.Id]);
        if (ask.By.Turn.NoFilesHere)
            return Reply.Say(ask.Words["post.export.own-chat", ask.Id]);
        return new Card
        {
            Title = ask.Words["post.export.title", ask.Id],
            File = new OfferedFile(
                file.Name,
                ask.Words["post.export.words", ask.Id],
                file.Bytes.Length,
                new CardCommand("post.export", ask.Id, 0).ToString()
            ),
        };
    }

    private static Fact Line(AuditEntry entry, Dictionary<long, string> names, Words words)
    {
        var who = entry.MemberId is { } id
            ? names.GetValueOrDefault(id, "?")
            : words["post.history.bot"];
        if (entry.OnBehalfOfId is { } absent)
            who = words["post.decided-for", who, names.GetValueOrDefault(absent, "?")];
        var what = Word($"did.{entry.Action}", entry.Action, words);
        var detail = string.IsNullOrWhiteSpace(entry.Detail)
            ? ""
            : $" · {Word($"did.{entry.Detail}", entry.Detail, words)}";
        var revision = entry.Revision is { Length: >= 8 } hash ? $" · {hash[..8]}" : "";
        return new Fact(words.Local(entry.At), $"{who}: {what}{detail}{revision}");
    }

    private static string Word(string key, string otherwise, Words words) =>
        words.Has(key) ? words[key] : otherwise;
}
