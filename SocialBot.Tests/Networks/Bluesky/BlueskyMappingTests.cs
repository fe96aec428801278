using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>What each code of the network becomes: one of the shapes, and words for people.</summary>
public sealed class BlueskyMappingTests
{
    [Theory]
    [InlineData(400, "ExpiredToken")]
    [InlineData(400, "InvalidToken")]
    [InlineData(401, "AuthMissing")]
    [InlineData(401, "AuthenticationRequired")]
    [InlineData(401, "http-401")]
    [InlineData(401, "AccountTakedown")]
    [InlineData(401, "AccountDeactivated")]
    [InlineData(400, "AccountSuspended")]
    [InlineData(403, "AccountNotFound")]
    [InlineData(400, "RepoTakendown")]
    [InlineData(400, "RepoDeactivated")]
    public void Whatever_is_wrong_with_the_account_asks_for_its_owner(int status, string code) =>
        Map(status, code).ShouldBeOfType<PublishOutcome.SignInNeeded>();

    [Theory]
    [InlineData("AccountTakedown", "taken this account down")]
    [InlineData("AccountSuspended", "suspended")]
    [InlineData("AccountDeactivated", "deactivated")]
    [InlineData("AccountNotFound", "no longer knows this account")]
    [InlineData("ExpiredToken", "Connect the account again")]
    public void What_is_wrong_is_said_plainly(string code, string words) =>
        Map(401, code).ShouldBeOfType<PublishOutcome.SignInNeeded>().Reason.ShouldContain(words);

    [Theory]
    [InlineData(400, "InvalidRequest", "invalid")]
    [InlineData(404, "http-404", "invalid")]
    [InlineData(413, "PayloadTooLarge", "media.too-big")]
    [InlineData(413, "http-413", "media.too-big")]
    [InlineData(400, "BlobTooLarge", "media.too-big")]
    [InlineData(400, "InvalidMimeType", "media.type")]
    [InlineData(501, "MethodNotImplemented", "unsupported")]
    public void A_refusal_says_what_to_change(int status, string code, string becomes)
    {
        var rejected = Map(status, code).ShouldBeOfType<PublishOutcome.Rejected>();

        rejected.Code.ShouldBe(becomes);
        rejected.Reason.ShouldEndWith(".");
    }

    [Theory]
    [InlineData(400, "BlobNotFound")]
    [InlineData(400, "InvalidSwap")]
    [InlineData(400, "UpstreamFailure")]
    [InlineData(302, "http-302")]
    public void What_may_work_a_moment_later_is_tried_later(int status, string code) =>
        Map(status, code).ShouldBeOfType<PublishOutcome.TryLater>();

    [Fact]
    public void A_rate_limit_waits_as_long_as_the_network_says()
    {
        var wait = TimeSpan.FromSeconds(90);

        Outcomes
            .Of(
                new XrpcAnswer<Written>.Refused(
                    429,
                    "RateLimitExceeded",
                    "Rate Limit Exceeded",
                    wait
                )
            )
            .ShouldBe(new PublishOutcome.TryLater(wait, Reasons.TooMany));
    }

    [Fact]
    public void The_servers_own_words_stand_beside_ours_on_one_line_and_not_too_long()
    {
        var said = $"Invalid app.bsky.feed.post record:\n  {new string('x', 5_000)}";

        var reason = Outcomes
            .Of(new XrpcAnswer<Written>.Refused(400, "InvalidRequest", said, After: null))
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Reason;

        reason.ShouldStartWith("Bluesky does not take this as it is.");
        reason.ShouldNotContain("\n");
        reason.Length.ShouldBeLessThan(300);
    }

    [Theory]
    [InlineData("grapheme too big (maximum 300, got 301) at $.record.text", "text.too-long")]
    [InlineData("string too big (maximum 3000, got 3250) at $.record.text", "text.too-long")]
    [InlineData(
        "blob too big (maximum 2000000, got 3000000) at $.record.embed.images[0].image",
        "media.too-big"
    )]
    [InlineData("Invalid language (got \"e_n\") at $.record.langs[0]", "invalid")]
    public void Where_the_server_names_what_is_wrong_the_words_do(string said, string code) =>
        Outcomes
            .Of(
                new XrpcAnswer<Written>.Refused(
                    400,
                    "InvalidRequest",
                    $"Invalid app.bsky.feed.post record: {said}",
                    After: null
                )
            )
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Code.ShouldBe(code);

    [Fact]
    public void What_got_lost_may_be_out_only_when_it_was_the_post_itself()
    {
        var lost = new XrpcAnswer<Written>.Lost("The connection to Bluesky broke.");

        Outcomes.Of(lost).ShouldBeOfType<PublishOutcome.Unconfirmed>();
        Outcomes.BeforeWriting(lost).ShouldBeOfType<PublishOutcome.TryLater>();
    }

    [Theory]
    [InlineData("bblz-r3j4-aber-o5lq", true)]
    [InlineData("here it is: XWL7-kjqr-a2ec-6xlz, thanks", true)]
    [InlineData("my password is well-known", false)]
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", false)]
    [InlineData("aaaa-bbbb-cccc-dddd-eeee", false)]
    [InlineData("abcd-efgh-0189-mnop", false)]
    [InlineData("", false)]
    public void An_app_password_is_known_by_its_shape(string text, bool secret) =>
        BlueskyPages.Connecting().LooksLikeSecret(text).ShouldBe(secret);

    private static PublishOutcome Map(int status, string code) =>
        Outcomes.Of(new XrpcAnswer<Written>.Refused(status, code, "Said the server", After: null));
}
