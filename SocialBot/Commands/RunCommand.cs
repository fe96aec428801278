using System.Reflection;
using SocialBot.Commands.Demo;
using SocialBot.Connectors.Networks.Sandbox.Server;
using SocialBot.Settings;

namespace SocialBot.Commands;

/// <summary>Chooses what the program was started for; without a word it is the bot itself.</summary>
internal static class RunCommand
{
    private static readonly string[] Words =
    [
        "demo",
        "explain",
        "sandbox",
        "workspace",
        "manifest",
        "verify-audit",
        "migrate",
        "--help",
        "--version",
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        switch (args)
        {
            case ["demo", .. var rest]:
                return await DemoCommand.RunAsync(rest, Console.Out, Console.Error, stop.Token);
            case ["explain", .. var rest]:
                return await Explain.RunAsync(
                    rest,
                    Console.In,
                    Console.Out,
                    Console.Error,
                    stop.Token
                );
            case ["sandbox", .. var rest]:
                return await SandboxProgram.RunAsync(rest, stop.Token);
            case ["workspace", .. var rest]:
                return await WorkspaceCommand.RunAsync(
                    rest,
                    Console.Out,
                    Console.Error,
                    stop.Token
                );
            case ["manifest", .. var rest]:
                return await ManifestCommand.RunAsync(rest, Console.Out, Console.Error, stop.Token);
            case ["verify-audit", .. var rest]:
                return await VerifyAuditCommand.RunAsync(rest, Console.Out, stop.Token);
            case ["migrate", .. var rest]:
                return await MigrateCommand.RunAsync(rest, Console.Out, stop.Token);
            case ["--help" or "-h" or "help", ..]:
                await Console.Out.WriteLineAsync(HelpText.All);
                return 0;
            case ["--version", ..]:
                await Console.Out.WriteLineAsync(Version());
                return 0;
            default:
                return UnknownWord(args) is { } word ? Refuse(word) : await ServeAsync(args);
        }
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        await using var app = SocialBotApp.Build(args);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (IsBadSetting(e))
        {
            await Console.Error.WriteLineAsync(
                $"SocialBot does not start: these settings are missing or wrong.{Environment.NewLine}{SettingsRegistration.Explain(e)}"
            );
            return 1;
        }
        WhereToGo.Print(app, Console.Out);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static bool IsBadSetting(Exception e) =>
        e is Microsoft.Extensions.Options.OptionsValidationException
        || e is AggregateException many
            && many.Flatten()
                .InnerExceptions.All(i =>
                    i is Microsoft.Extensions.Options.OptionsValidationException
                );

    /// <summary>The first argument that is neither a setting (<c>--Key=value</c>, <c>--urls …</c>) nor a setting's value.</summary>
    private static string? UnknownWord(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                return args[i];
            if (args[i].Contains('=', StringComparison.Ordinal))
                continue;
            if (i + 1 >= args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal))
                return args[i];
            i++;
        }
        return null;
    }

    private static int Refuse(string word)
    {
        var nearest =
            Words.FirstOrDefault(w => w.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            ?? Words.MinBy(w => Distance(w.TrimStart('-'), word.TrimStart('-')))!;
        Console.Error.WriteLine(
            $"I do not know '{word}'. Did you mean '{nearest}'? --help lists everything."
        );
        return 2;
    }

    /// <summary>Levenshtein.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (corner, left) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                left = row[j] = Math.Min(
                    Math.Min(left, above) + 1,
                    corner + (a[i - 1] == b[j - 1] ? 0 : 1)
                );
                corner = above;
            }
        }
        return row[^1];
    }

    private static string Version() =>
        typeof(RunCommand)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
