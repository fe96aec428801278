using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>A token that is good until somebody changes it: written by hand, so that anything can be written into it.</summary>
internal sealed class RawToken
{
    public const string Tenant = "7d1f3c52-0000-4000-8000-0000000000aa";

    public JsonObject Header { get; } =
        new()
        {
            ["alg"] = "RS256",
            ["typ"] = "JWT",
            ["kid"] = "endorsed",
        };

    public JsonObject Payload { get; }

    public Func<byte[], byte[]> Sign { get; set; } = Rs256(TokenDouble.Endorsed);

    /// <summary>Changes the finished token.</summary>
    public Func<string, string> Then { get; set; } = t => t;

    public string Scheme { get; set; } = "Bearer ";

    /// <summary>What the activity says.</summary>
    public string ServiceUrl { get; set; }

    public RawToken(string serviceUrl)
    {
        ServiceUrl = serviceUrl;
        Payload = new JsonObject
        {
            ["iss"] = TokenDouble.Issuer,
            ["aud"] = TokenDouble.AppId,
            ["nbf"] = At(-10),
            ["exp"] = At(60),
            ["serviceurl"] = serviceUrl,
        };
    }

    /// <summary>As Entra gives them to an app of the tenant, here the bot's own.</summary>
    public RawToken FromEntra()
    {
        Header["kid"] = "entra";
        Sign = Rs256(TokenDouble.Entra);
        Payload.Remove("serviceurl");
        Payload["iss"] = $"https://login.microsoftonline.com/{Tenant}/v2.0";
        Payload["tid"] = Tenant;
        Payload["azp"] = TokenDouble.AppId;
        return this;
    }

    /// <summary>Seconds of Unix time; the library that checks tokens looks at the real clock.</summary>
    public static long At(int minutes) =>
        TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds();

    public static Func<byte[], byte[]> Rs256(RSA rsa) =>
        data => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public string Authorization
    {
        get
        {
            var text = $"{Part(Header)}.{Part(Payload)}";
            var signature = Sign(Encoding.ASCII.GetBytes(text));
            return Scheme + Then($"{text}.{Base64UrlEncoder.Encode(signature)}");
        }
    }

    private static string Part(JsonObject part) => Base64UrlEncoder.Encode(part.ToJsonString());
}
