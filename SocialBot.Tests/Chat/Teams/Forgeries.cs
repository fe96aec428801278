using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Everything that may be wrong with a caller, one thing at a time.</summary>
internal static class Forgeries
{
    /// <param name="canary">A host that listens and is on no list.</param>
    public static Dictionary<string, Action<RawToken>> All(string canary) =>
        Algorithms()
            .Concat(Keys(canary))
            .Concat(Claims())
            .Concat(Times())
            .Concat(Signatures())
            .Concat(Services(canary))
            .Concat(Entra())
            .ToDictionary(f => f.Item1, f => f.Item2, StringComparer.Ordinal);

    private static IEnumerable<(string, Action<RawToken>)> Algorithms()
    {
        foreach (var none in (string[])["none", "None", "NONE", "nOnE"])
        {
            yield return ($"alg {none}, signed", t => t.Header["alg"] = none);
            yield return (
                $"alg {none}, unsigned",
                t =>
                {
                    t.Header["alg"] = none;
                    t.Sign = _ => [];
                }
            );
        }
        yield return ("alg missing", t => t.Header.Remove("alg"));
        foreach (
            var alg in (string[])["null", "7", "[\"RS256\"]", "\"\"", "\"rs256\"", "\"ES256\""]
        )
            yield return ($"alg {alg}", t => t.Header["alg"] = JsonNode.Parse(alg));

        var spki = TokenDouble.Endorsed.ExportSubjectPublicKeyInfo();
        (string, byte[])[] secrets =
        [
            ("DER", spki),
            ("PEM", Encoding.ASCII.GetBytes(TokenDouble.Endorsed.ExportSubjectPublicKeyInfoPem())),
            ("modulus", TokenDouble.Endorsed.ExportParameters(false).Modulus!),
            ("empty", []),
        ];
        foreach (var (what, secret) in secrets)
            yield return (
                $"HS256 with the public key as {what}",
                t =>
                {
                    t.Header["alg"] = "HS256";
                    t.Sign = data => HMACSHA256.HashData(secret, data);
                }
            );
        yield return (
            "HS512 with the public key",
            t =>
            {
                t.Header["alg"] = "HS512";
                t.Sign = data => HMACSHA512.HashData(spki, data);
            }
        );
        (string, HashAlgorithmName, RSASignaturePadding)[] others =
        [
            ("RS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            ("RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            ("PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            ("PS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        ];
        foreach (var (alg, hash, padding) in others)
            yield return (
                $"alg {alg}, truly",
                t =>
                {
                    t.Header["alg"] = alg;
                    t.Sign = data => TokenDouble.Endorsed.SignData(data, hash, padding);
                }
            );
    }

    private static IEnumerable<(string, Action<RawToken>)> Keys(string canary)
    {
        yield return ("kid missing", t => t.Header.Remove("kid"));
        string[] kids = ["", " ", "new", "ENDORSED", "endorsed ", "../../dev/null", "' OR 1=1 --"];
        foreach (
            var kid in (string[])[.. kids, $"{canary}/key", new string('k', 4000), "unendorsed"]
        )
            yield return (
                $"kid {kid[..Math.Min(kid.Length, 40)].Replace(canary, "canary", StringComparison.Ordinal)} of another key",
                t => t.Header["kid"] = kid
            );
        yield return ("kid null", t => t.Header["kid"] = null);
        yield return ("kid 7", t => t.Header["kid"] = 7);
        yield return ("a forger's key", t => t.Sign = RawToken.Rs256(TokenDouble.Forger));
        foreach (var pointer in (string[])["jku", "x5u"])
            yield return (
                $"a forger's key at {pointer}",
                t =>
                {
                    t.Header[pointer] = $"{canary}/keys";
                    t.Header["kid"] = $"by {pointer}";
                    t.Sign = RawToken.Rs256(TokenDouble.Forger);
                }
            );
        yield return (
            "a forger's key inside",
            t =>
            {
                var key = TokenDouble.Forger.ExportParameters(false);
                t.Header["jwk"] = new JsonObject
                {
                    ["kty"] = "RSA",
                    ["kid"] = "endorsed",
                    ["n"] = Base64UrlEncoder.Encode(key.Modulus),
                    ["e"] = Base64UrlEncoder.Encode(key.Exponent),
                };
                t.Sign = RawToken.Rs256(TokenDouble.Forger);
            }
        );
        foreach (var kid in (string[])["unendorsed", "bare", "for nobody", "shouting", "no list"])
            yield return (
                $"a key that is not endorsed: {kid}",
                t =>
                {
                    t.Header["kid"] = kid;
                    t.Sign = RawToken.Rs256(TokenDouble.Unendorsed);
                }
            );
    }

    private static IEnumerable<(string, Action<RawToken>)> Claims()
    {
        string[] issuers =
        [
            "",
            "https://evil.example",
            "https://api.botframework.com/",
            "https://API.botframework.com",
            "http://api.botframework.com",
            "https://api.botframework.us",
            "https://api.botframework.com.evil.example",
            "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
            "https://login.microsoftonline.com/common/v2.0",
        ];
        foreach (var issuer in issuers)
            yield return ($"iss {issuer}", t => t.Payload["iss"] = issuer);
        yield return ("iss missing", t => t.Payload.Remove("iss"));
        yield return ("iss null", t => t.Payload["iss"] = null);
        yield return ("iss a list", t => t.Payload["iss"] = new JsonArray(TokenDouble.Issuer));

        string[] audiences =
        [
            "",
            "another-app",
            TokenDouble.AppId.ToUpperInvariant(),
            $"{TokenDouble.AppId} ",
            $"api://{TokenDouble.AppId}",
            TokenDouble.AppId[..^1],
            TokenDouble.Issuer,
        ];
        foreach (var audience in audiences)
            yield return ($"aud {audience}", t => t.Payload["aud"] = audience);
        yield return ("aud missing", t => t.Payload.Remove("aud"));
        yield return ("aud null", t => t.Payload["aud"] = null);
        yield return ("aud of others", t => t.Payload["aud"] = new JsonArray("a", "b"));
    }

    private static IEnumerable<(string, Action<RawToken>)> Times()
    {
        foreach (var minutes in (int[])[-6, -60, -60 * 24 * 365])
            yield return (
                $"ended {-minutes} minutes ago",
                t =>
                {
                    t.Payload["nbf"] = RawToken.At(minutes - 60);
                    t.Payload["exp"] = RawToken.At(minutes);
                }
            );
        foreach (var minutes in (int[])[6, 60, 60 * 24 * 365])
            yield return (
                $"begins in {minutes} minutes",
                t =>
                {
                    t.Payload["nbf"] = RawToken.At(minutes);
                    t.Payload["exp"] = RawToken.At(minutes + 60);
                }
            );
        yield return ("exp missing", t => t.Payload.Remove("exp"));
        yield return ("ends before it begins", t => t.Payload["exp"] = RawToken.At(-11));
        foreach (var exp in (string[])["0", "-1", "null", "\"soon\"", "[]", "true"])
            yield return ($"exp {exp}", t => t.Payload["exp"] = JsonNode.Parse(exp));
    }

    private static IEnumerable<(string, Action<RawToken>)> Signatures()
    {
        yield return ("no signature", t => t.Sign = _ => []);
        yield return ("signature of zeros", t => t.Sign = _ => new byte[256]);
        foreach (var at in (int[])[0, 128, 255])
            yield return (
                $"signature with a bit flipped at {at}",
                t =>
                {
                    var sign = t.Sign;
                    t.Sign = data =>
                    {
                        var signature = sign(data);
                        signature[at] ^= 1;
                        return signature;
                    };
                }
            );
        yield return ("signature cut", t => t.Then = text => text[..^4]);
        yield return ("signature longer", t => t.Then = text => $"{text}AAAA");
        yield return (
            "signed for another payload",
            t =>
                t.Then = text =>
                {
                    t.Payload["serviceurl"] = $"{t.ServiceUrl}x";
                    var other = Base64UrlEncoder.Encode(t.Payload.ToJsonString());
                    var parts = text.Split('.');
                    t.ServiceUrl = $"{t.ServiceUrl}x";
                    return $"{parts[0]}.{other}.{parts[2]}";
                }
        );
        (string, Func<string, string>)[] shapes =
        [
            ("two parts", text => text[..text.LastIndexOf('.')]),
            ("four parts", text => $"{text}.AAAA"),
            ("five parts", text => $"{text}.AAAA.AAAA"),
            ("only dots", _ => ".."),
            ("no token", _ => "x"),
            ("nothing", _ => ""),
            ("twice", text => $"{text}, Bearer {text}"),
            ("header that is no JSON", text => $"e30x.{text[(text.IndexOf('.') + 1)..]}"),
            ("header of nothing", text => $"e30.{text[(text.IndexOf('.') + 1)..]}"),
        ];
        foreach (var (what, change) in shapes)
            yield return (what, t => t.Then = change);
        foreach (var scheme in (string[])["Basic ", "", "Token ", "Bearer"])
            yield return ($"scheme \"{scheme}\"", t => t.Scheme = scheme);
    }

    private static IEnumerable<(string, Action<RawToken>)> Services(string canary)
    {
        yield return ("serviceurl missing", t => t.Payload.Remove("serviceurl"));
        yield return ("serviceurl null", t => t.Payload["serviceurl"] = null);
        yield return ("serviceurl empty", t => t.Payload["serviceurl"] = "");
        yield return ("serviceurl 7", t => t.Payload["serviceurl"] = 7);
        yield return (
            "serviceurl under another name",
            t =>
            {
                t.Payload["serviceUrl"] = t.ServiceUrl;
                t.Payload.Remove("serviceurl");
            }
        );
        yield return (
            "serviceurl of another path",
            t => t.Payload["serviceurl"] = $"{t.ServiceUrl}/"
        );
        yield return (
            "serviceurl in another case",
            t => t.Payload["serviceurl"] = t.ServiceUrl.ToUpperInvariant()
        );
        yield return ("a good token replayed with the canary's body", t => t.ServiceUrl = canary);
        yield return (
            "a good token replayed with another path",
            t => t.ServiceUrl = $"{t.ServiceUrl}/else"
        );
        var authority = new Uri(canary).Authority;
        var port = $":{new Uri(canary).Port}/";
        string[] strangers =
        [
            canary,
            $"{canary}/smba.trafficmanager.net/",
            $"http://smba.trafficmanager.net@{authority}/",
            $"http://smba.trafficmanager.net:x@{authority}/",
            $"//{authority}/",
            $"http://{authority}?x=https://smba.trafficmanager.net/",
            $"http://{authority}#https://smba.trafficmanager.net/",
            $"http://localhost{port}",
            $"http://[::1]{port}",
            $"http://2130706433{port}",
            "https://smba.trafficmanager.net.evil.example/",
            "https://smba.trafficmanager.net:8443/",
            "http://169.254.169.254/metadata/",
            "file:///etc/passwd",
        ];
        foreach (var stranger in strangers)
            yield return (
                $"a token and a body of {stranger.Replace(authority, "canary", StringComparison.Ordinal).Replace(port, ":port/", StringComparison.Ordinal)}",
                t =>
                {
                    t.Payload["serviceurl"] = stranger;
                    t.ServiceUrl = stranger;
                }
            );
    }

    private static IEnumerable<(string, Action<RawToken>)> Entra()
    {
        const string Elsewhere = "11111111-0000-4000-8000-0000000000aa";
        (string, Action<RawToken>)[] forgeries =
        [
            (
                "another tenant",
                t =>
                {
                    t.Payload["iss"] = $"https://login.microsoftonline.com/{Elsewhere}/v2.0";
                    t.Payload["tid"] = Elsewhere;
                }
            ),
            ("another tenant inside", t => t.Payload["tid"] = Elsewhere),
            ("no tenant inside", t => t.Payload.Remove("tid")),
            ("another app of the tenant", t => t.Payload["azp"] = Elsewhere),
            ("no app", t => t.Payload.Remove("azp")),
            ("a person", t => t.Payload["scp"] = "access_as_user"),
            ("another audience", t => t.Payload["aud"] = $"api://x/{TokenDouble.AppId}"),
            (
                "a version 1 issuer",
                t => t.Payload["iss"] = $"https://sts.windows.net/{RawToken.Tenant}/"
            ),
            ("another serviceurl", t => t.Payload["serviceurl"] = "https://evil.example/"),
            ("an unknown key", t => t.Header["kid"] = "new"),
            ("a forger's key", t => t.Sign = RawToken.Rs256(TokenDouble.Forger)),
            (
                "the Bot Framework's key",
                t =>
                {
                    t.Header["kid"] = "endorsed";
                    t.Sign = RawToken.Rs256(TokenDouble.Endorsed);
                }
            ),
            ("the Bot Framework's name", t => t.Payload["iss"] = TokenDouble.Issuer),
            ("ended", t => t.Payload["exp"] = RawToken.At(-6)),
        ];
        foreach (var (what, forge) in forgeries)
            yield return (
                $"Entra: {what}",
                t =>
                {
                    t.FromEntra();
                    forge(t);
                }
            );
    }
}
