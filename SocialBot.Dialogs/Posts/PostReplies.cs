using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>How a refusal about a post is told: with the card as it is now, where an old one was pressed.</summary>
internal static class PostReplies
{
    public static Reply Refused(Ask ask, Refusal why) =>
        new Reply.Show(
            Card.Say(Say(ask.Words, why)) with
            {
                Tone = Tone.Warning,
                Buttons =
                    ask.Subject is { } id && why.Code != "post.unknown"
                        ?
                        [
                            new CardButton(
                                ask.Words["post.show.button"],
                                new CardCommand("post.show", id, 0).ToString()
                            ),
                            .. why.Code == "time.past"
                                ? [Move(ask, id)]
                                : Array.Empty<CardButton>(),
                        ]
                        : [],
            }
        );

    private static CardButton Move(Ask ask, long id) =>
        new(
            ask.Words["post.schedule.button"],
            new CardCommand("post.schedule", id, 0).ToString(),
            ButtonStyle.Primary
        );

    public static string Say(Words words, Refusal why) =>
        words.Say(why with { Args = [.. why.Args.Select(a => PostCards.Unit(a, words))] });
}
