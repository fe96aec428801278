using Shouldly;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

public sealed class BlueskySessionTests : BlueskyBench
{
    [Fact]
    public async Task A_session_is_renewed_before_it_ends_and_not_long_before()
    {
        Clock.Advance(TimeSpan.FromHours(1));
        (await PublishAsync("Half way")).ShouldBeOfType<PublishOutcome.Published>();
        Bluesky.Calls(Refresh).ShouldBe(0);

        Clock.Advance(TimeSpan.FromMinutes(58));
        (await PublishAsync("Two minutes left")).ShouldBeOfType<PublishOutcome.Published>();

        Bluesky.Calls(Refresh).ShouldBe(1);
        Bluesky.Calls(Put).ShouldBe(2);
        (await StoredAsync()).ProtectedSecret.ShouldNotBe($"sealed:{Account.Secret}");
    }

    [Fact]
    public async Task Twenty_calls_after_the_end_renew_once_and_all_go_out_once()
    {
        Clock.Advance(DoubleSessions.AccessLasts + TimeSpan.FromSeconds(1));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(n => Task.Run(() => PublishAsync(Account, $"Text {n}"), Ct))
        );

        outcomes.ShouldAllBe(o => o is PublishOutcome.Published);
        Bluesky.Calls(Refresh).ShouldBe(1);
        Bluesky.Calls(Put).ShouldBe(20);
        Bluesky.Records(Brand).Select(r => r.Text).ShouldBeUnique();
        Bluesky.Records(Brand).Count.ShouldBe(20);
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_is_renewed_and_the_post_is_out_once()
    {
        Bluesky.Befall(Put, Mishap.ExpireAccess);

        (await PublishAsync("In the middle")).ShouldBeOfType<PublishOutcome.Published>();

        Bluesky.Calls(Refresh).ShouldBe(1);
        Bluesky.Calls(Put).ShouldBe(2);
        Bluesky.Records(Brand).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_token_that_ends_again_right_after_is_not_tried_a_third_time()
    {
        Bluesky.Befall(Put, Mishap.ExpireAccess, times: 5);

        (await PublishAsync("Never")).ShouldBeOfType<PublishOutcome.SignInNeeded>();

        Bluesky.Calls(Refresh).ShouldBe(1);
        Bluesky.Calls(Put).ShouldBe(2);
    }

    [Fact]
    public async Task A_revoked_app_password_is_said_on_the_account_and_nothing_goes_out()
    {
        var copy = await ApproveAsync("Who are we?");
        Bluesky.Sessions.EndAccess(Brand);
        Bluesky.Sessions.RevokeRefresh(Brand);

        await Slice.WorkAsync(Lane.Network);

        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Missed);
        copy.Trouble!.Code.ShouldBe("network.sign-in");
        (await StoredAsync()).SignInNeeded.ShouldNotBeNullOrWhiteSpace();
        Bluesky.Records(Brand).ShouldBeEmpty();
        Bluesky.Calls(Refresh).ShouldBe(1);
    }

