using SocialBot.Core;
using SocialBot.Core.Cards;

namespace SocialBot.Dialogs.Conversation;

/// <summary>What a verb answers.</summary>
public abstract record Reply
{
    private Reply() { }

    /// <summary>
    /// Shows a card. A card with the subject that was pressed takes the place of the pressed one; any other is a passing answer,
    /// which only the asker sees where the platform can do that.
    /// </summary>
    public sealed record Show(Card Card) : Reply
    {
        /// <summary>More cards after the first.</summary>
        public IReadOnlyList<Card> More { get; init; } = [];
    }

    /// <summary>A field's value will not do: the form stays open and asks for it again, with the reason and perhaps a few to choose from.</summary>
    public sealed record Again(string Field, string Why, IReadOnlyList<CardOption>? Offers = null)
        : Reply
    {
        /// <summary>What the value did say, for the next answer to build on (<see cref="Ask.Kept"/>): a day that lacks its hour.</summary>
        public string? Keeps { get; init; }
    }

    /// <summary>Draws the subject's card as it is now and shows that.</summary>
    public sealed record Subject(string Kind, long Id) : Reply
    {
        /// <summary>Said after the card: what came of the request that the person did not ask for and must know.</summary>
        public IReadOnlyList<string> Notes { get; init; } = [];
    }

    /// <summary>Refused, in words.</summary>
    public sealed record No(Refusal Why) : Reply;

    public static implicit operator Reply(Card card) => new Show(card);

    public static implicit operator Reply(Refusal why) => new No(why);

    public static Reply Say(string title, params string[] paragraphs) =>
        new Show(Card.Say(title, paragraphs));
}
