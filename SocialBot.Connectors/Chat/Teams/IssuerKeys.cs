using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// The keys of one issuer. Fetched when they are a day old, and when a key is asked for that nobody knows: at once, so that the
/// first token after a rotation is heard, but at most once an hour, because whoever makes tokens up also makes up their keys.
/// </summary>
internal sealed partial class IssuerKeys(
    string metadataAddress,
    IHttpClientFactory clients,
    TimeProvider clock,
    ILogger log
) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(24);

    /// <summary>As long as the keys' document asks to be kept at most; used up only while it cannot be had.</summary>
    private static readonly TimeSpan Usable = TimeSpan.FromDays(5);

    private static readonly TimeSpan UnknownEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim fetching = new(1, 1);
    private volatile Known? known;

    // Both only touched by whoever fetches.
    private DateTimeOffset nextTry = DateTimeOffset.MinValue;
    private DateTimeOffset nextUnknown = DateTimeOffset.MinValue;

    /// <returns>Null for a key that the issuer does not have.</returns>
    public async Task<JsonWebKey?> FindAsync(string kid)
    {
        if (Find(kid, Fresh) is { } key)
            return key;
        await fetching.WaitAsync();
        try
        {
            if (IsDue(kid, clock.GetUtcNow()))
                await FetchAsync();
        }
        finally
        {
            fetching.Release();
        }
        return Find(kid, Usable);
    }

    public void Dispose() => fetching.Dispose();

    private JsonWebKey? Find(string kid, TimeSpan age) =>
        known is { } k && clock.GetUtcNow() < k.At + age ? k.Keys.GetValueOrDefault(kid) : null;

    private bool IsDue(string kid, DateTimeOffset now)
    {
        if (now < nextTry)
            return false;
        if (known is not { } k || now >= k.At + Fresh)
            return true;
        if (k.Keys.ContainsKey(kid) || now < nextUnknown)
            return false;
        nextUnknown = now + UnknownEvery;
        return true;
    }

    private async Task FetchAsync()
    {
        try
        {
            var document = await OpenIdConnectConfigurationRetriever.GetAsync(
                metadataAddress,
                new HttpDocumentRetriever(clients.CreateClient(CallerTokens.Client))
                {
                    RequireHttps = metadataAddress.StartsWith(
                        "https://",
                        StringComparison.OrdinalIgnoreCase
                    ),
                },
                CancellationToken.None
            );
            var keys = new Dictionary<string, JsonWebKey>(StringComparer.Ordinal);
            foreach (var key in document.JsonWebKeySet?.Keys ?? [])
                if (key is { Kid.Length: > 0, Kty: JsonWebAlgorithmsKeyTypes.RSA })
                    keys[key.Kid] = key;
            known = new Known(keys, clock.GetUtcNow());
        }
        catch (Exception e)
        {
            // Whatever is wrong with the document or the way to it: the keys that are known go on for a while.
            nextTry = clock.GetUtcNow() + AfterTrouble;
            LogNoKeys(metadataAddress, e.GetType().Name);
        }
    }

    private sealed record Known(IReadOnlyDictionary<string, JsonWebKey> Keys, DateTimeOffset At);

    [LoggerMessage(LogLevel.Warning, "The keys described at {Address} could not be had: {Why}")]
    private partial void LogNoKeys(string address, string why);
}
