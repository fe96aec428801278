using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;
using Act = SocialBot.Tests.Support.ScriptedNetwork.Act;

namespace SocialBot.Tests.Publishing;

/// <summary>A thread goes out part by part, each once and in order, and is resumed where it broke.</summary>
public sealed class ThreadTests
{
    private static readonly string[] Three = ["First", "Second", "Third"];

    [Fact]
    public async Task Each_part_answers_the_one_before_and_the_first_comment_follows_the_last()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ThreadAsync(Three, firstComment: "Directions");

        ShouldBeInOrder(stage, [.. Three, "Directions"]);
        InOrder(stage).Select(p => p.InReplyTo).ShouldBe([null, "r1", "r2", "r1"]);
        var copy = await stage.CopyAsync(post.Id);
        copy.NextPart.ShouldBeNull();
        copy.Parts.Select(p => (p.Number, p.RemoteId)).ShouldBe([(2, "r2"), (3, "r3")]);
        copy.Comment.ShouldBe(CommentStatus.Published);
        (await stage.AttemptsAsync()).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_answer_in_the_middle_doubles_nothing_and_the_rest_waits_for_it(
        bool itArrived
    )
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.TellsKeys = false;
        stage.Network.Next(
            new Act.Accept(),
            itArrived ? new Act.LoseAnswer() : new Act.LoseRequest()
        );
        var post = await stage.ThreadAsync(Three);
        (await stage.CopyAsync(post.Id)).NextPart!.Status.ShouldBe(PartStatus.Sending);
        stage.Network.Got.Count.ShouldBe(2);

        await stage.SettleAsync();

