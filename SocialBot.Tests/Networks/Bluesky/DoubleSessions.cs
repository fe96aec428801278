using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>
/// The sessions of a PDS: access tokens for two hours, refresh tokens for ninety days and once. The real server takes a refresh token
/// that was exchanged for two hours more, and answers the same again (<see cref="Grace"/>); here it is refused at once unless asked
/// for, so that nobody comes to need it.
/// </summary>
internal sealed class DoubleSessions(TimeProvider clock)
{
    public static readonly TimeSpan AccessLasts = TimeSpan.FromHours(2);
    public static readonly TimeSpan RefreshLasts = TimeSpan.FromDays(90);

    private readonly Dictionary<string, Token> tokens = new(StringComparer.Ordinal);

    public TimeSpan Grace { get; set; }

    /// <summary>Every token ever given out: what must be in no log.</summary>
    public IReadOnlyCollection<string> Secrets => tokens.Keys;

    public (string Access, string Refresh) Open(DoubleAccount account)
    {
        var refresh = Give(account, isRefresh: true, RefreshLasts);
        return (Give(account, isRefresh: false, AccessLasts), refresh);
    }

    public (DoubleAccount Account, string Access, string Refresh) Exchange(string? refreshToken)
    {
        var token = Read(refreshToken, isRefresh: true);
        if (token.Account.Standing is AccountStanding.TakenDown or AccountStanding.Suspended)
            throw new DoubleRefusal(401, "AccountTakedown", "Account has been taken down");
        var now = clock.GetUtcNow();
        if (token.RevokedAt is not null || (token.ExchangedAt is { } at && now >= at + Grace))
            throw new DoubleRefusal(400, "ExpiredToken", "Token has been revoked");
        token.ExchangedAt ??= now;
        token.Next ??= Give(token.Account, isRefresh: true, RefreshLasts);
        return (token.Account, Give(token.Account, isRefresh: false, AccessLasts), token.Next);
    }

    public void Close(string? refreshToken) =>
        Read(refreshToken, isRefresh: true).RevokedAt = clock.GetUtcNow();

    /// <summary>The account of an access token that is good.</summary>
    public DoubleAccount Who(string? accessToken) => Read(accessToken, isRefresh: false).Account;

    /// <summary>As if the two hours of those that are out were over; what is given out later is good.</summary>
    public void EndAccess(DoubleAccount account) =>
        End(account, isRefresh: false, t => t.ExpiresAt = clock.GetUtcNow());

    /// <summary>As when the app password is revoked.</summary>
    public void RevokeRefresh(DoubleAccount account) =>
        End(account, isRefresh: true, t => t.RevokedAt = clock.GetUtcNow());

    private void End(DoubleAccount account, bool isRefresh, Action<Token> end)
    {
        foreach (var token in tokens.Values.Where(t => t.Account == account))
            if (token.IsRefresh == isRefresh)
                end(token);
    }

    private Token Read(string? bearer, bool isRefresh)
    {
        if (bearer is null)
            throw new DoubleRefusal(401, "AuthMissing", "Authentication Required");
        if (!tokens.TryGetValue(bearer, out var token) || token.IsRefresh != isRefresh)
            throw new DoubleRefusal(400, "InvalidToken", "Token could not be verified");
        return token.ExpiresAt > clock.GetUtcNow()
            ? token
            : throw new DoubleRefusal(400, "ExpiredToken", "Token has expired");
    }

    private string Give(DoubleAccount account, bool isRefresh, TimeSpan lasts)
    {
        var now = clock.GetUtcNow();
        var header = new JsonObject
        {
            ["typ"] = isRefresh ? "refresh+jwt" : "at+jwt",
            ["alg"] = "HS256",
        };
        var claims = new JsonObject
        {
            ["scope"] = isRefresh ? "com.atproto.refresh" : "com.atproto.appPass",
            ["aud"] = "did:web:localhost",
            ["sub"] = account.Did,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lasts).ToUnixTimeSeconds(),
        };
        if (isRefresh)
            claims["jti"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var text =
            $"{Encoded(header)}.{Encoded(claims)}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        tokens[text] = new Token(account, isRefresh) { ExpiresAt = now + lasts };
        return text;
    }

    private static string Encoded(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private sealed class Token(DoubleAccount account, bool isRefresh)
    {
        public DoubleAccount Account { get; } = account;
        public bool IsRefresh { get; } = isRefresh;
        public DateTimeOffset ExpiresAt { get; set; }
        public DateTimeOffset? RevokedAt { get; set; }
        public DateTimeOffset? ExchangedAt { get; set; }
        public string? Next { get; set; }
    }
}
