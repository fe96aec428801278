using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SocialBot.Core.Language;

namespace SocialBot.Connectors.Language;

/// <summary>What the clients of language services have in common.</summary>
internal static class RemoteLanguageClient
{
    public const string KeyHeader = "Ocp-Apim-Subscription-Key";

    /// <summary>Takes the place of the recognizer registered before; that one stays under its key, to fall back to.</summary>
    public static void AddRemoteRecognizer<T>(this IServiceCollection services, string name)
        where T : RemoteRecognizer
    {
        services
            .AddHttpClient(
                name,
                client =>
                {
                    // RemoteRecognizer.Patience is counted on the bot's own clock.
                    client.Timeout = Timeout.InfiniteTimeSpan;
                    client.MaxResponseContentBufferSize = 1024 * 1024;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() =>
                // A redirect would carry the key to an address that nobody set.
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    ConnectTimeout = RemoteRecognizer.Patience,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                }
            )
            .RedactLoggedHeaders([KeyHeader]);
        services.Replace(ServiceDescriptor.Singleton<IRecognizesIntents, T>());
    }

    /// <summary>Keys travel only encrypted, or to a double on this machine.</summary>
    public static bool IsSafe(string? endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
        && (
            uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)
        );
}
