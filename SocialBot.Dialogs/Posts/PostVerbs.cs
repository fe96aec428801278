using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>Drafting, changing, planning and handing in posts.</summary>
public sealed class PostVerbs(
    DraftPost draft,
    EditPost edit,
    SchedulePost schedule,
    SubmitPost submit,
    WithdrawPost withdraw,
    DiscardPost discard,
    DuplicatePost duplicate,
    PostHistory history,
    AskWhen askWhen,
    TellApprovals tell
) : IVerbs
{
    private const Roles Writers = Roles.Author | Roles.Approver | Roles.Admin;
    private const int LongestText = 20_000;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<PostVerbs>("post.draft", (v, ask, ct) => v.DraftAsync(ask, ct)) with
        {
            Needs = Writers,
            Fields =
            [
                new FormField("accounts", FieldKind.Several) { Options = AccountsAsync },
                new FormField("text", FieldKind.Text) { MaxLength = LongestText },
                new FormField("when"),
                new FormField("picture", FieldKind.Picture) { Required = false },
                new FormField("by", FieldKind.Carried) { Required = false },
                new FormField("link", FieldKind.Carried) { Required = false },
                new FormField("images", FieldKind.Carried) { Required = false },
            ],
        },
        Verb.Of<PostVerbs>("post.show", (_, ask, _) => Shown(ask.Id)) with
        {
            Subject = "post",
        },
        Verb.Of<PostVerbs>("post.edit", (v, ask, ct) => v.EditAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Fields =
            [
                new FormField("text", FieldKind.Text)
                {
                    MaxLength = LongestText,
                    Initial = PresentTextAsync,
                },
                new FormField("copy", FieldKind.Choice) { Required = false, Options = CopiesAsync },
            ],
        },
        Verb.Of<PostVerbs>("post.picture", (v, ask, ct) => v.AttachAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Fields =
            [
                new FormField("picture", FieldKind.Picture),
                new FormField("alt") { Required = false, MaxLength = 1000 },
            ],
        },
        Verb.Of<PostVerbs>("post.alt", (v, ask, ct) => v.DescribeAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Fields = [new FormField("alt", FieldKind.Text) { MaxLength = 2000 }],
        },
        Verb.Of<PostVerbs>("post.comment", (v, ask, ct) => v.CommentAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Fields = [new FormField("text", FieldKind.Text) { MaxLength = 10_000 }],
        },
        Verb.Of<PostVerbs>("post.schedule", (v, ask, ct) => v.ScheduleAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Acts = true,
            Fields = [new FormField("when")],
        },
        Verb.Of<PostVerbs>("post.submit", (v, ask, ct) => v.SubmitAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Acts = true,
        },
        Verb.Of<PostVerbs>("post.withdraw", (v, ask, ct) => v.WithdrawAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Acts = true,
        },
        Verb.Of<PostVerbs>("post.discard", (v, ask, ct) => v.DiscardAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
            Acts = true,
        },
        Verb.Of<PostVerbs>("post.duplicate", (v, ask, ct) => v.DuplicateAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Writers,
        },
    ];

    private async Task<Reply> DraftAsync(Ask ask, CancellationToken ct)
    {
        var form = DraftForm.From(ask);
        var when = askWhen.Read(ask, "when", form.When);
        if (when is not WhenAnswer.Known { Time: var time, Notes: var notes })
            return ((WhenAnswer.Asks)when).Reply;
        var content = new CopyContent { Text = form.Text, Media = form.Media };
        return await draft.RunAsync(
            ask.Member,
            form.Accounts,
            content,
            time,
            ct,
            source: PostSource.From(ask["by"], ask["link"])
        ) switch
        {
            Outcome<Post>.Done done => new Reply.Subject("post", done.Value.Id) { Notes = notes },
            Outcome<Post>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => Reply.Say(ask.Words["yes.done"]),
        };
    }

    private async Task<Reply> EditAsync(Ask ask, CancellationToken ct)
    {
        var meant = WhichCopy.Meant(ask, await history.FindAsync(ask.Id, ct));
        if (meant is { Count: not 1 })
            return PostReplies.Refused(ask, new Refusal("copy.unknown", ask.Id));
        return await EditedAsync(
            ask,
            await edit.RunAsync(
                ask.Member,
                ask.Id,
                meant?[0],
                ask.ShownVersion,
                content => content with { Text = ask["text"]! },
                ct
            ),
            ct
        );
    }

    private async Task<Reply> AttachAsync(Ask ask, CancellationToken ct)
    {
        var pictures = DraftForm
            .ReadMedia(ask["picture"])
            .Select(m => m with { AltText = ask["alt"] ?? m.AltText })
            .ToList();
        return await EditedAsync(
            ask,
            await edit.RunAsync(
                ask.Member,
                ask.Id,
                copyId: null,
                shownVersion: null,
                content => content with { Media = [.. content.Media, .. pictures] },
                ct
            ),
            ct
        );
    }

    /// <summary>Describes the first picture that has no alt text yet.</summary>
    private async Task<Reply> DescribeAsync(Ask ask, CancellationToken ct) =>
        await EditedAsync(
            ask,
            await edit.RunAsync(
                ask.Member,
                ask.Id,
                copyId: null,
                shownVersion: null,
                content => content with { Media = [.. Described(content.Media, ask["alt"]!)] },
                ct
            ),
            ct
        );

    private async Task<Reply> CommentAsync(Ask ask, CancellationToken ct) =>
        await EditedAsync(
            ask,
            await edit.RunAsync(
                ask.Member,
                ask.Id,
                copyId: null,
                shownVersion: null,
                content => content with { FirstComment = ask["text"] },
                ct
            ),
            ct
        );

    private async Task<Reply> ScheduleAsync(Ask ask, CancellationToken ct)
    {
        var when = askWhen.Read(ask, "when", ask["when"]!);
        if (when is not WhenAnswer.Known { Time: var time, Notes: var notes })
            return ((WhenAnswer.Asks)when).Reply;
        return await schedule.RunAsync(ask.Member, ask.Id, ask.PartId, time, ct) switch
        {
            Outcome<EditedPost>.Done done => new Reply.Subject("post", ask.Id)
            {
                Notes =
                [
                    .. notes,
                    .. await tell.RunAsync(done.Value, "approvals.fallen.moved", ask.Words, ct),
                ],
            },
            var other => Answer(ask, other),
        };
    }

    private async Task<Reply> SubmitAsync(Ask ask, CancellationToken ct) =>
        Answer(ask, await submit.RunAsync(ask.Member, ask.Id, ask.ShownVersion, ct));

    private async Task<Reply> WithdrawAsync(Ask ask, CancellationToken ct) =>
        Answer(ask, await withdraw.RunAsync(ask.Member, ask.Id, ct));

    private async Task<Reply> DiscardAsync(Ask ask, CancellationToken ct) =>
        await discard.RunAsync(ask.Member, ask.Id, ask.PartId, ct) switch
        {
            Outcome<Post>.Done => Reply.Say(ask.Words["post.discarded", ask.Id]),
            Outcome<Post>.Refused no => no.Why,
            _ => Reply.Say(ask.Words["yes.done"]),
        };

    private async Task<Reply> DuplicateAsync(Ask ask, CancellationToken ct) =>
        await duplicate.RunAsync(ask.Member, ask.Id, ct) switch
        {
            Outcome<Post>.Done done => new Reply.Subject("post", done.Value.Id),
            Outcome<Post>.Refused no => no.Why,
            _ => Reply.Say(ask.Words["yes.done"]),
        };

    /// <summary>As <see cref="Answer"/>, with what the edit did to the approvals.</summary>
    private async Task<Reply> EditedAsync(
        Ask ask,
        Outcome<EditedPost> outcome,
        CancellationToken ct
    ) =>
        outcome is Outcome<EditedPost>.Done done
            ? new Reply.Subject("post", ask.Id)
            {
                Notes = await tell.RunAsync(done.Value, "approvals.fallen.edited", ask.Words, ct),
            }
            : Answer(ask, outcome);

    /// <summary>Done = the post's card as it is now, refused = why.</summary>
    private static Reply Answer<T>(Ask ask, Outcome<T> outcome) =>
        outcome is Outcome<T>.Refused no
            ? PostReplies.Refused(ask, no.Why)
            : new Reply.Subject("post", ask.Id);

    private static Task<Reply> Shown(long id) =>
        Task.FromResult<Reply>(new Reply.Subject("post", id));

    private static IEnumerable<AttachedMedia> Described(
        IReadOnlyList<AttachedMedia> media,
        string alt
    )
    {
        var open = true;
        foreach (var medium in media)
            if (open && string.IsNullOrWhiteSpace(medium.AltText))
            {
                open = false;
                yield return medium with
                {
                    AltText = alt,
                };
            }
            else
                yield return medium;
    }

    private static async Task<IReadOnlyList<CardOption>> AccountsAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        [
            .. (
                await services
                    .GetRequiredService<SocialBotDb>()
                    .Accounts.AsNoTracking()
                    .Where(a => a.DisconnectedAt == null)
                    .OrderBy(a => a.Id)
                    .ToListAsync(ct)
            ).Select(a => new CardOption(a.Id.ToString(CultureInfo.InvariantCulture), a.Label)),
        ];

    private static async Task<IReadOnlyList<CardOption>> CopiesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    )
    {
        var post = await services.GetRequiredService<PostHistory>().FindAsync(ask.Id, ct);
        var copies = WhichCopy.Options(post);
        // Nothing to choose where there is one, or where the button was one copy's.
        return copies.Count < 2 || ask.PartId is not null
            ? []
            : [new CardOption(WhichCopy.All, ask.Words["post.edit.all"]), .. copies];
    }

    private static async Task<string?> PresentTextAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    )
    {
        var post = await services.GetRequiredService<PostHistory>().FindAsync(ask.Id, ct);
        return post
            ?.Living.FirstOrDefault(c => ask.PartId is null || c.Id == ask.PartId)
            ?.Content.Text;
    }
}
