using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>The Sandbox as a process of its own: <c>-- sandbox --urls http://127.0.0.1:0 --Sandbox:Database=…</c></summary>
public static class SandboxProgram
{
    private const string DefaultAddress = "http://127.0.0.1:3980";

    /// <summary>Runs until cancelled or stopped. The first line printed is <c>Sandbox listens on ADDRESS</c>.</summary>
    /// <param name="args">What follows the word <c>sandbox</c>: settings as any ASP.NET Core program takes them.</param>
    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(AddressFor(args));
        builder.Services.AddSandboxOptions(builder.Configuration);
        builder.Services.AddSandboxServer();

        await using var app = builder.Build();
        app.MapSandbox();
        app.MapGet("/", () => Results.Redirect("/sandbox"));
        await app.StartAsync(ct);
        foreach (var address in app.Urls)
            await Console.Out.WriteLineAsync($"Sandbox listens on {address}");
        await Console.Out.FlushAsync(ct);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    /// <summary>What the settings file says is the bot's own address, not this program's.</summary>
    private static string AddressFor(string[] args) =>
        new ConfigurationBuilder()
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddCommandLine(args)
            .Build()["urls"]
        ?? DefaultAddress;
}
