using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Dialogs.Conversation;
using SocialBot.Dialogs.Posts;
using Reply = SocialBot.Dialogs.Conversation.Reply;

namespace SocialBot.Dialogs.Inbox;

/// <summary>How the outcome of a verb on a case is told: the case as it is now, or why not with the way back to it.</summary>
internal static class CaseReplies
{
    public static Reply Answer<T>(Ask ask, Outcome<T> outcome) =>
        outcome is Outcome<T>.Refused no ? Refused(ask, no.Why) : new Reply.Subject("case", ask.Id);

    public static Reply Refused(Ask ask, Refusal why) =>
        Card.Say(Say(ask.Words, why)) with
        {
            Tone = Tone.Warning,
            Buttons =
                ask.Subject is { } id && why.Code != "case.unknown"
                    ?
                    [
                        new CardButton(
                            ask.Words["case.show.button"],
                            new CardCommand("case.show", id, 0).ToString()
                        ),
                    ]
                    : [],
        };

    public static string Say(Words words, Refusal why) =>
        words.Say(
            why with
            {
                Args =
                [
                    .. why.Args.Select(
                        (a, i) =>
                            why.Code == "claim.lost" && i == 2 && a is int seconds
                                ? TimeSpan.FromSeconds(seconds)
                                : PostCards.Unit(a, words)
                    ),
                ],
            }
        );
}
