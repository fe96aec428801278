namespace SocialBot.Commands;

internal static class Demo
{
    public static Task<int> RunAsync(string[] args, TextWriter output, CancellationToken ct) =>
        Task.FromResult(1);
}

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
