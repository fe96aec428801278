using System.Collections.Concurrent;
using System.Diagnostics;

namespace SocialBot.Tests.Support;

/// <summary>The program, started as people start it, in a process of its own that can be killed.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly Process process;

    private ChildProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', lines);

    public static ChildProcess Start(string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SocialBot.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The first line that has the word in it.</summary>
    public async Task<string> LineAsync(string word)
    {
        await Eventually.TrueAsync(
            () =>
                Line(word) is not null
                || (
                    process.HasExited
                        ? throw new InvalidOperationException($"It ended:\n{Output}")
                        : false
                ),
            $"a line with '{word}'",
            TimeSpan.FromSeconds(60)
        );
        return Line(word)!;
    }

    /// <summary>Waits until it ends by itself, within a minute, and returns its exit code.</summary>
    public async Task<int> ExitAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private string? Line(string word) =>
        lines.FirstOrDefault(l => l.Contains(word, StringComparison.Ordinal));

    private void Take(string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
