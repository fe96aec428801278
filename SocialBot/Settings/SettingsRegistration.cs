using Microsoft.Extensions.Options;
using SocialBot.Core.Inbox;

namespace SocialBot.Settings;

internal static class SettingsRegistration
{
    /// <summary>
    /// The one settings file is found beside the program, from wherever it is started; then come the environment's own file, the
    /// environment variables and the command line, each over the one before. In Development the three things that make a
    /// first try possible are on unless switched off.
    /// </summary>
    public static WebApplicationBuilder ReadSettings(
        this WebApplicationBuilder builder,
        string[] args
    )
    {
        var settings = builder.Configuration;
        settings.Sources.Clear();
        if (builder.Environment.IsDevelopment())
            settings.AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Sandbox:Enabled"] = "true",
                    ["LocalChat:Enabled"] = "true",
                    ["SampleData:Enabled"] = "true",
                }
            );
        settings
            .AddJsonFile(
                Path.Combine(AppContext.BaseDirectory, "appsettings.json"),
                optional: false
            )
            .AddJsonFile(
                Path.Combine(
                    builder.Environment.ContentRootPath,
                    $"appsettings.{builder.Environment.EnvironmentName}.json"
                ),
                optional: true
            )
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables("DOTNET_")
            .AddEnvironmentVariables()
            .AddCommandLine(args);
        return builder;
    }

    public static IServiceCollection AddSettings(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.AddChecked<DatabaseOptions>(configuration.GetSection("Database"));
        services.AddChecked<ClockOptions>(configuration.GetSection("Clocks"));
        services.AddChecked<InboxOptions>(configuration.GetSection("Inbox"));
        services.AddChecked<ForwardedOptions>(configuration.GetSection("ForwardedHeaders"));
        services.AddChecked<SampleDataOptions>(configuration.GetSection("SampleData"));
        services.AddChecked<PublicOptions>(configuration);
        services.AddSingleton<PublicAddress>();
        return services;
    }

    private static void AddChecked<T>(this IServiceCollection services, IConfiguration section)
        where T : class =>
        services.AddOptions<T>().Bind(section).ValidateDataAnnotations().ValidateOnStart();

    /// <summary>Every missing or wrong key of every section, a line each.</summary>
    public static string Explain(Exception refused) =>
        string.Join(
            Environment.NewLine,
            (refused is AggregateException many ? many.Flatten().InnerExceptions : [refused])
                .SelectMany(e => e is OptionsValidationException bad ? bad.Failures : [e.Message])
                .Select(failure => $"  - {failure}")
        );
}
