using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;
using Reply = SocialBot.Dialogs.Conversation.Reply;

namespace SocialBot.Dialogs.Inbox;

/// <summary>The team's texts to answer with.</summary>
public sealed class SavedReplyVerbs(KeepSavedReply keep, DropSavedReply drop, ListSavedReplies list)
    : IVerbs
{
    private const Roles Staff = Roles.CommunityManager | Roles.Approver | Roles.Admin;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<SavedReplyVerbs>("case.saved-replies", (v, ask, ct) => v.ListAsync(ask, ct)) with
        {
            Needs = Staff,
        },
        Verb.Of<SavedReplyVerbs>("case.save-reply", (v, ask, ct) => v.KeepAsync(ask, ct)) with
        {
            Needs = Staff,
            Acts = true,
            Fields =
            [
                new FormField("name") { MaxLength = KeepSavedReply.MostName },
                new FormField("text", FieldKind.Text) { MaxLength = KeepSavedReply.MostText },
            ],
        },
        Verb.Of<SavedReplyVerbs>("case.drop-reply", (v, ask, ct) => v.DropAsync(ask, ct)) with
        {
            Needs = Staff,
            Acts = true,
            Fields = [new FormField("name") { MaxLength = KeepSavedReply.MostName }],
        },
    ];

    private async Task<Reply> ListAsync(Ask ask, CancellationToken ct)
    {
        var words = ask.Words;
        var replies = await list.RunAsync(ct);
        return new Card
        {
            Title =
                replies.Count == 0
                    ? words["case.saved-replies.none"]
                    : words["case.saved-replies.title", replies.Count],
            Body =
            [
                .. replies.Take(25).Select(r => new CardBlock.Quote(r.Text, r.Name)),
                CardBlock.Small(
                    words[
                        "case.saved-replies.how",
                        words.And(ReplyVariables.Known.Select(v => $"{{{v}}}"))
                    ]
                ),
            ],
            Buttons = [new CardButton(words["case.save-reply.button"], "case.save-reply:0:0")],
        };
    }

    private async Task<Reply> KeepAsync(Ask ask, CancellationToken ct) =>
        await keep.RunAsync(ask.Member, ask["name"]!, ask["text"]!, ct) switch
        {
            Outcome<SavedReply>.Refused { Why: { Code: "saved-reply.name" } why } =>
                new Reply.Again("name", ask.Words.Say(why)),
            Outcome<SavedReply>.Refused
            {
                Why: { Code: "reply.unknown-variable" or "saved-reply.too-long" } why
            } => new Reply.Again("text", ask.Words.Say(why)),
            Outcome<SavedReply>.Refused no => no.Why,
            Outcome<SavedReply>.Done done => new Card
            {
                Title = ask.Words["case.save-reply.done", done.Value.Name],
                Tone = Tone.Good,
                Body = [new CardBlock.Quote(done.Value.Text)],
            },
            _ => Reply.Say(ask.Words["yes.done"]),
        };

    private async Task<Reply> DropAsync(Ask ask, CancellationToken ct) =>
        await drop.RunAsync(ask.Member, ask["name"]!, ct) switch
        {
            Outcome<SavedReply>.Refused no => no.Why,
            Outcome<SavedReply>.Done done => new Card
            {
                Title = ask.Words["case.drop-reply.done", done.Value.Name],
                Body = [new CardBlock.Quote(done.Value.Text)],
            },
            _ => Reply.Say(ask.Words["yes.done"]),
        };
}
