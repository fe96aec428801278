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
    public async Task The_demo_takes_no_arguments_and_says_so()
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
