using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Core.Networks;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>
/// Bluesky's servers (PDS, AppView and PLC directory in one) on Kestrel, on a port and a clock of its own, for what the real ones cannot
/// be told to do. Every call and every answer of its own is held to the lexicons where they are on this machine; what breaks them is in
/// <see cref="Violations"/>, and fails the test at its end.
/// </summary>
internal sealed class BlueskyDouble : INetworkStandIn
{
    private readonly TimeProvider clock;
    private readonly List<DoubleAccount> accounts = [];
    private readonly List<DoubleCall> calls = [];
    private readonly List<Befalls> befalls = [];
    private readonly List<AcceptedText> accepted = [];
    private readonly List<string> violations = [];
    private readonly Lock gate = new();
    private readonly DoubleRepos repos;
    private readonly DoublePds pds;
    private readonly DoubleAppView appView;
    private readonly DoubleLimits limits;
    private CancellationTokenSource closing = new();
    private WebApplication app = null!;

    private BlueskyDouble(TimeProvider clock)
    {
        this.clock = clock;
        Sessions = new DoubleSessions(clock);
        repos = new DoubleRepos(clock);
        pds = new DoublePds(() => Address, Sessions, repos, accounts);
        appView = new DoubleAppView(Sessions, repos, pds);
        limits = new DoubleLimits(clock);
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public DoubleSessions Sessions { get; }

    public int Arrived => Count(c => c.WritesPost);

    /// <summary>What broke the lexicons, either way. Whoever breaks them on purpose empties it.</summary>
    public IList<string> Violations => violations;

    public static async Task<BlueskyDouble> OpenAsync(TimeProvider clock)
    {
        var opened = new BlueskyDouble(clock);
        await opened.SetReachableAsync(true);
        return opened;
    }

    public void Register(IServiceCollection services) =>
        services.AddBluesky(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Bluesky:PlcUrl"] = Address.AbsoluteUri,
                        ["Bluesky:HandleResolver"] = Address.AbsoluteUri,
                        ["Bluesky:Timeout"] = "00:00:10",
                        ["Web:TrustedHosts:0"] = Address.Authority,
                    }
                )
                .Build()
        );

    /// <summary>An account is made, and signed in to as a person would, by the connector's own page.</summary>
    public async Task<ConnectedProfile> ConnectAsync(string handle)
    {
        var account = Account(handle);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        Register(services);
        await using var provider = services.BuildServiceProvider();
        var network = provider.GetServices<INetwork>().OfType<IConnects>().Single();
        var step = await network.BeginAsync(
            network.Fields.ToDictionary(
                f => f.Name,
                f => f.Secret ? account.AppPassword : account.Handle,
                StringComparer.Ordinal
            ),
            new Uri("https://bot.test/connect"),
            "state",
            CancellationToken.None
        );
        return step.ShouldBeOfType<ConnectStep.Connected>(step.ToString())
            .Profiles.ShouldHaveSingleItem();
    }

    /// <summary>The account is deleted, or has moved away: its tokens are still good for a while, but nobody is there.</summary>
    public void Forget(DoubleAccount account)
    {
        lock (gate)
            accounts.Remove(account).ShouldBeTrue();
    }

    /// <summary>The account of that name; made when there is none yet.</summary>
    public DoubleAccount Account(string name)
    {
        var handle = name.Contains('.')
            ? name
            : $"{string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant()}.test";
        lock (gate)
        {
            if (pds.Find(handle) is { } known)
                return known;
            var made = new DoubleAccount(handle, name, clock.GetUtcNow());
            accounts.Add(made);
            return made;
        }
    }

    public Task FailAsync(Fault fault, int times = 1, TimeSpan wait = default)
    {
        Mishap? mishap = fault switch
        {
            Fault.Refuse => Mishap.Refuse,
            Fault.EndSignIn => Mishap.EndSignIn,
            Fault.RateLimit => Mishap.RateLimit,
            Fault.FailBefore => Mishap.FailBefore,
            Fault.FailAfter => Mishap.FailAfterWithoutBody,
            Fault.HangBefore => Mishap.HangBefore,
            Fault.HangAfter => Mishap.HangAfter,
            Fault.LoseAnswer => Mishap.LoseAnswer,
            Fault.CutAnswer => Mishap.CutAnswer,
            Fault.ShowLate => Mishap.ShowLate,
            _ => null, // a post is out at once or not at all
        };
        if (mishap is { } known)
            Befall(c => c.WritesPost, known, times, wait);
        return Task.CompletedTask;
    }

    /// <summary>What befalls the next calls of a method.</summary>
    public void Befall(string nsid, Mishap mishap, int times = 1, TimeSpan wait = default) =>
        Befall(c => c.Nsid == nsid, mishap, times, wait);

    /// <summary>How many calls of a method have arrived, whatever became of them.</summary>
    public int Calls(string nsid) => Count(c => c.Nsid == nsid);

    /// <summary>The records of an account that show, oldest key first.</summary>
    public IReadOnlyList<DoubleRecord> Records(
        DoubleAccount account,
        string collection = "app.bsky.feed.post"
    )
    {
        lock (gate)
            return [.. repos.List(account, collection)];
    }

    public Task<IReadOnlyList<AcceptedText>> AcceptedAsync()
    {
        lock (gate)
            return Task.FromResult<IReadOnlyList<AcceptedText>>([.. accepted]);
    }

    public Task SayAsync(string author, IncomingKind kind, string text, string? under = null)
    {
        var post = new JsonObject { ["$type"] = "app.bsky.feed.post", ["text"] = text };
        lock (gate)
        {
            switch (kind)
            {
                case IncomingKind.Comment:
                    var parent = repos.Find(under!)!;
                    post["reply"] = new JsonObject
                    {
                        ["root"] = parent.Value["reply"]?["root"]?.DeepClone() ?? parent.StrongRef,
                        ["parent"] = parent.StrongRef,
                    };
                    break;
                case IncomingKind.Mention:
                    post["facets"] = new JsonArray(MentionOfBrand(text));
                    break;
                case IncomingKind.Quote:
                    post["embed"] = new JsonObject
                    {
                        ["$type"] = "app.bsky.embed.record",
                        ["record"] = repos.Find(under!)!.StrongRef,
                    };
                    break;
                case IncomingKind.Post:
                    break;
                default:
                    throw new NotSupportedException($"Bluesky has no {kind} here.");
            }
            post["createdAt"] = clock
                .GetUtcNow()
                .UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
            repos.Put(Account(author), "app.bsky.feed.post", repos.NewKey(), post);
        }
        return Task.CompletedTask;
    }

    /// <summary>Somebody likes, reposts or follows.</summary>
    /// <param name="subject">A record's address; for a follow, the DID.</param>
    public void Do(string who, string collection, string subject)
    {
        lock (gate)
            repos.Put(
                Account(who),
                collection,
                repos.NewKey(),
                new JsonObject
                {
                    ["$type"] = collection,
                    ["subject"] = repos.Find(subject)?.StrongRef ?? (JsonNode)subject,
                    ["createdAt"] = clock
                        .GetUtcNow()
                        .UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                }
            );
    }

    /// <summary>Its author deletes it.</summary>
    public void Delete(string uri)
    {
        lock (gate)
            repos.Remove(uri).ShouldBeTrue(uri);
    }

    public async Task SetReachableAsync(bool reachable)
    {
        if (!reachable)
        {
            await CloseAsync();
            return;
        }
        closing = new CancellationTokenSource();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Address.AbsoluteUri);
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromSeconds(1));
        app = builder.Build();
        app.Map("/xrpc/{nsid}", AnswerAsync);
        app.MapGet("/{did}", ShowDocumentAsync);
        await app.StartAsync();
        Address = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        violations.ShouldBeEmpty();
    }

    private async Task CloseAsync()
    {
        await closing.CancelAsync();
        await app.DisposeAsync();
    }

    private JsonObject MentionOfBrand(string text)
    {
        var brand = accounts[0];
        var name = brand.Handle.Split('.')[0];
        var at = Math.Max(0, text.IndexOf($"@{name}", StringComparison.Ordinal));
        var start = Encoding.UTF8.GetByteCount(text.AsSpan(0, at));
        return new JsonObject
        {
            ["index"] = new JsonObject
            {
                ["byteStart"] = start,
                ["byteEnd"] = start + Math.Min(name.Length + 1, text.Length - at),
            },
            ["features"] = new JsonArray(
                new JsonObject
                {
                    ["$type"] = "app.bsky.richtext.facet#mention",
                    ["did"] = brand.Did,
                }
            ),
        };
    }

    private void Befall(Predicate<DoubleCall> on, Mishap mishap, int times, TimeSpan wait)
    {
        lock (gate)
            befalls.Add(new Befalls(on, mishap, wait) { Left = times });
    }

    private int Count(Predicate<DoubleCall> which)
    {
        lock (gate)
            return calls.Count(c => which(c));
    }

    private async Task ShowDocumentAsync(HttpContext http)
    {
        var did = (string)http.Request.RouteValues["did"]!;
        JsonObject? document;
        lock (gate)
            document = pds.Document(did);
        http.Response.StatusCode = document is null ? 404 : 200;
        http.Response.ContentType = document is null
            ? "application/json; charset=utf-8"
            : "application/did+ld+json; charset=utf-8";
        document ??= new JsonObject { ["message"] = $"DID not registered: {did}" };
        await http.Response.WriteAsync(document.ToJsonString());
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var call = await ReadAsync(http);
        var fate = Arrive(call);
        try
        {
            if (fate.TryGetValue(Mishap.HangBefore, out var before))
                await Task.Delay(before, clock, closing.Token);
            if (fate.ContainsKey(Mishap.LoseCall))
            {
                http.Abort();
                return;
            }
            var answer = Answer(call, fate);
            if (fate.TryGetValue(Mishap.HangAfter, out var after))
                await Task.Delay(after, clock, closing.Token);
            if (fate.ContainsKey(Mishap.LoseAnswer))
                http.Abort();
            else
                await WriteAsync(http, answer, fate);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            http.Abort(); // the server goes away with what it held
        }
    }

    private static async Task<DoubleCall> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var authorization = http.Request.Headers.Authorization.ToString();
        return new DoubleCall(
            (string)http.Request.RouteValues["nsid"]!,
            HttpMethods.IsPost(http.Request.Method),
            http.Request.Query.ToDictionary(q => q.Key, q => q.Value, StringComparer.Ordinal),
            http.Request.ContentType,
            body.ToArray(),
            authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? authorization["Bearer ".Length..]
                : null
        );
    }

    private Dictionary<Mishap, TimeSpan> Arrive(DoubleCall call)
    {
        lock (gate)
        {
            calls.Add(call);
            var fate = new Dictionary<Mishap, TimeSpan>();
            foreach (var waiting in befalls.Where(b => b.Left > 0 && b.On(call)))
            {
                waiting.Left--;
                fate[waiting.Mishap] = waiting.Wait;
            }
            return fate;
        }
    }

    private DoubleAnswer Answer(DoubleCall call, Dictionary<Mishap, TimeSpan> fate)
    {
        lock (gate)
        {
            if (Stopped(call, fate) is { } stopped)
                return stopped;
            var (answer, headers) = Handle(call, fate.GetValueOrDefault(Mishap.ShowLate));
            if (answer.Status == 200 && call.WritesPost)
                Accept(answer.Body!);
            if (fate.ContainsKey(Mishap.FailAfter))
                answer = DoubleAnswer.Error(500, "InternalServerError", "Internal Server Error");
            else if (fate.ContainsKey(Mishap.FailAfterWithoutBody))
                answer = new DoubleAnswer(502, Body: null);
            foreach (var (name, value) in headers)
                answer.Headers[name] = value;
            return answer;
        }
    }

    /// <summary>What goes wrong before anything is done.</summary>
    private DoubleAnswer? Stopped(DoubleCall call, Dictionary<Mishap, TimeSpan> fate)
    {
        if (fate.ContainsKey(Mishap.Refuse))
            return DoubleAnswer.Error(
                400,
                "InvalidRequest",
                "Invalid app.bsky.feed.post record: refused on demand at $.record.text"
            );
        if (fate.ContainsKey(Mishap.EndSignIn))
            Sessions.RevokeRefresh(Sessions.Who(call.Bearer));
        if (fate.ContainsKey(Mishap.EndSignIn) || fate.ContainsKey(Mishap.ExpireAccess))
        {
            Sessions.EndAccess(Sessions.Who(call.Bearer));
            return DoubleAnswer.Error(400, "ExpiredToken", "Token has expired");
        }
        if (fate.ContainsKey(Mishap.FailBefore))
            return DoubleAnswer.Error(500, "InternalServerError", "Internal Server Error");
        if (fate.ContainsKey(Mishap.FailBeforeWithoutBody))
            return new DoubleAnswer(502, Body: null);
        foreach (var limited in new[] { Mishap.RateLimit, Mishap.RateLimitWithoutRetryAfter })
            if (fate.TryGetValue(limited, out var wait))
                return TooMuch(
                    DoubleLimits
                        .Exhausted(clock.GetUtcNow(), wait)
                        .Where(h => limited == Mishap.RateLimit || h.Key != "Retry-After")
                );
        return null;
    }

    private (DoubleAnswer, IReadOnlyDictionary<string, string> Headers) Handle(
        DoubleCall call,
        TimeSpan showsAfter
    )
    {
        IReadOnlyDictionary<string, string> headers = new Dictionary<string, string>();
        try
        {
            Hold(call);
            // The account comes first: limits are counted by it.
            call.Account =
                call.Nsid.StartsWith("com.atproto.repo.", StringComparison.Ordinal) && call.IsPost
                    ? Sessions.Who(call.Bearer)
                    : null;
            var identifier =
                call.Nsid == "com.atproto.server.createSession"
                    ? call.Input["identifier"]!.GetValue<string>()
                    : null;
            (var tooMuch, headers) = limits.Count(call, identifier);
            if (tooMuch)
                return (TooMuch([]), headers);
            var answer =
                pds.Answer(call, showsAfter)
                ?? appView.Answer(call)
                ?? throw new DoubleRefusal(501, "MethodNotImplemented", "Method Not Implemented");
            HoldOwn(call, answer);
            return (answer, headers);
        }
        catch (DoubleRefusal refusal)
        {
            if (refusal.Answer.Status == 501 || IsSlip(refusal))
                violations.Add($"{call.Nsid}: {refusal.Message}");
            return (refusal.Answer, headers);
        }
    }

    /// <summary>A record that is not what its collection takes; a text that is too long is its writer's doing, not its sender's.</summary>
    private static bool IsSlip(DoubleRefusal refusal) =>
        refusal.Message.StartsWith("Invalid ", StringComparison.Ordinal)
        && refusal.Message.Contains(" record", StringComparison.Ordinal)
        && !refusal.Message.EndsWith(" at $.record.text", StringComparison.Ordinal);

    /// <summary>Holds a call to its contract.</summary>
    private void Hold(DoubleCall call)
    {
        if (Lexicons.Known is not { } known)
            return;
        if (known.IsProcedure(call.Nsid) is not { } isProcedure)
            throw new DoubleRefusal(501, "MethodNotImplemented", "Method Not Implemented");
        string? refusal =
            isProcedure == call.IsPost
                ? null
                : $"Incorrect HTTP method, expected {(isProcedure ? "POST" : "GET")}";
        refusal ??= known.RefuseParameters(call.Nsid, call.Query) is { } wrong
            ? $"Invalid {call.Nsid} params: {wrong}"
            : null;
        if (isProcedure)
            refusal ??= known.RefuseInput(call.Nsid, call.ContentType, call.Body);
        if (refusal is null)
            return;
        violations.Add($"{call.Nsid}: {refusal}");
        throw DoubleRefusal.Invalid(refusal);
    }

    /// <summary>Holds an answer of our own to it.</summary>
    private void HoldOwn(DoubleCall call, DoubleAnswer answer)
    {
        if (
            Lexicons.Known?.RefuseOutput(
                call.Nsid,
                answer.Body is null ? null : "application/json",
                answer.Body is null ? [] : Encoding.UTF8.GetBytes(answer.Body.ToJsonString())
            ) is
            { } refusal
        )
            violations.Add($"our answer to {call.Nsid}: {refusal}");
    }

    private void Accept(JsonObject written)
    {
        // The same record again changes nothing, and is not accepted twice.
        if (written["commit"] is null)
            return;
        var record = repos.Held(written["uri"]!.GetValue<string>())!;
        accepted.Add(new AcceptedText(record.Uri, record.Text, record.Parent));
    }

    private static DoubleAnswer TooMuch(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var answer = DoubleAnswer.Error(429, "RateLimitExceeded", "Rate Limit Exceeded");
        foreach (var (name, value) in headers)
            answer.Headers[name] = value;
        return answer;
    }

    private async Task WriteAsync(
        HttpContext http,
        DoubleAnswer answer,
        Dictionary<Mishap, TimeSpan> fate
    )
    {
        http.Response.StatusCode = answer.Status;
        http.Response.Headers.Date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in answer.Headers)
            http.Response.Headers[name] = value;
        if (fate.ContainsKey(Mishap.Garble))
        {
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync("<html>Sign in to this hotel's network</html>");
            return;
        }
        if (answer.Body is not { } body)
            return;
        var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = bytes.Length;
        if (!fate.ContainsKey(Mishap.CutAnswer))
        {
            await http.Response.Body.WriteAsync(bytes);
            return;
        }
        await http.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    private sealed record Befalls(Predicate<DoubleCall> On, Mishap Mishap, TimeSpan Wait)
    {
        public int Left { get; set; }
    }
}
