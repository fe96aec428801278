using System.Buffers.Text;
using System.Text.Json;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>What an account keeps in the open: who it is, and the server its records live on.</summary>
internal sealed record AccountSettings(string Did, Uri Pds)
{
    public string ToJson() => JsonSerializer.Serialize(this, BlueskyJson.Default.AccountSettings);

    /// <summary>Null when the account was never connected by this connector.</summary>
    public static AccountSettings? Of(NetworkAccount account) =>
        Read(account.Settings) is { Pds.IsAbsoluteUri: true } settings ? settings : null;

    private static AccountSettings? Read(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json)
                ? null
                : JsonSerializer.Deserialize(json, BlueskyJson.Default.AccountSettings);
        }
        catch (JsonException)
        {
            return null; // as good as not connected: the person is asked to connect again
        }
    }
}

/// <summary>A session. The access token lasts hours, the refresh token months and once (https://atproto.com/specs/xrpc#authentication).</summary>
internal sealed record AccountSecret(string AccessJwt, string RefreshJwt)
{
    public string ToJson() => JsonSerializer.Serialize(this, BlueskyJson.Default.AccountSecret);

    public static AccountSecret? Read(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json)
                ? null
                : JsonSerializer.Deserialize(json, BlueskyJson.Default.AccountSecret);
        }
        catch (JsonException)
        {
            return null; // as good as not connected: the person is asked to connect again
        }
    }

    public override string ToString() => nameof(AccountSecret);
}

/// <summary>A token's end. It is read, not checked: whether a token is good is the network's to say.</summary>
internal static class JwtExpiry
{
    /// <summary>Null where the token does not say.</summary>
    public static DateTimeOffset? Of(string jwt)
    {
        var parts = jwt.Split('.');
        if (parts.Length != 3 || !Base64Url.IsValid(parts[1]))
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return
                claims.RootElement.ValueKind == JsonValueKind.Object
                && claims.RootElement.TryGetProperty("exp", out var exp)
                && exp.TryGetInt64(out var seconds)
                && seconds is > 0 and < 253_402_300_800
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (JsonException)
        {
            return null; // some other form of token: it lasts until the network says no
        }
    }
}
