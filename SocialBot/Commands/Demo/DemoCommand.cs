using System.Globalization;

namespace SocialBot.Commands.Demo;

/// <summary>
/// <c>demo</c>: plays the whole story on a fresh instance and prints it; 0 only if every step held. <c>demo --bluesky FILE</c>: the story with
/// Bluesky's own servers, which the file describes; without a file, the one that <c>SOCIALBOT_BLUESKY</c> names.
/// </summary>
internal static class DemoCommand
{
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        switch (args)
        {
            case []:
                return await TellAsync(
                    output,
                    await DemoBot.OpenAsync(ct),
                    (bot, tell) => new DemoStory(bot, tell).PlayAsync(ct)
                );
            case ["--bluesky", .. { Length: <= 1 } file]:
                return await WithBlueskyAsync(file, output, error, ct);
            default:
                await error.WriteLineAsync(
                    $"'demo' takes nothing, or --bluesky FILE; I do not know '{args[0]}'."
                );
                return 2;
        }
    }

    private static async Task<int> WithBlueskyAsync(
        string[] named,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        var file =
            named.Length == 1 ? named[0] : Environment.GetEnvironmentVariable("SOCIALBOT_BLUESKY");
        if (string.IsNullOrEmpty(file) || !File.Exists(file))
        {
            await error.WriteLineAsync(
                "No Bluesky network is running here: name the file that describes one, or run this by .ci/with-bluesky."
            );
            return 2;
        }
        using var bluesky = await DemoBluesky.OpenAsync(file, ct);
        // Its servers date what they keep by the real time.
        var bot = await DemoBot.OpenAsync(
            ct,
            bluesky.Settings,
            start: TimeProvider.System.GetUtcNow()
        );
        return await TellAsync(
            output,
            bot,
            (bot, tell) => new BlueskyStory(bot, bluesky, tell).PlayAsync(ct)
        );
    }

    private static async Task<int> TellAsync(
        TextWriter output,
        DemoBot opened,
        Func<DemoBot, Transcript, Task> story
    )
    {
        await using var bot = opened;
        var began = TimeProvider.System.GetTimestamp();
        var transcript = new Transcript(output, () => bot.LocalNow);
        try
        {
            await story(bot, transcript);
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
