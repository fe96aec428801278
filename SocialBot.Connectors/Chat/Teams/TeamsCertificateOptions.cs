namespace SocialBot.Connectors.Chat.Teams;

/// <summary>The section <c>Teams:Certificate</c>: a certificate of the app, with its RSA key, from a file or from the store.</summary>
public sealed class TeamsCertificateOptions
{
    /// <summary>A file: PKCS#12, or PEM (<c>.pem</c>) with certificate and key. Read again for each token, so it can be renewed in place.</summary>
    public string? Path { get; set; }

    /// <summary>Of the file, where it has one.</summary>
    public string? Password { get; set; }

    /// <summary>SHA-1, in hexadecimal: a certificate of the store <c>My</c> of the user, on Windows of the machine too.</summary>
    public string? Thumbprint { get; set; }
}
