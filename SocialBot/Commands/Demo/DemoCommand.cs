using System.Globalization;

namespace SocialBot.Commands.Demo;

/// <summary><c>demo</c>: plays the whole story on a fresh instance and prints it; 0 only if every step held.</summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        if (args.Length > 0)
        {
            await error.WriteLineAsync($"'demo' takes no arguments; I do not know '{args[0]}'.");
            return 2;
        }
        var began = TimeProvider.System.GetTimestamp();
        await using var bot = await DemoBot.OpenAsync(ct);
        var transcript = new Transcript(output, () => bot.LocalNow);
        try
        {
            await new DemoStory(bot, transcript).PlayAsync(ct);
        }
        catch (StoryBrokeException broke)
        {
            transcript.Broke(broke.Message);
        }
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        await output.WriteLineAsync();
        await output.WriteLineAsync(
            transcript.Failed == 0
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"All {transcript.Checks} checks held, in {seconds:0} seconds."
                )
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{transcript.Failed} of {transcript.Checks} checks did not hold."
                )
        );
        return transcript.Failed == 0 ? 0 : 1;
    }
}
