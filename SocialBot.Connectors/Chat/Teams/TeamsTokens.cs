using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Chat.Teams.Wire;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// The bot's own token, by client credentials: kept, renewed before it ends, and asked for once however many ask at the
/// same time.
/// </summary>
internal sealed class TeamsTokens(
    IHttpClientFactory clients,
    IOptions<TeamsOptions> options,
    TimeProvider clock
) : IDisposable
{
    public const string Client = "teams-tokens";

    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim asking = new(1, 1);
    private volatile Token? kept;

    /// <summary>Null when no token can be had now.</summary>
    public async Task<string?> GetAsync(CancellationToken ct)
    {
        if (kept is { } token && clock.GetUtcNow() < token.RenewAt)
            return token.Value;
        await asking.WaitAsync(ct);
        try
        {
            var now = clock.GetUtcNow();
            if (kept is { } renewed && now < renewed.RenewAt)
                return renewed.Value;
            if (await AskAsync(ct) is { AccessToken: { Length: > 0 } value, ExpiresIn: > 0 } answer)
            {
                var lasts = TimeSpan.FromSeconds(answer.ExpiresIn);
                kept = new Token(
                    value,
                    now + (lasts > 2 * RenewBefore ? lasts - RenewBefore : lasts / 2),
                    now + lasts
                );
                return value;
            }
            // Renewed early so that a bad minute of the token service is nobody's bad minute.
            return kept is { } old && now < old.EndsAt ? old.Value : null;
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>The service said that this token is no good.</summary>
    public void Forget(string value)
    {
        if (kept is { } token && token.Value == value)
            kept = null;
    }

    public void Dispose() => asking.Dispose();

    private async Task<TokenResponse?> AskAsync(CancellationToken ct)
    {
        var settings = options.Value;
        using var form = new FormUrlEncodedContent([
            new("grant_type", "client_credentials"),
            new("client_id", settings.AppId ?? ""),
            new("client_secret", settings.AppSecret ?? ""),
            new("scope", settings.TokenScopeInUse),
        ]);
        try
        {
            using var client = clients.CreateClient(Client);
            using var response = await client.PostAsync(settings.TokenUri, form, ct);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync(TeamsJson.Wire.TokenResponse, ct)
                : null;
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException or IOException
                || e is OperationCanceledException && !ct.IsCancellationRequested
            )
        {
            // No token: the caller says so, and logs it with what could not be sent.
            return null;
        }
    }

    private sealed record Token(string Value, DateTimeOffset RenewAt, DateTimeOffset EndsAt);
}
