using Shouldly;
using SocialBot.Commands.Demo;
using Xunit;

namespace SocialBot.Tests.Stories;

public sealed class DemoTests
{
    [Fact]
    public async Task Every_step_of_the_demo_holds()
    {
        using var transcript = new StringWriter();
        var exit = await DemoCommand.RunAsync(
            [],
            transcript,
            TextWriter.Null,
            TestContext.Current.CancellationToken
        );
        transcript.ToString().ShouldNotContain("✗");
        transcript.ToString().ShouldContain("✓ its chain holds");
        exit.ShouldBe(0, transcript.ToString());
    }

    [Fact]
    public async Task Every_step_of_the_story_holds_with_Bluesky_s_own_servers()
    {
        var network = Environment.GetEnvironmentVariable("SOCIALBOT_BLUESKY");
        Assert.SkipWhen(
            string.IsNullOrEmpty(network),
            "No Bluesky network is running here: SOCIALBOT_BLUESKY names none."
        );
        using var transcript = new StringWriter();
        var exit = await DemoCommand.RunAsync(
            ["--bluesky", network!],
            transcript,
            TextWriter.Null,
            TestContext.Current.CancellationToken
        );
        Assert.True(exit == 0, transcript.ToString());
        transcript.ToString().ShouldContain("✓ the digest tells what came of it on Bluesky");
    }

    [Fact]
    public async Task The_demo_without_its_Bluesky_network_says_how_to_get_one()
    {
        using var error = new StringWriter();
        (
            await DemoCommand.RunAsync(
                ["--bluesky", "/nowhere/bluesky.json"],
                TextWriter.Null,
                error,
                TestContext.Current.CancellationToken
            )
        ).ShouldBe(2);
        error.ToString().ShouldContain(".ci/with-bluesky");
    }

    [Fact]
    public async Task The_demo_takes_no_other_arguments_and_says_so()
    {
        using var error = new StringWriter();
        (
            await DemoCommand.RunAsync(
                ["--fast"],
                TextWriter.Null,
                error,
                TestContext.Current.CancellationToken
            )
        ).ShouldBe(2);
        error.ToString().ShouldContain("--fast");
    }
}
