using Microsoft.EntityFrameworkCore;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Posts;

public sealed class CheckPostTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_that_its_network_would_refuse_is_not_submitted()
    {
        await using var slice = await Slice.OpenAsync();
        var x = await slice.AddAccountAsync("X");
        var post = await DraftAsync(slice, x, new string('a', 300));

        var refused = await SubmitAsync(slice, post.Id);

        refused
            .ShouldBeOfType<Outcome<Post>.Refused>()
            .Why.ToString()
            .ShouldBe("rule.text.too-long(X @acme, 300, 280, 20, weighted, 1)");
    }

    [Fact]
    public async Task A_warning_does_not_keep_a_copy_from_being_submitted()
    {
        await using var slice = await Slice.OpenAsync();
        var sandbox = await slice.AddAccountAsync("Sandbox");
        await DraftAsync(slice, sandbox, "We open our lab", Slice.Start.AddHours(5));
        var post = await DraftAsync(slice, sandbox, "We close it", Slice.Start.AddHours(5));

        (await FindingsAsync(slice, post.Id)).ShouldNotBeEmpty();
        (await SubmitAsync(slice, post.Id)).ShouldBeOfType<Outcome<Post>.Done>();
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(-15, true)]
    [InlineData(16, false)]
    [InlineData(-16, false)]
    public async Task Two_posts_within_a_quarter_of_an_hour_on_one_account_are_told(
        int minutesLater,
        bool told
    )
    {
        await using var slice = await Slice.OpenAsync();
        var at = Slice.Start.AddHours(5);
        var sandbox = await slice.AddAccountAsync("Sandbox");
        var first = await DraftAsync(slice, sandbox, "We open our lab", at);
        var second = await DraftAsync(slice, sandbox, "We close it", at.AddMinutes(minutesLater));

        var findings = await FindingsAsync(slice, second.Id);

        if (!told)
        {
            findings.ShouldBeEmpty();
            return;
        }
        var clash = findings.ShouldHaveSingleItem();
        clash.Code.ShouldBe("time.clash");
        clash.Blocks.ShouldBeFalse();
        clash.Args.ShouldBe([first.Id, new PlannedTime(at, "Europe/Berlin")]);
    }

    [Fact]
    public async Task The_same_time_on_another_account_is_no_clash()
    {
        await using var slice = await Slice.OpenAsync();
        var at = Slice.Start.AddHours(5);
        var sandbox = await slice.AddAccountAsync("Sandbox");
        var other = await slice.AddAccountAsync("Sandbox", "acme_de");
        await DraftAsync(slice, sandbox, "We open our lab", at);
        var post = await DraftAsync(slice, other, "We open our lab", at);

        (await FindingsAsync(slice, post.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_discarded_post_clashes_with_nothing()
    {
        await using var slice = await Slice.OpenAsync();
        var at = Slice.Start.AddHours(5);
        var sandbox = await slice.AddAccountAsync("Sandbox");
        var first = await DraftAsync(slice, sandbox, "We open our lab", at);
        await slice.DbAsync(async db =>
        {
            (await db.Copies.SingleAsync(c => c.PostId == first.Id, Ct)).Discard().ShouldBeNull();
            return await db.SaveChangesAsync(Ct);
        });
        var second = await DraftAsync(slice, sandbox, "We open our lab", at);

        (await FindingsAsync(slice, second.Id)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task The_same_text_on_the_same_account_is_told_for_thirty_days(
        int daysLater,
        bool told
    )
    {
        await using var slice = await Slice.OpenAsync();
        var sandbox = await slice.AddAccountAsync("Sandbox");
        var first = await DraftAsync(slice, sandbox, "We open our lab!");
        await slice.DbAsync(async db =>
        {
            var copy = await db.Copies.SingleAsync(c => c.PostId == first.Id, Ct);
            copy.Publish("remote-1", permalink: null, Slice.Start);
            return await db.SaveChangesAsync(Ct);
        });
        slice.Clock.Advance(TimeSpan.FromDays(daysLater));
        var second = await DraftAsync(slice, sandbox, " we open our LAB! ");

        var findings = await FindingsAsync(slice, second.Id);

        findings
            .Select(f => f.ToString())
            .ShouldBe(told ? [$"text.repeated({first.Id}, {Slice.Start})"] : []);
    }

    [Fact]
    public async Task Findings_of_the_network_and_of_the_calendar_stand_together()
    {
        await using var slice = await Slice.OpenAsync();
        var at = Slice.Start.AddHours(5);
        var x = await slice.AddAccountAsync("X");
        await DraftAsync(slice, x, "We open our lab", at);
        var post = await DraftAsync(slice, x, new string('a', 281), at);

        (await FindingsAsync(slice, post.Id))
            .Select(f => f.Code)
            .ShouldBe(["text.too-long", "time.clash"]);
    }

    [Theory]
    [InlineData(CopyStatus.InReview, true)]
    [InlineData(CopyStatus.Approved, true)]
    [InlineData(CopyStatus.Published, true)]
    [InlineData(CopyStatus.Draft, false)]
    [InlineData(CopyStatus.Discarded, false)]
    public async Task A_text_is_repeated_where_the_other_went_out_or_still_may(
        CopyStatus status,
        bool told
    )
    {
        await using var slice = await Slice.OpenAsync();
        var sandbox = await slice.AddAccountAsync("Sandbox");
        var first = await DraftAsync(slice, sandbox, "We open our lab!");
        await slice.DbAsync(db =>
            db.Copies.Where(c => c.PostId == first.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.Status, status), Ct)
        );
        var second = await DraftAsync(slice, sandbox, "We open our lab!");

        (await FindingsAsync(slice, second.Id)).Count.ShouldBe(told ? 1 : 0);
    }

    private static async Task<Post> DraftAsync(
        Slice slice,
        Account account,
        string text,
        DateTimeOffset? at = null
    )
    {
        var drafted = await slice.RunAsync<DraftPost, Outcome<Post>>(d =>
            d.RunAsync(
                slice.Anna,
                [account.Id],
                new CopyContent { Text = text },
                at is { } when ? new PlannedTime(when, "Europe/Berlin") : null,
                Ct
            )
        );
        return drafted.ShouldBeOfType<Outcome<Post>.Done>().Value;
    }

    private static Task<Outcome<Post>> SubmitAsync(Slice slice, long postId) =>
        slice.RunAsync<SubmitPost, Outcome<Post>>(s =>
            s.RunAsync(slice.Anna, postId, shownVersion: null, Ct)
        );

    private static Task<IReadOnlyList<RuleFinding>> FindingsAsync(Slice slice, long postId) =>
        slice.InAsync(async services =>
        {
            var db = (Core.Storage.SocialBotDb)
                services.GetService(typeof(Core.Storage.SocialBotDb))!;
            var check = (CheckPost)services.GetService(typeof(CheckPost))!;
            var copy = await db
                .Copies.Include(c => c.Account)
                .SingleAsync(c => c.PostId == postId, Ct);
            return await check.FindingsAsync(copy, Ct);
        });
}
