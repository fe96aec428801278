using SocialBot.Core.Cards;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Cards that together use everything a card can have.</summary>
internal static class SampleCards
{
    public static Card Everything { get; } =
        new()
        {
            Subject = "post:214",
            Title = "Spring sale: waiting for approval",
            Tone = Tone.Warning,
            Workspace = "Acme Coffee",
            Summary = "Maya asks for your approval",
            Language = "en",
            Notify = [new CardMention("29:omar", "Omar Haddad")],
            Body =
            [
                CardBlock.Plain("Maya asks you to approve this."),
                CardBlock.Small("Changed 2 minutes ago"),
                new CardBlock.Heading("Sandbox"),
                new CardBlock.Quote("Our *spring* sale starts <b>now</b>!\n\n1. Come by", "Acme"),
                new CardBlock.Text([
                    new TextRun("Starts "),
                    new TextRun("today", RunStyle.Struck),
                    new TextRun("tomorrow", RunStyle.Bold | RunStyle.Italic),
                    new TextRun("the plan", Url: "https://example.com/plan?a=1&b=2"),
                ]),
                new CardBlock.Facts([new Fact("When", "Tue 3 March 09:00 Paris")]),
                new CardBlock.Facts([new Fact("Account", "@acme_coffee"), new Fact("Is", "up")]),
                new CardBlock.Divider(),
                new CardBlock.Picture("k3y", "A cup of coffee on a red table", 800, 420),
                new CardBlock.Finding(Tone.Warning, "12 characters too long for X."),
                new CardBlock.Finding(Tone.Bad, "No alt text."),
                new CardBlock.Finding(Tone.Good, "Fits everywhere."),
                new CardBlock.Finding(Tone.Neutral, "Same time as #213."),
                new CardBlock.Field(
                    new CardInput.Line(
                        "why",
                        "What should change?",
                        Multiline: true,
                        MaxLength: 500,
                        Required: true,
                        Placeholder: "A sentence"
                    )
                ),
                new CardBlock.Field(
                    new CardInput.Choice(
                        "copies",
                        "Which?",
                        [new CardOption("1", "Sandbox *main*"), new CardOption("2", "1. Bluesky")],
                        Value: "1,2",
                        Several: true
                    )
                ),
                new CardBlock.Field(
                    new CardInput.Choice("zone", "Zone", [new CardOption("u", "UTC")], "u")
                ),
                new CardBlock.Field(new CardInput.Toggle("urgent", "Urgent", Value: true)),
            ],
            Buttons =
            [
                new CardButton("Approve", "post.approve:214:3", ButtonStyle.Primary),
                new CardButton("Reject", "post.reject:214:3", ButtonStyle.Danger),
                new CardButton("Later", "post.later:214:3"),
                CardButton.Link("Open", "https://example.com/"),
            ],
        };

    /// <summary>One card for each alternative that a renderer has to draw.</summary>
    public static TheoryData<string, Card> Alternatives()
    {
        var cards = new TheoryData<string, Card>();
        foreach (var tone in Enum.GetValues<Tone>())
        {
            cards.Add($"tone {tone}", new Card { Title = "A card", Tone = tone });
            cards.Add($"finding {tone}", With(new CardBlock.Finding(tone, "Too long")));
        }
        foreach (var style in Enum.GetValues<ButtonStyle>())
            cards.Add(
                $"button {style}",
                new Card { Title = "A card", Buttons = [new CardButton("Go", "a.b:1:1", style)] }
            );
        for (var style = 0; style < 8; style++)
            cards.Add(
                $"run {(RunStyle)style}",
                With(new CardBlock.Text([new TextRun("words", (RunStyle)style)]))
            );
        foreach (var (block, i) in Everything.Body.Select((b, i) => (b, i)))
            cards.Add($"{i} {block.GetType().Name}", With(block));
        for (var buttons = 0; buttons <= 20; buttons++)
            cards.Add($"{buttons} buttons", WithButtons(buttons));
        cards.Add("no rows", With(new CardBlock.Facts([])));
        cards.Add("no runs", With(new CardBlock.Text([])));
        cards.Add("empty quote", With(new CardBlock.Quote("")));
        cards.Add("empty title", new Card { Title = "" });
        cards.Add(
            "no options",
            With(new CardBlock.Field(new CardInput.Choice("c", "Choice", [], Required: true)))
        );
        cards.Add("everything", Everything);
        return cards;
    }

    public static Card With(params CardBlock[] body) => new() { Title = "A card", Body = body };

    public static Card WithButtons(int count) =>
        new()
        {
            Title = "A card",
            Buttons =
            [
                .. Enumerable
                    .Range(1, count)
                    .Select(i => new CardButton($"Button {i}", $"post.show:{i}:1")),
            ],
        };
}

internal sealed class SamplePictures : IPictureLinks
{
    public string For(string mediaKey) => $"https://bot.example/media/{mediaKey}";
}
