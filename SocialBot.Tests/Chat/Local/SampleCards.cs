using SocialBot.Core.Cards;

namespace SocialBot.Tests.Chat.Local;

/// <summary>Cards as the bot will make them: for looking at, and for trying every kind of block.</summary>
internal static class SampleCards
{
    public const string PostText =
        "We open our lab in Berlin on Thursday! 🎉\nCome and see what we build: https://acme.example/lab";

    public static Card Welcome =>
        Card.Say(
            "Hello Anna, I am SocialBot",
            "Tell me what to post and when. I draft it for every network, show you how it counts, and bring it to your approvers."
        );

    public static Card Preview =>
        new()
        {
            Subject = "post:214",
            Title = "Post 214 · draft",
            Workspace = "Acme",
            Body =
            [
                new CardBlock.Quote(PostText),
                new CardBlock.Facts([
                    new Fact("Where", "Sandbox (@acme)"),
                    new Fact("When", "Wed 10 June 2026, 09:00 (Europe/Berlin)"),
                    new Fact("Length", "Sandbox 93 of 500"),
                ]),
                new CardBlock.Finding(Tone.Good, "Within every network's length."),
                new CardBlock.Finding(
                    Tone.Warning,
                    "The picture has no alt text. People who cannot see it will not know what it shows."
                ),
            ],
            Buttons =
            [
                new CardButton("Submit", "post.submit:214:1", ButtonStyle.Primary),
                new CardButton("Edit", "post.edit:214:1"),
                new CardButton("Alt text", "post.alt:214:1"),
                new CardButton("Reschedule", "post.reschedule:214:1"),
                new CardButton("Discard", "post.discard:214:1", ButtonStyle.Danger),
            ],
        };

    public static Card ToApprove =>
        new()
        {
            Subject = "post:214",
            Title = "Post 214 waits for approval",
            Tone = Tone.Warning,
            Workspace = "Acme",
            Notify = [new CardMention("omar", "Omar"), new CardMention("ada", "Ada")],
            Body =
            [
                new CardBlock.Text([
                    new TextRun("Anna", RunStyle.Bold),
                    new TextRun(" asks for one yes, by "),
                    new TextRun("today 17:00", RunStyle.Bold),
                    new TextRun("."),
                ]),
                new CardBlock.Heading("What changed"),
                new CardBlock.Text([
                    new TextRun("We open our lab in Berlin on "),
                    new TextRun("Friday", RunStyle.Struck),
                    new TextRun(" "),
                    new TextRun("Thursday", RunStyle.Bold),
                    new TextRun("! Come and see what we build."),
                ]),
                new CardBlock.Facts([
                    new Fact("Where", "Sandbox (@acme)"),
                    new Fact("When", "Wed 10 June 2026, 09:00 (Europe/Berlin)"),
                ]),
                new CardBlock.Picture("lab", "Two people at a workbench, one soldering", 640, 240),
                new CardBlock.Divider(),
                CardBlock.Small("Revision 9f2c1a · also by the command: approve 214"),
            ],
            Buttons =
            [
                new CardButton("Approve", "post.approve:214:2", ButtonStyle.Primary),
                new CardButton("Request changes", "post.changes:214:2"),
                new CardButton("Reject", "post.reject:214:2", ButtonStyle.Danger),
            ],
            Summary = "Post 214 by Anna waits for your approval",
        };

    public static Card Form =>
        new()
        {
            Title = "What has to change in post 214?",
            Workspace = "Acme",
            Body =
            [
                new CardBlock.Field(
                    new CardInput.Choice(
                        "reason",
                        "Reason",
                        [new("tone", "Tone"), new("claim", "Claim"), new("timing", "Timing")],
                        "claim",
                        Required: true
                    )
                ),
                new CardBlock.Field(
                    new CardInput.Line(
                        "words",
                        "In a sentence",
                        Multiline: true,
                        MaxLength: 300,
                        Required: true,
                        Placeholder: "“First in Europe” needs a source"
                    )
                ),
                new CardBlock.Field(
                    new CardInput.Choice(
                        "copies",
                        "For",
                        [new("17", "Sandbox (@acme)"), new("18", "Sandbox (@acme_de)")],
                        "17,18",
                        Several: true
                    )
                ),
                new CardBlock.Field(new CardInput.Line("until", "Until", "tomorrow 9am")),
                new CardBlock.Field(
                    new CardInput.Choice(
                        "who",
                        "Who looks again",
                        [
                            new("1", "Omar"),
                            new("2", "Ada"),
                            new("3", "Olga"),
                            new("4", "Carl"),
                            new("5", "Nobody"),
                        ],
                        "1"
                    )
                ),
                new CardBlock.Field(new CardInput.Toggle("tell", "Tell Anna in person", true)),
            ],
            Buttons =
            [
                new CardButton("Send back", "post.send-back:214:2", ButtonStyle.Primary),
                new CardButton("Cancel", "form.cancel:0:0"),
            ],
        };

    public static Card Published =>
        new()
        {
            Subject = "post:213",
            Title = "Post 213 is live",
            Tone = Tone.Good,
            Workspace = "Acme",
            Body =
            [
                new CardBlock.Quote("Summer hours: our help desk is there from 7 to 19."),
                new CardBlock.Facts([
                    new Fact("Sandbox (@acme)", "published 09:00"),
                    new Fact("Approved by", "Omar, yesterday 16:12"),
                ]),
            ],
            Buttons = [CardButton.Link("See it", "https://acme.example/posts/213")],
        };

    public static Card Mention =>
        new()
        {
            Subject = "case:31",
            Title = "Sandbox · a_runner · negative",
            Tone = Tone.Bad,
            Workspace = "Acme",
            Body =
            [
                new CardBlock.Quote(
                    "Your shoes broke after a week. And nobody answers the phone :(",
                    "a_runner, 09:41, on “Summer hours”"
                ),
                CardBlock.Small("Negative (0.82), because of: broke, nobody answers"),
                new CardBlock.Finding(Tone.Neutral, "Third message of this person in a month."),
            ],
            Buttons =
            [
                new CardButton("Claim", "case.claim:31:1", ButtonStyle.Primary),
                new CardButton("Reply", "case.reply:31:1"),
                new CardButton("Snooze", "case.snooze:31:1"),
                new CardButton("Escalate", "case.escalate:31:1"),
                new CardButton("Spam", "case.spam:31:1", ButtonStyle.Danger),
                new CardButton("Done", "case.done:31:1"),
            ],
        };

    public static Card Private =>
        Card.Say(
            "Only an approver can do this",
            "Omar and Ada may approve posts of Acme. I told them."
        ) with
        {
            Tone = Tone.Warning,
        };
}
