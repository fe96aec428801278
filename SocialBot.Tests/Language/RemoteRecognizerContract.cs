using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Connectors.Language;
using SocialBot.Core.Language;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Language;

/// <summary>What every outside recognizer must do, whoever runs it; each inherits this and adds its own wire.</summary>
public abstract class RemoteRecognizerContract : IAsyncLifetime
{
    protected const string Key = "0123456789abcdef0123456789abcdef";

    private readonly FakeTimeProvider clock = new(
        new DateTimeOffset(2026, 6, 9, 8, 0, 0, TimeSpan.Zero)
    );
    private readonly CapturedLogs logs = new();
    private readonly LocalDouble local = new();
    private ServiceProvider services = null!;

    internal LanguageServiceDouble Service { get; private set; } = null!;

    protected abstract string Provider { get; }

    protected abstract Dictionary<string, string?> Settings(string address);

    protected abstract void Add(IServiceCollection services, IConfiguration configuration);

    /// <summary>An answer in the vendor's words.</summary>
    protected abstract string Wire(params (string Intent, double Score)[] intents);

    /// <summary>Well-formed JSON that is no such answer.</summary>
    public static TheoryData<string> Nonsense =>
        [
            "",
            "{}",
            "null",
            "[]",
            "<html>busy</html>",
            "{\"prediction\":",
            "{\"result\":{\"prediction\":{}}}",
            "{\"prediction\":{\"intents\":{}}}",
            "42",
        ];

