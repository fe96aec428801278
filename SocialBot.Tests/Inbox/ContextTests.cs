using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Inbox;

public sealed class ContextTests
{
    [Fact]
    public async Task What_a_text_answers_is_quoted_before_it_once()
    {
        await using var talk = await InboxTalk.OpenAsync();
        var stage = talk.Stage;
        var before = new ContextText("root", "mia", "Who has the **new** shoes?", stage.Now);
        var item = stage.Item("They broke at once", by: "bo", conversation: "root") with
        {
            Context = [before],
        };
        await talk.ReceiveAsync(item);
        await talk.ReceiveAsync(
            stage.Item("And nobody answers, terrible", by: "bo", conversation: "root") with
            {
                Context =
                [
                    before,
                    new ContextText(item.RemoteId, "bo", item.Text, item.At),
                    new ContextText("else", "zoe", "@everyone <b>look</b>", stage.Now),
                ],
            }
        );

        talk.Wall(RoomPurpose.Mentions)
            .Single()
            .Body.OfType<CardBlock.Quote>()
            .Select(q => $"{q.Words} / {q.By}")
            .ShouldBe([
                "Who has the **new** shoes? / in answer to @mia, Tue 9 June 10:00",
                "They broke at once / @bo, Tue 9 June 10:00",
                "@everyone <b>look</b> / in answer to @zoe, Tue 9 June 10:00",
                "And nobody answers, terrible / @bo, Tue 9 June 10:00",
            ]);
    }

    [Fact]
    public async Task The_last_five_are_kept_and_a_quote_is_called_one()
    {
        await using var talk = await InboxTalk.OpenAsync();
        var stage = talk.Stage;
        await talk.ReceiveAsync(
            stage.Item("This is terrible", kind: IncomingKind.Quote) with
            {
                Context =
                [
                    .. Enumerable
                        .Range(1, 9)
                        .Select(i => new ContextText($"r{i}", "mia", $"part {i}", stage.Now)),
                ],
            }
        );
        (await stage.CaseAsync(1))
            .Items.Single()
            .Context.Select(c => c.RemoteId)
            .ShouldBe(["r5", "r6", "r7", "r8", "r9"]);
        var card = InboxTalk.Text(talk.Wall(RoomPurpose.Mentions).Single());
        card.ShouldContain("Quote of our post: Talk @acme");
        card.ShouldContain("part 9");
    }
}
