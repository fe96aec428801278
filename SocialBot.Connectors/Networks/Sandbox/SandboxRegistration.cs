using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Sandbox.Server;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Sandbox;

public static class SandboxRegistration
{
    /// <summary>
    /// The Sandbox as a network of the bot, and (unless <c>Sandbox:BaseUrl</c> names one elsewhere) its server, to be mapped
    /// with <see cref="SandboxServer.MapSandbox"/>. Adds nothing but the checked settings when <c>Sandbox:Enabled</c> is off.
    /// </summary>
    public static IServiceCollection AddSandbox(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.AddSandboxOptions(configuration);
        var section = configuration.GetSection(SandboxOptions.Section);
        if (!section.GetValue<bool>(nameof(SandboxOptions.Enabled)))
            return services;

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<SandboxAddress>();
        services
            .AddHttpClient<SandboxClient>(http =>
            {
                http.Timeout = Timeout.InfiniteTimeSpan; // the client's own, on the program's clock
                http.MaxResponseContentBufferSize = 16 * 1024 * 1024;
            })
            // The network lives as long as the process and keeps its client: connections are renewed here, not by the factory.
            .UseSocketsHttpHandler(
                (handler, _) =>
                {
                    handler.AllowAutoRedirect = false;
                    handler.UseCookies = false;
                    handler.UseProxy = false;
                    handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
                }
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // A line per call would bury the rest; what came of a try is logged where it is settled.
            .RemoveAllLoggers();
        services.AddSingleton<SandboxNetwork>();
        services.AddSingleton<INetwork>(s => s.GetRequiredService<SandboxNetwork>());
        if (section.GetValue<bool>(nameof(SandboxOptions.HonoursKeys)))
            services.AddSingleton<INetwork>(s => new SandboxKeys(
                s.GetRequiredService<SandboxClient>()
            ));
        services.AddSingleton(s => new SandboxAccounts(s.GetRequiredService<SandboxClient>()));
        services.AddSingleton<INetwork, ConnectSandbox>();
        if (string.IsNullOrEmpty(section[nameof(SandboxOptions.BaseUrl)]))
        {
            services.AddSandboxServer();
            services
                .AddOptions<SandboxOptions>()
                .PostConfigure<IServiceProvider>(
                    (options, services) =>
                    {
                        if (
                            options.Database.Length > 0
                            && services.GetService<IHostEnvironment>() is { } environment
                        )
                            options.Database = Path.GetFullPath(
                                options.Database,
                                environment.ContentRootPath
                            );
                    }
                );
        }
        return services;
    }

    /// <summary>Binds and checks the section; <c>PublicUrl</c> of the whole program stands in for the Sandbox's own.</summary>
    internal static void AddSandboxOptions(
        this IServiceCollection services,
        IConfiguration configuration
    ) =>
        services
            .AddOptions<SandboxOptions>()
            .Configure(options => Bind(configuration, options))
            .ValidateDataAnnotations()
            .ValidateOnStart();

    /// <summary>A key that does not exist or cannot be read is refused as any bad setting: by name, with all others.</summary>
    private static void Bind(IConfiguration configuration, SandboxOptions options)
    {
        try
        {
            configuration
                .GetSection(SandboxOptions.Section)
                .Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            options.PublicUrl ??= configuration.GetValue<Uri>(nameof(SandboxOptions.PublicUrl));
        }
        catch (InvalidOperationException unreadable)
        {
            throw new OptionsValidationException(
                SandboxOptions.Section,
                typeof(SandboxOptions),
                // Now the one, now the other names the key.
                [
                    $"{SandboxOptions.Section}: {unreadable.Message} {unreadable.InnerException?.Message}",
                ]
            );
        }
    }
}
