using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Posts;

namespace SocialBot.Dialogs.Publishing;

/// <summary>Stopping everything and going on, and what only a person can decide: missed, unconfirmed, taking down.</summary>
public sealed class PublishingVerbs(
    PauseAll pause,
    ResumeAll resume,
    DecideMissed missed,
    SchedulePost schedule,
    PostHistory history,
    TellApprovals tell,
    ResolveUnconfirmed unconfirmed,
    TakeDownPost takeDown
) : IVerbs
{
    private const Roles Deciders = Roles.Approver | Roles.Admin;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<PublishingVerbs>("workspace.pause", (v, ask, ct) => v.PauseAsync(ask, ct)) with
        {
            Needs = Deciders,
            Acts = true,
            Fields = [new FormField("reason") { MaxLength = 300 }],
        },
        Verb.Of<PublishingVerbs>("workspace.resume", (v, ask, ct) => v.ResumeAsync(ask, ct)) with
        {
            Needs = Deciders,
            Acts = true,
        },
        Verb.Of<PublishingVerbs>("post.now", (v, ask, ct) => v.SendNowAsync(ask, ct)) with
        {
            Subject = "post",
            Acts = true,
        },
        Verb.Of<PublishingVerbs>("post.next", (v, ask, ct) => v.NextSlotAsync(ask, ct)) with
        {
            Subject = "post",
            Acts = true,
        },
        Verb.Of<PublishingVerbs>(
            "post.live",
            (v, ask, ct) => v.ResolveAsync(ask, isLive: true, ct)
        ) with
        {
            Subject = "post",
            Acts = true,
            Fields = [new FormField("link") { Required = false, MaxLength = 2000 }],
        },
        Verb.Of<PublishingVerbs>(
            "post.again",
            (v, ask, ct) => v.ResolveAsync(ask, isLive: false, ct)
        ) with
        {
            Subject = "post",
            Acts = true,
        },
        Verb.Of<PublishingVerbs>("post.takedown", (v, ask, ct) => v.TakeDownAsync(ask, ct)) with
        {
            Subject = "post",
            Needs = Deciders,
            Acts = true,
            Fields = [new FormField("sure", FieldKind.Choice) { Options = SureAsync }],
        },
    ];

    private async Task<Reply> PauseAsync(Ask ask, CancellationToken ct)
    {
        switch (await pause.RunAsync(ask.Member, ask["reason"], ct))
        {
            case Outcome<PausedWork>.Refused no:
                return no.Why;
            case Outcome<PausedWork>.Done { Value: var work }:
                return PauseCards.Paused(work, ask.Words, ask["reason"]!);
            default:
                return Reply.Say(ask.Words["yes.done"]);
        }
    }

    private async Task<Reply> ResumeAsync(Ask ask, CancellationToken ct)
    {
        switch (await resume.RunAsync(ask.Member, ct))
        {
            case Outcome<IReadOnlyList<Post>>.Refused no:
                return no.Why;
            case Outcome<IReadOnlyList<Post>>.Done { Value: var waiting }:
                return PauseCards.Resumed(waiting, ask.Words);
            default:
                return Reply.Say(ask.Words["yes.done"]);
        }
    }

    private async Task<Reply> SendNowAsync(Ask ask, CancellationToken ct) =>
        await missed.SendNowAsync(ask.Member, ask.Id, ct) switch
        {
            Outcome<MissedPost>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => new Reply.Subject("post", ask.Id),
        };

    /// <summary>The same wall-clock time on the next working day of the workspace.</summary>
    private async Task<Reply> NextSlotAsync(Ask ask, CancellationToken ct)
    {
        if (await history.FindAsync(ask.Id, ct) is not { } post)
            return PostReplies.Refused(ask, new Refusal("post.unknown", ask.Id));
        var copy = post.Living.FirstOrDefault(c => c.Status == CopyStatus.Missed);
        if (copy is null)
            return PostReplies.Refused(ask, new Refusal("missed.none", ask.Id));
        var next = NextSlot.After(
            ask.By.Now,
            copy.Planned ?? new PlannedTime(ask.By.Now, ask.By.Workspace.TimeZone),
            ask.By.Workspace.Digest.Days
        );
        return await schedule.RunAsync(ask.Member, ask.Id, copyId: null, next, ct) switch
        {
            Outcome<EditedPost>.Refused no => PostReplies.Refused(ask, no.Why),
            Outcome<EditedPost>.Done done => new Reply.Subject("post", ask.Id)
            {
                Notes = await tell.RunAsync(done.Value, "approvals.fallen.moved", ask.Words, ct),
            },
            _ => new Reply.Subject("post", ask.Id),
        };
    }

    private async Task<Reply> ResolveAsync(Ask ask, bool isLive, CancellationToken ct) =>
        await unconfirmed.RunAsync(ask.Member, ask.Id, ask.PartId, isLive, ask["link"], ct) switch
        {
            Outcome<Post>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => new Reply.Subject("post", ask.Id),
        };

    private async Task<Reply> TakeDownAsync(Ask ask, CancellationToken ct)
    {
        if (ask["sure"] != "yes")
            return Reply.Say(ask.Words["cancel.done"]);
        return await takeDown.RunAsync(ask.Member, ask.Id, ask.PartId, ct) switch
        {
            Outcome<Post>.Refused no => PostReplies.Refused(ask, no.Why),
            _ => Reply.Say(ask.Words["post.takedown.begun", ask.Id]),
        };
    }

    private static Task<IReadOnlyList<CardOption>> SureAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            new CardOption("yes", ask.Words["post.takedown.yes"]),
            new CardOption("no", ask.Words["post.takedown.no"]),
        ]);
}
