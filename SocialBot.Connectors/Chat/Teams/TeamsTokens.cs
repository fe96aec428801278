using System.Net.Http.Json;
using System.Text.Json;
using SocialBot.Connectors.Chat.Teams.Wire;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// The bot's own token: kept, renewed before it ends, and asked for once however many ask at the
/// same time.
/// </summary>
internal sealed class TeamsTokens(
    IHttpClientFactory clients,
    TokenRequests requests,
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
            if (
                await AskAsync(ct) is { AccessToken: { Length: > 0 } value } answer
                && answer.Lasts(now) is var lasts
                && lasts > TimeSpan.Zero
            )
            {
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
        try
        {
            using var request = requests.New();
            using var client = clients.CreateClient(Client);
            using var response = await client.SendAsync(request, ct);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync(TeamsJson.Wire.TokenResponse, ct)
                : null;
        }
        catch (Exception e)
            when (e is HttpRequestException or JsonException
                || AppCertificate.IsTrouble(e)
                || e is OperationCanceledException && !ct.IsCancellationRequested
            )
        {
            // No token: the caller says so, and logs it with what could not be sent.
            return null;
        }
    }

    private sealed record Token(string Value, DateTimeOffset RenewAt, DateTimeOffset EndsAt);
}