        ShouldBeInOrder(stage, Three);
        stage.Network.Got.Count.ShouldBe(itArrived ? 3 : 4);
    }

    [Fact]
    public async Task A_part_that_must_wait_holds_up_the_rest()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(40), "429"))
        );
        var post = await stage.ThreadAsync(Three);
        var part = (await stage.CopyAsync(post.Id)).NextPart!;
        part.Status.ShouldBe(PartStatus.Waiting);
        part.Trouble!.Until.ShouldBe(PostStage.Noon.AddMinutes(40));

        await stage.SettleAsync();

        ShouldBeInOrder(stage, Three);
    }

    [Fact]
    public async Task A_refused_part_is_told_and_goes_on_when_a_person_says_so()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.Rejected("suspended", "The account is suspended."))
        );
        var post = await stage.ThreadAsync(Three, firstComment: "Directions");
        await stage.SettleAsync();

        var part = (await stage.CopyAsync(post.Id)).NextPart!;
        part.Status.ShouldBe(PartStatus.Rejected);
        part.Trouble!.Said.ShouldBe("The account is suspended.");
        stage.Network.Live.Count.ShouldBe(1);
        (await stage.NoticesAsync()).ShouldContain($"post.part-trouble to {stage.Anna.Id}");

        await stage.PassAsync(TimeSpan.FromHours(5));
        (await stage.SendNowAsync(stage.Anna, post.Id)).ShouldBeDone();
        await stage.SettleAsync();

        ShouldBeInOrder(stage, [.. Three, "Directions"]);
        (await stage.SendNowAsync(stage.Anna, post.Id)).ShouldBeRefused("missed.none");
    }

    [Fact]
    public async Task An_ended_sign_in_stops_the_rest_until_a_person_sends_it()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.SignInNeeded("Signed out."))
        );
        var post = await stage.ThreadAsync(Three);
        await stage.PassAsync(TimeSpan.FromHours(5));

        var part = (await stage.CopyAsync(post.Id)).NextPart!;
        (part.Number, part.Status).ShouldBe((3, PartStatus.Missed));
        part.Trouble!.Code.ShouldBe("part.sign-in");
        stage.Network.Live.Count.ShouldBe(2);

        (await stage.SendNowAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.SettleAsync();
        ShouldBeInOrder(stage, Three);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_part_in_doubt_is_a_persons_business_and_then_the_rest_follows(bool isLive)
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(new Act.Accept(), new Act.LoseRequest());
        for (var i = 0; i < 5; i++)
            stage.Network.NextReading(new FoundPosts.Listed([], Complete: false));
        var post = await stage.ThreadAsync(Three);
        await stage.SettleAsync();
        (await stage.CopyAsync(post.Id)).NextPart!.Status.ShouldBe(PartStatus.Unconfirmed);

        (await stage.ResolveAsync(stage.Anna, post.Id, isLive)).ShouldBeDone();
        await stage.SettleAsync();

        if (isLive)
        {
            // Nobody knows the id of what is live: the third part has nothing to be put under.
            var last = (await stage.CopyAsync(post.Id)).NextPart!;
            (last.Number, last.Trouble!.Code).ShouldBe((3, "part.unanswerable"));
            (await stage.SendNowAsync(stage.Anna, post.Id)).ShouldBeRefused("missed.none");
            stage.Network.Live.Count.ShouldBe(1);
        }
        else
            ShouldBeInOrder(stage, Three);
    }

    [Fact]
    public async Task A_pause_in_the_middle_stops_the_rest_and_nothing_goes_on_by_itself()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Meanwhile = async () => await stage.PauseAsync(stage.Omar);
        var post = await stage.ThreadAsync(Three);
        stage.Network.Meanwhile = null;
        (await stage.CopyAsync(post.Id)).NextPart!.Trouble!.Code.ShouldBe("part.paused");

        (await stage.SendNowAsync(stage.Omar, post.Id)).ShouldBeRefused("pause.on");
        await stage.ResumeAsync(stage.Omar);
        await stage.PassAsync(TimeSpan.FromMinutes(5));
        stage.Network.Live.Count.ShouldBe(1);

        (await stage.SendNowAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.SettleAsync();
        ShouldBeInOrder(stage, Three);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_in_the_middle_is_taken_up_by_the_next_owner(bool itHadLeft)
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(1), "429"))
        );
        var post = await stage.ThreadAsync(Three);
        await stage.Slice.DbAsync(async db =>
        {
            var part = await db
                .Parts.Include(p => p.Copy)
                .SingleAsync(p => p.Number == 2, PostStage.Ct);
            part.Start(stage.Now + PublishCopy.TryWindow);
            db.Attempts.Add(
                new Attempt
                {
                    Subject = PublishPart.Subject(part.Id),
                    AccountId = part.Copy.AccountId,
                    Key = AttemptKey.New(stage.Now),
                    Revision = part.Copy.Revision,
                    IntentAt = stage.Now,
                }
            );
            return await db.SaveChangesAsync(PostStage.Ct);
        });
        if (itHadLeft)
            await stage.Network.ReplyAsync(
                stage.Network.Got.First().Account,
                "r1",
                new OutgoingPost("", "Second", []),
                PostStage.Ct
            );

        await stage.SettleAsync();

        ShouldBeInOrder(stage, Three);
        (await stage.CopyAsync(post.Id)).NextPart.ShouldBeNull();
    }

    [Fact]
    public async Task Taking_down_begins_with_what_came_last()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ThreadAsync(Three, firstComment: "Directions");
        (await stage.TakeDownAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.Slice.WorkAsync(Lane.Network);

        stage
            .Network.Got.Where(g => g.IsTakedown)
            .Select(g => g.InReplyTo)
            .ShouldBe(["r4", "r3", "r2", "r1"]);
        stage.Network.Live.ShouldBeEmpty();
        var copy = await stage.CopyAsync(post.Id);
        copy.TakenDownAt.ShouldNotBeNull();
        copy.Comment.ShouldBe(CommentStatus.TakenDown);
        (await stage.AuditAsync("part.taken-down")).Count.ShouldBe(3);
        (await stage.AuditAsync("post.taken-down")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_thread_taken_down_on_its_way_grows_no_more()
    {
        await using var stage = await PostStage.OpenAsync();
        stage.Network.Next(
            new Act.Accept(),
            new Act.Answer(new PublishOutcome.TryLater(TimeSpan.FromMinutes(5), "429"))
        );
        var post = await stage.ThreadAsync(Three);
        (await stage.TakeDownAsync(stage.Omar, post.Id)).ShouldBeDone();
        await stage.SettleAsync();

        stage.Network.Live.ShouldBeEmpty();
        stage.Network.Comments.Count.ShouldBe(1);
    }

    private static void ShouldBeInOrder(PostStage stage, string[] texts) =>
        InOrder(stage).Select(p => p.Text).ShouldBe(texts);

    private static IEnumerable<RemotePost> InOrder(PostStage stage) =>
        stage.Network.Live.OrderBy(p =>
            int.Parse(p.RemoteId[1..], System.Globalization.CultureInfo.InvariantCulture)
        );
}
