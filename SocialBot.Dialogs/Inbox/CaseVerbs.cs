using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using CaseReply = SocialBot.Core.Inbox.Reply;
using Reply = SocialBot.Dialogs.Conversation.Reply;

namespace SocialBot.Dialogs.Inbox;

/// <summary>Working on a case: take it, answer it, put it away, hand it on.</summary>
public sealed class CaseVerbs(
    ClaimCase claim,
    ReleaseCase release,
    ReplyToCase reply,
    UndoReply undo,
    ResolveReply resolve,
    SnoozeCase snooze,
    EscalateCase escalate,
    MarkSpam spam,
    UndoSpam undoSpam,
    CloseCase close,
    CloseGoneCase closeGone,
    NoteCase note,
    ModerateItem moderate,
    AskWhen askWhen
) : IVerbs
{
    /// <summary>Approvers only where a case was escalated: the case itself decides that.</summary>
    private const Roles Staff = Roles.CommunityManager | Roles.Approver | Roles.Admin;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        On("case.show", (_, ask, _) => Task.FromResult<Reply>(new Reply.Subject("case", ask.Id))),
        On("case.claim", async (v, ask, ct) => Answer(ask, await v.Claim(ask, ct))) with
        {
            Acts = true,
        },
        On("case.reply", (v, ask, ct) => v.ReplyAsync(ask, ct)) with
        {
            Acts = true,
            NeedsOneField = true,
            Fields =
            [
                new FormField("text", FieldKind.Text) { Required = false, MaxLength = 10_000 },
                new FormField("saved", FieldKind.Choice)
                {
                    Required = false,
                    Options = SavedRepliesAsync,
                },
            ],
        },
        On("case.undo", (v, ask, ct) => v.UndoAsync(ask, ct)) with
        {
            Acts = true,
        },
        On("case.release", async (v, ask, ct) => Answer(ask, await v.Release(ask, ct))) with
        {
            Acts = true,
        },
        On("case.snooze", (v, ask, ct) => v.SnoozeAsync(ask, ct)) with
        {
            Acts = true,
            NeedsOneField = true,
            Fields =
            [
                new FormField("choice", FieldKind.Choice)
                {
                    Required = false,
                    Options = SnoozesAsync,
                },
                new FormField("until") { Required = false, MaxLength = 200 },
            ],
        },
        On("case.escalate", (v, ask, ct) => v.EscalateAsync(ask, ct)) with
        {
            Acts = true,
            Fields =
            [
                new FormField("to", FieldKind.Choice) { Options = TargetsAsync },
                new FormField("note", FieldKind.Text) { Required = false, MaxLength = 2000 },
            ],
        },
        On("case.spam", (v, ask, ct) => v.SpamAsync(ask, ct)) with
        {
            Acts = true,
            Fields = [new FormField("scope", FieldKind.Choice) { Options = ScopesAsync }],
        },
        On("case.nospam", async (v, ask, ct) => Answer(ask, await v.NoSpam(ask, ct))) with
        {
            Acts = true,
        },
        On("case.done", (v, ask, ct) => v.CloseAsync(ask, ct)) with
        {
            Acts = true,
            Fields = [new FormField("cause", FieldKind.Choice) { Options = CausesAsync }],
        },
        On("case.gone", async (v, ask, ct) => Answer(ask, await v.CloseGone(ask, ct))) with
        {
            Acts = true,
        },
        On("case.reopen", async (v, ask, ct) => Answer(ask, await v.Reopen(ask, ct))) with
        {
            Acts = true,
        },
        On("case.note", async (v, ask, ct) => Answer(ask, await v.Note(ask, ct))) with
        {
            Acts = true,
            Fields = [new FormField("note", FieldKind.Text) { MaxLength = NoteCase.Most }],
        },
        On("case.like", (v, ask, ct) => v.LikeAsync(ask, ct)) with
        {
            Acts = true,
        },
        On("case.hide", (v, ask, ct) => v.HideAsync(ask, ct)) with
        {
            Acts = true,
            Fields = [new FormField("reason") { MaxLength = 300 }],
        },
        On("case.live", async (v, ask, ct) => Answer(ask, await v.Resolve(ask, true, ct))) with
        {
            Acts = true,
        },
        On("case.again", async (v, ask, ct) => Answer(ask, await v.Resolve(ask, false, ct))) with
        {
            Acts = true,
        },
    ];

    private static Verb On(string name, Func<CaseVerbs, Ask, CancellationToken, Task<Reply>> run) =>
        Verb.Of(name, run) with
        {
            Subject = "case",
            Needs = Staff,
        };

    private Task<Outcome<Case>> Claim(Ask ask, CancellationToken ct) =>
        claim.RunAsync(ask.Member, ask.Id, ct);

    private Task<Outcome<Case>> Release(Ask ask, CancellationToken ct) =>
        release.RunAsync(ask.Member, ask.Id, ct);

    private Task<Outcome<Case>> NoSpam(Ask ask, CancellationToken ct) =>
        undoSpam.RunAsync(ask.Member, ask.Id, ct);

    private Task<Outcome<Case>> CloseGone(Ask ask, CancellationToken ct) =>
        closeGone.RunAsync(ask.Member, ask.Id, Shown(ask), ct);

    private Task<Outcome<Case>> Reopen(Ask ask, CancellationToken ct) =>
        close.ReopenAsync(ask.Member, ask.Id, ct);

    private Task<Outcome<Case>> Note(Ask ask, CancellationToken ct) =>
        note.RunAsync(ask.Member, ask.Id, ask["note"]!, ct);

    private Task<Outcome<CaseReply>> Resolve(Ask ask, bool isLive, CancellationToken ct) =>
        resolve.RunAsync(ask.Member, ask.Id, isLive, ct);

    /// <summary>What is wrong with the words is asked again in the open form; anything else ends it.</summary>
    private async Task<Reply> ReplyAsync(Ask ask, CancellationToken ct) =>
        await reply.RunAsync(ask.Member, ask.Id, Shown(ask), ask["text"], ask["saved"], ct) switch
        {
            Outcome<CaseReply>.Refused
            {
                Why: { Code: "reply.too-long" or "reply.unknown-variable" or "reply.empty" } why
            } => new Reply.Again("text", CaseReplies.Say(ask.Words, why)),
            Outcome<CaseReply>.Refused { Why: { Code: "saved-reply.unknown" } why } =>
                new Reply.Again("saved", CaseReplies.Say(ask.Words, why)),
            var outcome => Answer(ask, outcome),
        };

    /// <summary>The text comes back, to be written differently.</summary>
    private async Task<Reply> UndoAsync(Ask ask, CancellationToken ct) =>
        await undo.RunAsync(ask.Member, ask.Id, ct) switch
        {
            Outcome<CaseReply>.Done { Value: var stopped } => new Card
            {
                Title = ask.Words["reply.undone", ask.Id],
                Tone = Tone.Good,
                Body = [new CardBlock.Quote(stopped.Text)],
                Buttons =
                [
                    new CardButton(
                        ask.Words["case.reply.button"],
                        ask.Command("case.reply", ask.ShownVersion ?? 0).ToString(),
                        ButtonStyle.Primary
                    ),
                ],
            },
            var outcome => Answer(ask, outcome),
        };

    private async Task<Reply> SnoozeAsync(Ask ask, CancellationToken ct)
    {
        SnoozeFor time;
        IReadOnlyList<string> notes = [];
        if (Chosen(ask["until"] ?? ask["choice"]!) is { } chosen)
            time = chosen;
        else
        {
            var said = ask["until"] ?? ask["choice"]!;
            switch (askWhen.Read(ask, "until", said))
            {
                case WhenAnswer.Known { Time: { } at } known:
                    time = new SnoozeFor.Until(at.At);
                    notes = known.Notes;
                    break;
                case WhenAnswer.Asks asks:
                    return asks.Reply;
                default:
                    return new Reply.Again("until", ask.Words["when.not-understood", said]);
            }
        }
        return Answer(ask, await snooze.RunAsync(ask.Member, ask.Id, Shown(ask), time, ct)) switch
        {
            Reply.Subject subject => subject with { Notes = notes },
            var other => other,
        };
    }

    private async Task<Reply> EscalateAsync(Ask ask, CancellationToken ct)
    {
        if (Target(ask["to"]!) is not { } to)
            return new Reply.Again(
                "to",
                ask.Words["case.escalate.whom", ask["to"]!],
                await TargetsAsync(null!, ask, ct)
            );
        return Answer(
            ask,
            await escalate.RunAsync(ask.Member, ask.Id, Shown(ask), to, ask["note"], ct)
        );
    }

    private async Task<Reply> SpamAsync(Ask ask, CancellationToken ct)
    {
        if (Scope(ask["scope"]!) is not { } wholeAuthor)
            return new Reply.Again(
                "scope",
                ask.Words["case.spam.which", ask["scope"]!],
                await ScopesAsync(null!, ask, ct)
            );
        return await spam.RunAsync(ask.Member, ask.Id, Shown(ask), wholeAuthor, ct) switch
        {
            Outcome<MarkedSpam>.Done { Value: { WholeAuthor: true } marked } => new Card
            {
                Title = ask.Words["case.spam.author-done", marked.Case.AuthorHandle],
                Body =
                [
                    CardBlock.Plain(
                        marked.Others.Count == 0
                            ? ask.Words["case.spam.author-alone"]
                            : ask.Words["case.spam.author-body", marked.Others.Count]
                    ),
                ],
                Buttons =
                [
                    new CardButton(
                        ask.Words["case.nospam.button"],
                        new CardCommand("case.nospam", ask.Id, marked.Case.Version).ToString()
                    ),
                ],
            },
            var outcome => Answer(ask, outcome),
        };
    }

    private async Task<Reply> CloseAsync(Ask ask, CancellationToken ct)
    {
        var cause = ask["cause"]!;
        foreach (var known in CloseCase.Causes)
            if (
                string.Equals(
                    cause,
                    ask.Words[$"cause.{known}"],
                    StringComparison.OrdinalIgnoreCase
                )
            )
                cause = known;
        return Answer(
            ask,
            await close.RunAsync(
                ask.Member,
                ask.Id,
                Shown(ask),
                cause == NoCause ? null : cause,
                ct
            )
        );
    }

    private async Task<Reply> LikeAsync(Ask ask, CancellationToken ct) =>
        Answer(ask, await moderate.LikeAsync(ask.Member, ask.Id, ct), "case.like.begun");

    private async Task<Reply> HideAsync(Ask ask, CancellationToken ct) =>
        Answer(
            ask,
            await moderate.HideAsync(ask.Member, ask.Id, ask["reason"], ct),
            "case.hide.begun"
        );

    /// <summary>0 is a way to a case that showed nothing of it: as good as typed.</summary>
    private static int? Shown(Ask ask) => ask.ShownVersion is 0 ? null : ask.ShownVersion;

    private static Reply Answer<T>(Ask ask, Outcome<T> outcome, string? begun = null) =>
        outcome is Outcome<T>.Done && begun is not null
            ? Reply.Say(ask.Words[begun, ask.Id])
            : CaseReplies.Answer(ask, outcome);

    private const string NoCause = "none";

    /// <summary>The usual snoozes, as their buttons and people say them, in both languages; null = a time of day or a date.</summary>
    private static SnoozeFor? Chosen(string said) =>
        said.ToLowerInvariant() switch
        {
            "1h" or "1 h" or "hour" or "an hour" or "one hour" or "eine stunde" or "1 stunde" =>
                new SnoozeFor.OneHour(),
            "tomorrow"
            or "tomorrow 9"
            or "tomorrow at 9"
            or "morgen"
            or "morgen 9"
            or "morgen um 9" => new SnoozeFor.TomorrowAtNine(),
            "they-write"
            or "they write"
            or "until they write"
            or "sie schreiben"
            or "bis sie schreiben" => new SnoozeFor.TheyWrite(),
            _ => null,
        };

    private static EscalationTarget? Target(string said) =>
        said.ToLowerInvariant() switch
        {
            "support" => EscalationTarget.Support,
            "pr" or "press" or "presse" => EscalationTarget.Pr,
            "legal" or "recht" => EscalationTarget.Legal,
            "crisislead" or "crisis" or "crisis lead" or "krise" or "krisenleitung" =>
                EscalationTarget.CrisisLead,
            _ => null,
        };

    private static bool? Scope(string said) =>
        said.ToLowerInvariant() switch
        {
            "author" or "this author" or "autor" or "dieser autor" => true,
            "one" or "this" or "this one" or "dieser" or "nur dieser" => false,
            _ => null,
        };

    private static async Task<IReadOnlyList<CardOption>> SavedRepliesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        [
            .. (await services.GetRequiredService<ListSavedReplies>().RunAsync(ct))
                .Take(25)
                .Select(r => new CardOption(
                    r.Name,
                    $"{r.Name}: {DrawCards.Short(r.Text.ReplaceLineEndings(" "), 50)}"
                )),
        ];

    private static Task<IReadOnlyList<CardOption>> SnoozesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) => Options(ask, "case.snooze", "1h", "tomorrow", "they-write");

    private static Task<IReadOnlyList<CardOption>> TargetsAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            .. Enum.GetValues<EscalationTarget>()
                .Select(t => new CardOption(
                    t.ToString().ToLowerInvariant(),
                    ask.Words[$"EscalationTarget.{t}"]
                )),
        ]);

    private static Task<IReadOnlyList<CardOption>> ScopesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) => Options(ask, "case.spam", "one", "author");

    private static Task<IReadOnlyList<CardOption>> CausesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            .. CloseCase.Causes.Select(c => new CardOption(c, ask.Words[$"cause.{c}"])),
            new CardOption(NoCause, ask.Words["case.no-cause"]),
        ]);

    private static Task<IReadOnlyList<CardOption>> Options(
        Ask ask,
        string verb,
        params string[] values
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            .. values.Select(v => new CardOption(v, ask.Words[$"{verb}.option.{v}"])),
        ]);
}
