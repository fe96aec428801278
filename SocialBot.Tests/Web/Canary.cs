using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Web;

namespace SocialBot.Tests.Web;

/// <summary>A server on every address of this machine that remembers who came. Whatever gets to it got past the fetcher.</summary>
internal sealed class Canary : IAsyncDisposable
{
    private readonly WebApplication app;

    private Canary(WebApplication app) => this.app = app;

    public ConcurrentQueue<string> Hits { get; } = new();

    /// <summary>The requests as they came, for what a test wants to know of them.</summary>
    public ConcurrentQueue<IHeaderDictionary> Headers { get; } = new();

    public Func<HttpContext, Task> Answer { get; set; } =
        context => context.Response.WriteAsync("<title>canary</title>");

    public int Port => new Uri(app.Urls.First()).Port;

    public Uri At(string path) => new($"http://127.0.0.1:{Port}{path}");

    public static async Task<Canary> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAnyIP(0));
        var canary = new Canary(builder.Build());
        canary.app.Run(async context =>
        {
            canary.Hits.Enqueue(context.Request.Path + context.Request.QueryString);
            canary.Headers.Enqueue(context.Request.Headers);
            await canary.Answer(context);
        });
        await canary.app.StartAsync();
        return canary;
    }

    /// <summary>
    /// The fetcher as the program has it, but that the canary's port counts as a public one: what keeps it away is the address alone.
    /// </summary>
    public FetchAddress Fetcher(TimeProvider? clock = null, params string[] trusted)
    {
        var options = new WebOptions();
        foreach (var host in trusted)
            options.TrustedHosts.Add(host);
#pragma warning disable CA2000, RS0030 // lives as long as the test
        var http = new HttpClient(new StrangersHandler(Options.Create(options), 80, Port))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
#pragma warning restore CA2000, RS0030
        return new FetchAddress(http, clock ?? TimeProvider.System);
    }

    /// <summary>A fetcher that may go to the canary, and nowhere else in private.</summary>
    public FetchAddress TrustingFetcher(TimeProvider? clock = null) =>
        Fetcher(clock, $"127.0.0.1:{Port}");

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