    [Theory]
    [InlineData(AccountStanding.Suspended, "taken this account down")]
    [InlineData(AccountStanding.TakenDown, "taken this account down")]
    [InlineData(AccountStanding.Deactivated, "deactivated")]
    public async Task An_account_that_may_not_act_is_told_so_plainly(
        AccountStanding standing,
        string said
    )
    {
        Brand.Standing = standing;

        (await PublishAsync("May I?"))
            .ShouldBeOfType<PublishOutcome.SignInNeeded>()
            .Reason.ShouldContain(said);
        Clock.Advance(DoubleSessions.AccessLasts);
        (await PublishAsync("And after the session's end?"))
            .ShouldBeOfType<PublishOutcome.SignInNeeded>()
            .Reason.ShouldContain(said);

        (await StoredAsync()).SignInNeeded!.ShouldContain(said);
        Bluesky.Records(Brand).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_account_that_is_no_longer_there_is_said_to_be_gone()
    {
        Bluesky.Forget(Brand);

        (await PublishAsync("Anybody?"))
            .ShouldBeOfType<PublishOutcome.SignInNeeded>()
            .Reason.ShouldContain("no longer knows this account");
    }

    [Fact]
    public async Task A_deactivated_account_is_not_connected()
    {
        Brand.Standing = AccountStanding.Deactivated;

        (await TypeAsync(Brand.Handle, Brand.AppPassword))
            .ShouldBeOfType<ConnectStep.Refused>()
            .Code.ShouldBe("deactivated");
    }

    [Fact]
    public async Task A_wrong_app_password_is_refused_and_the_right_one_still_works()
    {
        (await TypeAsync(Brand.Handle, "aaaa-bbbb-cccc-dddd"))
            .ShouldBeOfType<ConnectStep.Refused>()
            .Code.ShouldBe("wrong-password");
        (await TypeAsync(Brand.Handle, Brand.AppPassword)).ShouldBeOfType<ConnectStep.Connected>();
    }

    [Fact]
    public async Task The_thirty_first_sign_in_in_five_minutes_is_not_even_sent()
    {
        var before = Bluesky.Calls(SignIn);
        Clock.Advance(TimeSpan.FromMinutes(5)); // since it was connected

        for (var n = 0; n < 30; n++)
        {
            (
                await TypeAsync(Brand.Handle, "aaaa-bbbb-cccc-dddd")
            ).ShouldBeOfType<ConnectStep.Refused>();
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Bluesky.Calls(SignIn).ShouldBe(before + 30);

        var wait = (await TypeAsync(Brand.Handle, Brand.AppPassword))
            .ShouldBeOfType<ConnectStep.NotNow>()
            .After!.Value;
        wait.ShouldBe(TimeSpan.FromSeconds(270));
        Bluesky.Calls(SignIn).ShouldBe(before + 30);

        Clock.Advance(TimeSpan.FromMinutes(5));
        (await TypeAsync(Brand.Handle, Brand.AppPassword)).ShouldBeOfType<ConnectStep.Connected>();
    }

    [Fact]
    public async Task A_sign_in_that_the_network_limits_says_how_long()
    {
        Bluesky.Befall(SignIn, Mishap.RateLimit, wait: TimeSpan.FromSeconds(289));

        (await TypeAsync(Brand.Handle, Brand.AppPassword))
            .ShouldBeOfType<ConnectStep.NotNow>()
            .After.ShouldBe(TimeSpan.FromSeconds(289));
    }

    [Fact]
    public async Task A_renewal_whose_answer_is_lost_is_made_again()
    {
        Bluesky.Sessions.Grace = TimeSpan.FromHours(2); // as the real server's
        Clock.Advance(DoubleSessions.AccessLasts);
        Bluesky.Befall(Refresh, Mishap.LoseAnswer);

        (await PublishAsync("Once more")).ShouldBeOfType<PublishOutcome.TryLater>();
        (await StoredAsync()).SignInNeeded.ShouldBeNull();
        (await PublishAsync("Once more")).ShouldBeOfType<PublishOutcome.Published>();

        Bluesky.Calls(Refresh).ShouldBe(2);
        Bluesky.Records(Brand).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(Mishap.FailBefore)]
    [InlineData(Mishap.FailBeforeWithoutBody)]
    [InlineData(Mishap.RateLimit)]
    [InlineData(Mishap.LoseCall)]
    [InlineData(Mishap.Garble)]
    public async Task A_renewal_that_fails_for_a_while_does_not_end_the_sign_in(Mishap mishap)
    {
        Bluesky.Sessions.Grace = TimeSpan.FromHours(2);
        Clock.Advance(DoubleSessions.AccessLasts);
        Bluesky.Befall(Refresh, mishap, wait: TimeSpan.FromSeconds(30));

        (await PublishAsync("Later")).ShouldBeOfType<PublishOutcome.TryLater>();
        (await StoredAsync()).SignInNeeded.ShouldBeNull();

        Clock.Advance(TimeSpan.FromSeconds(30));
        (await PublishAsync("Later")).ShouldBeOfType<PublishOutcome.Published>();
    }

    [Fact]
    public async Task No_token_and_no_app_password_is_ever_in_the_logs()
    {
        await TypeAsync(Brand.Handle, Brand.AppPassword);
        await TypeAsync(Brand.Handle, "aaaa-bbbb-cccc-dddd");
        Clock.Advance(DoubleSessions.AccessLasts);
        await PublishAsync("words of ours");
        Bluesky.Befall(Put, Mishap.ExpireAccess);
        await PublishAsync("words of ours");
        Bluesky.Befall(Refresh, Mishap.FailAfter);
        Clock.Advance(DoubleSessions.AccessLasts);
        await PublishAsync("words of ours");
        Bluesky.Sessions.EndAccess(Brand);
        Bluesky.Sessions.RevokeRefresh(Brand);
        await PublishAsync("words of ours");

        (await StoredAsync()).SignInNeeded.ShouldNotBeNull();
        Logs.ShouldContain("cannot be renewed");
        Bluesky.Sessions.Secrets.Count.ShouldBeGreaterThan(6);
        foreach (var secret in Bluesky.Sessions.Secrets.Append(Brand.AppPassword))
            Logs.ShouldNotContain(secret);
        Logs.ShouldNotContain("aaaa-bbbb-cccc-dddd");
        Logs.ShouldNotContain("words of ours");
        Account.ToString().ShouldNotContain("ey");
    }
}
