namespace SocialBot.Commands;

internal static class Explain
{
    public static Task<int> RunAsync(
        string[] args,
        TextReader input,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    ) => Task.FromResult(1);
}
