using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Inbox;
using SocialBot.Core.Workspaces;

namespace SocialBot.Tests.Inbox;

/// <summary>The use cases, one line each.</summary>
internal static class Verbs
{
    public static Task<Outcome<Case>> ClaimAsync(this InboxStage stage, Member by, long caseId) =>
        stage.Slice.RunAsync<ClaimCase, Outcome<Case>>(c => c.RunAsync(by, caseId, InboxStage.Ct));

    public static Task<Outcome<Case>> ReleaseAsync(this InboxStage stage, Member by, long caseId) =>
        stage.Slice.RunAsync<ReleaseCase, Outcome<Case>>(c =>
            c.RunAsync(by, caseId, InboxStage.Ct)
        );

    public static Task<Outcome<Reply>> ReplyAsync(
        this InboxStage stage,
        Member by,
        long caseId,
        string? text,
        string? saved = null,
        int? shown = null
    ) =>
        stage.Slice.RunAsync<ReplyToCase, Outcome<Reply>>(r =>
            r.RunAsync(by, caseId, shown, text, saved, InboxStage.Ct)
        );

    public static Task<Outcome<Reply>> UndoAsync(this InboxStage stage, Member by, long caseId) =>
        stage.Slice.RunAsync<UndoReply, Outcome<Reply>>(u => u.RunAsync(by, caseId, InboxStage.Ct));

    public static Task<Outcome<Case>> CloseAsync(
        this InboxStage stage,
        Member by,
        long caseId,
        string? cause = null,
        int? shown = null
    ) =>
        stage.Slice.RunAsync<CloseCase, Outcome<Case>>(c =>
            c.RunAsync(by, caseId, shown, cause, InboxStage.Ct)
        );

    public static Task<Outcome<Case>> SnoozeAsync(
        this InboxStage stage,
        Member by,
        long caseId,
        SnoozeFor time
    ) =>
        stage.Slice.RunAsync<SnoozeCase, Outcome<Case>>(s =>
            s.RunAsync(by, caseId, shownVersion: null, time, InboxStage.Ct)
        );

    public static Task<Outcome<MarkedSpam>> SpamAsync(
        this InboxStage stage,
        Member by,
        long caseId,
        bool wholeAuthor
    ) =>
        stage.Slice.RunAsync<MarkSpam, Outcome<MarkedSpam>>(s =>
            s.RunAsync(by, caseId, shownVersion: null, wholeAuthor, InboxStage.Ct)
        );

    public static T Done<T>(this Outcome<T> outcome) =>
        outcome.ShouldBeOfType<Outcome<T>.Done>().Value;

    public static Refusal Refused<T>(this Outcome<T> outcome) =>
        outcome.ShouldBeOfType<Outcome<T>.Refused>().Why;
}
