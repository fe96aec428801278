using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using Reply = SocialBot.Dialogs.Conversation.Reply;

namespace SocialBot.Dialogs.Inbox;

/// <summary>The words that the workspace listens for in what everybody writes.</summary>
public sealed class WatchVerbs(WatchWord watch) : IVerbs
{
    private const Roles Keepers = Roles.CommunityManager | Roles.Admin;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<WatchVerbs>("case.watched", (v, ask, ct) => v.ListAsync(ask, ct)) with
        {
            Needs = Keepers,
        },
        Verb.Of<WatchVerbs>("case.watch", (v, ask, ct) => v.KeepAsync(ask, ct)) with
        {
            Needs = Keepers,
            Acts = true,
            Fields = [new FormField("phrase") { MaxLength = WatchedWord.Longest + 2 }],
        },
        Verb.Of<WatchVerbs>("case.unwatch", (v, ask, ct) => v.DropAsync(ask, ct)) with
        {
            Needs = Keepers,
            Acts = true,
            Fields = [new FormField("phrase") { MaxLength = WatchedWord.Longest + 2 }],
        },
    ];

    private async Task<Reply> KeepAsync(Ask ask, CancellationToken ct) =>
        await watch.RunAsync(ask.Member, ask["phrase"]!, ct) switch
        {
            Outcome<WatchedWord>.Refused
            {
                Why: { Code: "watch.length" or "watch.no-words" } why
            } => new Reply.Again("phrase", ask.Words.Say(why)),
            Outcome<WatchedWord>.Refused no => no.Why,
            Outcome<WatchedWord>.Done done => Reply.Say(
                ask.Words["case.watch.kept", done.Value.Phrase],
                Where(await watch.ListAsync(ct), ask.Words)
            ),
            _ => Reply.Say(ask.Words["yes.done"]),
        };

    private async Task<Reply> DropAsync(Ask ask, CancellationToken ct) =>
        await watch.StopAsync(ask.Member, ask["phrase"]!, ct) switch
        {
            Outcome<WatchedWord>.Refused no => no.Why,
            Outcome<WatchedWord>.Done done => Reply.Say(
                ask.Words["case.unwatch.dropped", done.Value.Phrase]
            ),
            _ => Reply.Say(ask.Words["yes.done"]),
        };

    private async Task<Reply> ListAsync(Ask ask, CancellationToken ct)
    {
        var watched = await watch.ListAsync(ct);
        return watched.Words.Count == 0
            ? Reply.Say(ask.Words["case.watched.none"], ask.Words["case.watched.how"])
            : new Card
            {
                Title = ask.Words["case.watched.title", watched.Words.Count],
                Body =
                [
                    CardBlock.Plain(
                        ask.Words.And(watched.Words.Select(w => ask.Words["case.quoted", w.Phrase]))
                    ),
                    CardBlock.Plain(Where(watched, ask.Words)),
                    CardBlock.Small(ask.Words["case.watched.how"]),
                ],
            };
    }

    private static string Where(WatchedWords watched, Words words) =>
        watched.Networks.Count == 0
            ? words["case.watch.nowhere"]
            : words["case.watch.where", words.And(watched.Networks)];
}
