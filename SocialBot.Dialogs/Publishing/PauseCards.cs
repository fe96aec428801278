using SocialBot.Core.Cards;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Publishing;

/// <summary>What a pause stopped and what it could not stop; what waits for a decision when it ends.</summary>
public static class PauseCards
{
    public static Card Paused(PausedWork work, Words words, string reason)
    {
        var body = new List<CardBlock> { CardBlock.Plain(words["pause.what", reason]) };
        List(body, words["pause.leaving"], work.Leaving, words);
        List(body, words["pause.just-out"], work.JustOut, words);
        List(body, words["pause.held"], work.Held, words);
        if (body.Count == 1)
            body.Add(CardBlock.Plain(words["pause.nothing"]));
        return new Card
        {
            Title = words["pause.title"],
            Tone = Tone.Warning,
            Body = body,
            Buttons =
            [
                .. work
                    .JustOut.Select(c => new CardButton(
                        words["post.takedown.one", c.PostId],
                        new CardCommand("post.takedown", c.PostId, 0).ToString(),
                        ButtonStyle.Danger
                    ))
                    .DistinctBy(b => b.Command)
                    .Take(5),
                new CardButton(words["workspace.resume.button"], "workspace.resume:0:0"),
            ],
        };
    }

    /// <summary>One press stops everything, or lets it go on; for those who may.</summary>
    public static IEnumerable<CardButton> Switch(Asker by) =>
        !by.Member.Has(Roles.Approver | Roles.Admin) ? []
        : by.Workspace.Pause is null
            ?
            [
                new CardButton(
                    by.Words["workspace.pause.button"],
                    "workspace.pause:0:0",
                    ButtonStyle.Danger
                ),
            ]
        : [new CardButton(by.Words["workspace.resume.button"], "workspace.resume:0:0")];

    public static Card Resumed(IReadOnlyList<Post> missed, Words words) =>
        new()
        {
            Title = words["resume.title"],
            Tone = Tone.Good,
            Body =
                missed.Count == 0
                    ? [CardBlock.Plain(words["resume.nothing"])]
                    :
                    [
                        CardBlock.Plain(words["resume.missed", missed.Count]),
                        .. missed
                            .Take(20)
                            .Select(p =>
                                CardBlock.Plain(
                                    $"#{p.Id} {DrawCards.Short(p.Living.FirstOrDefault()?.Content.Text ?? "", 80)}"
                                )
                            ),
                    ],
            Buttons =
            [
                .. missed
                    .Take(10)
                    .Select(p => new CardButton(
                        words["post.show.one", p.Id],
                        new CardCommand("post.show", p.Id, p.Version).ToString()
                    )),
            ],
        };

    private static void List(
        List<CardBlock> body,
        string heading,
        IReadOnlyList<Copy> copies,
        Words words
    )
    {
        if (copies.Count == 0)
            return;
        body.Add(new CardBlock.Heading(heading));
        body.Add(
            new CardBlock.Facts([
                .. copies
                    .Take(20)
                    .Select(c => new Fact(
                        $"#{c.PostId} {c.Account.Label}",
                        string.Join(
                            " · ",
                            new[]
                            {
                                words[$"CopyStatus.{c.Status}"],
                                c.PublishedAt is { } at ? words.Clock(at)
                                : c.PlannedAt is { } planned ? words.Local(planned)
                                : "",
                                c.Permalink ?? "",
                            }.Where(x => x.Length > 0)
                        )
                    )),
            ])
        );
    }
}
