using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>The app's certificate, and what it says in place of a secret.</summary>
internal static class AppCertificate
{
    private static readonly TimeSpan AssertionLasts = TimeSpan.FromMinutes(5);

    /// <summary>Null where the certificate can be used, else what is wrong with it, without its password.</summary>
    public static string? Trouble(TeamsCertificateOptions from)
    {
        try
        {
            using var certificate = Open(from);
            using var key = certificate.GetRSAPrivateKey();
            return key is null ? "it has no RSA private key" : null;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return $"it cannot be opened ({e.GetType().Name}): is it there, may it be read, and is the password right?";
        }
    }

    public static bool IsTrouble(Exception e) =>
        e is CryptographicException or IOException or UnauthorizedAccessException;

    /// <exception cref="CryptographicException">There is no such certificate, or it is locked.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static X509Certificate2 Open(TeamsCertificateOptions from) =>
        from.Path is not { Length: > 0 } path ? FromStore(from.Thumbprint ?? "")
        : !path.EndsWith(".pem", StringComparison.OrdinalIgnoreCase)
            ? X509CertificateLoader.LoadPkcs12FromFile(path, from.Password)
        : from.Password is { Length: > 0 } password
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password)
        : X509Certificate2.CreateFromPemFile(path);

    /// <summary>A JWT that proves the key: for one service, for five minutes, never the same twice.</summary>
    /// <remarks>https://learn.microsoft.com/entra/identity-platform/certificate-credentials</remarks>
    public static string Assert(
        X509Certificate2 certificate,
        string app,
        Uri tokenService,
        DateTimeOffset now
    )
    {
        using var rsa =
            certificate.GetRSAPrivateKey() ?? throw new CryptographicException("No RSA key.");
        var key = new RsaSecurityKey(rsa)
        {
            // What signs is kept by the library for good; this key is gone in a moment.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        return new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = app,
                Audience = tokenService.AbsoluteUri,
                IssuedAt = now.UtcDateTime,
                NotBefore = now.UtcDateTime,
                Expires = (now + AssertionLasts).UtcDateTime,
                Claims = new Dictionary<string, object>
                {
                    [JwtRegisteredClaimNames.Sub] = app,
                    [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
                },
                AdditionalHeaderClaims = new Dictionary<string, object>
                {
                    ["x5t#S256"] = Base64UrlEncoder.Encode(
                        certificate.GetCertHash(HashAlgorithmName.SHA256)
                    ),
                },
                SigningCredentials = new SigningCredentials(
                    key,
                    SecurityAlgorithms.RsaSsaPssSha256
                ),
            }
        );
    }

    private static X509Certificate2 FromStore(string thumbprint)
    {
        // Only Windows keeps certificates with keys for the whole machine.
        StoreLocation[] locations = OperatingSystem.IsWindows()
            ? [StoreLocation.CurrentUser, StoreLocation.LocalMachine]
            : [StoreLocation.CurrentUser];
        foreach (var location in locations)
        {
            using var store = new X509Store(StoreName.My, location);
            store.Open(OpenFlags.ReadOnly);
            var found = store.Certificates.Find(
                X509FindType.FindByThumbprint,
                thumbprint.Replace(" ", "", StringComparison.Ordinal),
                validOnly: false
            );
            if (found.Count > 0)
                return found[0];
        }
        throw new CryptographicException("No certificate of the store has this thumbprint.");
    }
}