    public async ValueTask InitializeAsync()
    {
        Service = await LanguageServiceDouble.StartAsync();
        services = Build(Settings(Service.Address));
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Service.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_service_decides_and_is_named()
    {
        Service.Answer = LanguageServiceDouble.Says(
            Wire(("post.list", 0.1), ("post.approve", 0.8), ("None", 0.05))
        );

        var recognized = await AskAsync("approve 214");

        Recognizer.Name.ShouldBe(Provider);
        recognized.Intent.ShouldBe("post.approve");
        recognized.Score.ShouldBe(0.8, tolerance: 1e-6);
        recognized.Margin.ShouldBe(0.7, tolerance: 1e-6);
        recognized
            .Ranked.Select(r => r.Intent)
            .ShouldBe(["post.approve", "post.list", Recognition.None]);
        recognized.IsSure.ShouldBeTrue();
        logs.All.ShouldNotContain("Warning");
    }

    [Fact]
    public async Task A_not_is_read_here_whatever_the_service_says()
    {
        Service.Answer = LanguageServiceDouble.Says(Wire(("post.approve", 0.99)));
        local.Negated = true;
        (await AskAsync("I don't approve")).IsSure.ShouldBeFalse();
    }

    [Fact]
    public async Task The_key_travels_in_its_header_and_neither_it_nor_the_text_is_logged()
    {
        Service.Answer = LanguageServiceDouble.Says(Wire(("help", 0.9)));
        await AskAsync("a very private sentence");
        Service.Answer = LanguageServiceDouble.Says("{}", 500);
        await AskAsync("a very private sentence");

        Service.Requests.ShouldAllBe(r => r.Headers["Ocp-Apim-Subscription-Key"] == Key);
        Service.Requests.ShouldAllBe(r =>
            !r.Query.Values.Any(v => v.Contains(Key) || v.Contains("private"))
        );
        logs.All.ShouldNotContain(Key);
        logs.All.ShouldNotContain("private");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(302)]
    public async Task A_refusal_is_answered_locally_and_said_once(int status)
    {
        Service.Answer = LanguageServiceDouble.Says(
            "{\"error\":{\"code\":\"X\",\"message\":\"a secret of theirs\"}}",
            status
        );

        for (var i = 0; i < 5; i++)
        {
            (await AskAsync("approve 214")).ShouldBeSameAs(local.Answer);
            clock.Advance(RemoteRecognizer.Rest * 11);
        }

        Service.Requests.Count.ShouldBe(5);
        Lines($"{Provider} is away (HTTP {status})").ShouldBe(1);
        logs.All.ShouldNotContain("a secret of theirs");
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_answered_locally(string body)
    {
        Service.Answer = LanguageServiceDouble.Says(body);
        (await AskAsync("approve 214")).ShouldBeSameAs(local.Answer);
        Lines("is away").ShouldBe(1);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    public async Task An_impossible_score_is_nonsense_too(double score)
    {
        Service.Answer = LanguageServiceDouble.Says(Wire(("post.approve", score)));
        (await AskAsync("approve 214")).ShouldBeSameAs(local.Answer);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_answered_locally()
    {
        Service.Answer = LanguageServiceDouble.BreaksOff(Wire(("post.approve", 0.9)));
        (await AskAsync("approve 214")).ShouldBeSameAs(local.Answer);
        Lines("is away").ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_two_seconds()
    {
        var asked = new TaskCompletionSource();
        Service.Answer = async context =>
        {
            asked.SetResult();
            await NeverAsync(context);
        };

        var answer = AskAsync("approve 214");
        await asked.Task;
        answer.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));

        (await answer).ShouldBeSameAs(local.Answer);
        Lines("is away (no answer in time)").ShouldBe(1);
    }

    [Fact]
    public async Task A_service_nobody_listens_at_is_answered_for_locally()
    {
        await using var alone = Build(Settings("http://127.0.0.1:1"));
        (
            await alone
                .GetRequiredService<IRecognizesIntents>()
                .RecognizeAsync("approve 214", "en", Ct)
        ).ShouldBeSameAs(local.Answer);
        Lines("is away (ConnectionError)").ShouldBe(1);
    }

    [Fact]
    public async Task It_rests_after_a_failure_and_is_asked_again_later()
    {
        Service.Answer = LanguageServiceDouble.Says("{}", 503);
        await AskAsync("approve 214");
        Service.Answer = LanguageServiceDouble.Says(Wire(("post.approve", 0.9)));

        (await AskAsync("approve 214")).ShouldBeSameAs(local.Answer);
        Service.Requests.Count.ShouldBe(1);

        clock.Advance(RemoteRecognizer.Rest);
        (await AskAsync("approve 214")).Score.ShouldBe(0.9, tolerance: 1e-6);
        Lines("is away").ShouldBe(1);
        Lines("answers again").ShouldBe(1);

        Service.Answer = LanguageServiceDouble.Says("{}", 500);
        await AskAsync("approve 214");
        Lines("is away").ShouldBe(2);
    }

    [Fact]
    public async Task A_busy_service_is_left_alone_for_as_long_as_it_says()
    {
        Service.Answer = LanguageServiceDouble.Says("{}", 429, retryAfter: "90");
        await AskAsync("approve 214");
        clock.Advance(TimeSpan.FromSeconds(89));
        await AskAsync("approve 214");
        Service.Requests.Count.ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync("approve 214");
        Service.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_said_is_not_sent_and_much_is_cut_to_what_the_service_takes()
    {
        Service.Answer = LanguageServiceDouble.Says(Wire(("help", 0.9)));
        await AskAsync("  ");
        Service.Requests.ShouldBeEmpty();
        await AskAsync(new string('a', 20_000));
        Service.Requests.Single().Body!.ToJsonString().Length.ShouldBeLessThan(1_000);
    }

    [Fact]
    public async Task A_turn_that_is_given_up_is_no_outage()
    {
        using var stop = new CancellationTokenSource();
        Service.Answer = async context =>
        {
            await stop.CancelAsync();
            await NeverAsync(context);
        };
        await Should.ThrowAsync<OperationCanceledException>(() =>
            Recognizer.RecognizeAsync("approve 214", "en", stop.Token)
        );
        Lines("is away").ShouldBe(0);
    }

    [Fact]
    public void A_missing_setting_is_refused_by_name()
    {
        using var empty = Build(new() { ["Language:Provider"] = Provider });
        var refused = Should.Throw<OptionsValidationException>(() =>
            empty.GetRequiredService<IStartupValidator>().Validate()
        );
        foreach (
            var key in Settings("")
                .Keys.Where(k =>
                    k.Count(c => c == ':') == 2 && !k.EndsWith("Slot", StringComparison.Ordinal)
                )
        )
            refused.Message.ShouldContain(key);
    }

    [Fact]
    public void A_key_is_never_sent_in_the_clear_beyond_this_machine()
    {
        using var unsafe_ = Build(Settings("http://language.example"));
        Should
            .Throw<OptionsValidationException>(() =>
                unsafe_.GetRequiredService<IStartupValidator>().Validate()
            )
            .Message.ShouldContain("https");
    }

    [Fact]
    public void Another_provider_leaves_the_local_recognizer_where_it_is()
    {
        var settings = Settings("http://127.0.0.1:1");
        settings["Language:Provider"] = LanguageProvider.Local;
        using var localOnly = Build(settings);
        localOnly.GetRequiredService<IRecognizesIntents>().ShouldBeSameAs(local);
    }

    internal async Task<LanguageServiceDouble.Asked> AskedAsync(string text, string language = "en")
    {
        Service.Answer = LanguageServiceDouble.Says(Wire(("help", 0.9)));
        await Recognizer.RecognizeAsync(text, language, Ct);
        return Service.Requests.Single();
    }

    /// <summary>What a part of the request breaks of the vendor's own definition.</summary>
    internal static List<string> Violations(string contract, string definition, JsonNode? value)
    {
        var document = JsonNode.Parse(File.ReadAllText(SharedData.Path(contract)))!;
        var schema = JsonSchema.FromText(
            new JsonObject
            {
                ["$schema"] = "http://json-schema.org/draft-07/schema#",
                ["definitions"] = document["definitions"]!.DeepClone(),
                ["allOf"] = new JsonArray(
                    new JsonObject { ["$ref"] = $"#/definitions/{definition}" }
                ),
            }.ToJsonString()
        );
        using var json = JsonDocument.Parse(value?.ToJsonString() ?? "null");
        var results = schema.Evaluate(
            json.RootElement,
            new EvaluationOptions { OutputFormat = OutputFormat.List }
        );
        return results.IsValid
            ? []
            :
            [
                .. (results.Details ?? []).SelectMany(d =>
                    (d.Errors ?? []).Select(e => $"{d.InstanceLocation}: {e.Value}")
                ),
            ];
    }

    /// <summary>Until the caller hangs up.</summary>
    private static async Task NeverAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IRecognizesIntents Recognizer => services.GetRequiredService<IRecognizesIntents>();

    protected Task<Recognition> AskAsync(string text) => Recognizer.RecognizeAsync(text, "en", Ct);

    private int Lines(string with) => logs.All.Split('\n').Count(l => l.Contains(with));

    private ServiceProvider Build(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var collection = new ServiceCollection();
        collection.AddLogging(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddSingleton<IRecognizesIntents>(local);
        collection.AddKeyedSingleton<IRecognizesIntents>(LanguageProvider.Local, local);
        Add(collection, configuration);
        return collection.BuildServiceProvider();
    }

    private sealed class LocalDouble : IRecognizesIntents
    {
        public bool Negated { get; set; }
        public Recognition Answer { get; private set; } = null!;
        public string Name => LanguageProvider.Local;

        public Task<Recognition> RecognizeAsync(
            string text,
            string language,
            CancellationToken ct
        ) =>
            Task.FromResult(
                Answer = new Recognition(
                    "waiting",
                    0.7,
                    0.5,
                    [new("waiting", 0.7), new("help", 0.2)],
                    Negated
                )
            );
    }
}
