using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace SocialBot.Benchmarks.Turns;

/// <summary>
/// <c>turns [--turns 1000] [--at 1,16,64] [--rounds 5] [--rate 0]</c>: what a chat turn costs, from <c>POST /api/messages</c> with
/// a token to the reply at the connector, beside a raw relay. Subjects take turns in every round; a machine that is louder in one
/// round is louder for all of them, so the ratio is what to look at. With a rate, so many turns a second are sent.
/// </summary>
internal static class MeasureTurns
{
    private const string Usage =
        "turns [--turns 1000] [--at 1,16,64] [--rounds 5] [--rate 0] [--warm-ups 8]";

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (ReadArguments(args) is not { } asked)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
        await using var farEnd = await FarEnd.StartAsync();
        await using var authority = await Authority.StartAsync();
        using var clients = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        using var client = clients.GetRequiredService<IHttpClientFactory>().CreateClient();
        var folder = Directory.CreateTempSubdirectory("socialbot-turns-");
        try
        {
            await using var relay = await Subject.StartAsync(
                "SocialBot.Benchmarks.dll",
                "turns-relay",
                "--urls=http://127.0.0.1:0"
            );
            IReadOnlyList<string> settings =
            [
                .. authority.Settings(new Uri(farEnd.ServiceUrl).Authority),
                .. Enumerable
                    .Range(0, asked.At.Max())
                    .Select(p =>
                        $"--SampleData:TeamsMembers:{Senders.Tenant}/{Senders.UserOf(p)}=anna"
                    ),
            ];
            // A bot each: thousands of open drafts would be what the other turn has to look through.
            await using var asking = await StartBotAsync(folder, "asking", settings);
            await using var drafting = await StartBotAsync(folder, "drafting", settings);
            await UntilReadyAsync(client, asking);
            await UntilReadyAsync(client, drafting);
            foreach (var at in asked.At)
            {
                var rounds = await RunRoundsAsync(
                    asked,
                    new Senders(client, farEnd, authority.TokenFor(farEnd.ServiceUrl), at),
                    farEnd,
                    [
                        (relay, TurnKind.Relayed),
                        (asking, TurnKind.Waiting),
                        (drafting, TurnKind.Draft),
                    ]
                );
                await ReportAsync(asked, at, rounds, asking.ResidentBytes);
            }
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Round>> RunRoundsAsync(
        Arguments asked,
        Senders senders,
        FarEnd farEnd,
        IReadOnlyList<(Subject Subject, TurnKind Kind)> runs
    )
    {
        foreach (var (subject, kind) in runs)
            await WarmUpAsync(senders, farEnd, subject, kind, asked);
        var rounds = new List<Round>();
        for (var number = 1; number <= asked.Rounds; number++)
        {
            var costs = new List<Cost>();
            foreach (var (subject, kind) in runs)
                costs.Add(await MeasureAsync(senders, farEnd, subject, kind, asked));
            rounds.Add(new Round(number, costs));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {number}: {string.Join(", ", costs.Select(c => $"{c.Kind} {c.CpuMicros:f0} us"))}"
                )
            );
        }
        return rounds;
    }

    /// <summary>
    /// Until the runtime has compiled what is hot: for the first thousands of turns most of the CPU is the compiler's.
    /// </summary>
    private static async Task WarmUpAsync(
        Senders senders,
        FarEnd farEnd,
        Subject subject,
        TurnKind kind,
        Arguments asked
    )
    {
        var before = double.MaxValue;
        for (var run = 0; run < asked.WarmUps; run++)
        {
            var cost = await MeasureAsync(senders, farEnd, subject, kind, asked);
            if (cost.CpuMicros > before * 0.9 && run > 1)
                break;
            before = Math.Min(before, cost.CpuMicros);
        }
    }

    private static async Task<Cost> MeasureAsync(
        Senders senders,
        FarEnd farEnd,
        Subject subject,
        TurnKind kind,
        Arguments asked
    )
    {
        var (replies, cpu, start) = (
            farEnd.Replies,
            subject.Cpu,
            TimeProvider.System.GetTimestamp()
        );
        var turns = asked.Turns;
        var waits =
            asked.Rate > 0
                ? await senders.RunPacedAsync(subject.Address, kind, turns, asked.Rate)
                : await senders.RunAsync(subject.Address, kind, turns);
        var took = TimeProvider.System.GetElapsedTime(start);
        // What a reply leaves to do (its row is finished after it left) belongs to its turn.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        var spent = subject.Cpu - cpu;
        var arrived = farEnd.Replies - replies;
        if (arrived != turns)
            throw new InvalidOperationException(
                $"{kind.Name}: {turns} turns were sent and {arrived} replies arrived."
            );
        return new Cost(
            kind.Name,
            spent.TotalMicroseconds / turns,
            At(waits, 0.50).TotalMilliseconds,
            At(waits, 0.99).TotalMilliseconds,
            turns / took.TotalSeconds
        );
    }

    private static Task<Subject> StartBotAsync(
        DirectoryInfo folder,
        string name,
        IReadOnlyList<string> settings
    ) =>
        Subject.StartAsync(
            "SocialBot.dll",
            [
                "--environment=Development",
                $"--contentRoot={folder.CreateSubdirectory(name).FullName}",
                "--urls=http://127.0.0.1:0",
                "--Logging:LogLevel:Default=Warning",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
                .. settings,
            ]
        );

    private static async Task UntilReadyAsync(HttpClient client, Subject bot)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var health = await client.GetAsync(
                new Uri(bot.Address, "/health/ready"),
                patience.Token
            );
            var state = await health.Content.ReadFromJsonAsync<JsonElement>(patience.Token);
            if (state.GetProperty("status").GetString() == "Healthy")
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
        }
    }

    private static async Task ReportAsync(
        Arguments asked,
        int at,
        IReadOnlyList<Round> rounds,
        long residentBytes
    )
    {
        var kinds = rounds[0].Costs.Select(c => c.Kind).ToList();
        var lines = kinds.Select((kind, i) => Summary(kind, rounds, i)).ToList();
        Console.WriteLine();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{asked.Turns} turns in each of {asked.Rounds} rounds, {at} at a time{(asked.Rate > 0 ? $", {asked.Rate} a second" : "")}; {Environment.ProcessorCount} cores; bot {residentBytes / 1024 / 1024} MB resident"
            )
        );
        Console.WriteLine("| turn | CPU us | beside the relay | p50 ms | p99 ms | turns/s |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var line in lines)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {line.Kind} | {line.CpuMicros:f0} | {line.RatioToRelay:f1} | {line.P50:f1} | {line.P99:f1} | {line.PerSecond:f0} |"
                )
            );

        var folder = Directory.CreateDirectory("BenchmarkDotNet.Artifacts");
        var path = Path.Combine(
            folder.FullName,
            string.Create(
                CultureInfo.InvariantCulture,
                $"turns-at-{at}{(asked.Rate > 0 ? $"-rate-{asked.Rate}" : "")}.json"
            )
        );
        await File.WriteAllTextAsync(
            path,
            JsonSerializer.Serialize(
                new
                {
                    At = TimeProvider.System.GetUtcNow(),
                    Cores = Environment.ProcessorCount,
                    Asked = asked,
                    ResidentBytes = residentBytes,
                    Summary = lines,
                    Rounds = rounds,
                },
                Indented
            )
        );
        Console.WriteLine($"Written: {path}");
    }

    /// <summary>Medians over the rounds; the ratio is the median of the ratios of each round.</summary>
    private static Line Summary(string kind, IReadOnlyList<Round> rounds, int index) =>
        new(
            kind,
            Median(rounds.Select(r => r.Costs[index].CpuMicros)),
            Median(rounds.Select(r => r.Costs[index].CpuMicros / r.Costs[0].CpuMicros)),
            Median(rounds.Select(r => r.Costs[index].P50)),
            Median(rounds.Select(r => r.Costs[index].P99)),
            Median(rounds.Select(r => r.Costs[index].PerSecond))
        );

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static TimeSpan At(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];

    private static Arguments? ReadArguments(string[] args)
    {
        var asked = new Arguments(Turns: 1000, At: [1, 16, 64], Rounds: 5, Rate: 0, WarmUps: 8);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || Numbers(args[i + 1]) is not [var value, ..] numbers)
                return null;
            switch (args[i])
            {
                case "--turns":
                    asked = asked with { Turns = value };
                    break;
                case "--at":
                    asked = asked with { At = numbers };
                    break;
                case "--rounds":
                    asked = asked with { Rounds = value };
                    break;
                case "--rate":
                    asked = asked with { Rate = value };
                    break;
                case "--warm-ups":
                    asked = asked with { WarmUps = value };
                    break;
                default:
                    return null;
            }
        }
        return asked;
    }

    /// <summary><c>1,16,64</c>; none when one of them is no number above 0.</summary>
    private static List<int> Numbers(string text)
    {
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (
                !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number == 0
            )
                return [];
            numbers.Add(number);
        }
        return numbers;
    }

    /// <param name="At">How many people write at a time; each number is a run of its own.</param>
    /// <param name="Rate">Turns a second; 0 = as many as there can be.</param>
    private sealed record Arguments(
        int Turns,
        IReadOnlyList<int> At,
        int Rounds,
        int Rate,
        int WarmUps
    );

    private sealed record Round(int Number, IReadOnlyList<Cost> Costs);

    private sealed record Cost(
        string Kind,
        double CpuMicros,
        double P50,
        double P99,
        double PerSecond
    );

    private sealed record Line(
        string Kind,
        double CpuMicros,
        double RatioToRelay,
        double P50,
        double P99,
        double PerSecond
    );
}
