using System.Diagnostics.CodeAnalysis;

namespace SocialBot.Connectors.Networks.Bluesky.Identity;

/// <summary>Names one record: <c>at://did/collection/rkey</c> (https://atproto.com/specs/at-uri-scheme). Always by DID, as the network itself names them.</summary>
internal sealed record AtUri(string Did, string Collection, string Rkey)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out AtUri? uri)
    {
        uri = null;
        if (text is null || !text.StartsWith("at://", StringComparison.Ordinal))
            return false;
        var parts = text[5..].Split('/');
        if (
            parts.Length != 3
            || !AtSyntax.IsDid(parts[0])
            || !AtSyntax.IsNsid(parts[1])
            || !AtSyntax.IsRecordKey(parts[2])
        )
            return false;
        uri = new AtUri(parts[0], parts[1], parts[2]);
        return true;
    }

    public override string ToString() => $"at://{Did}/{Collection}/{Rkey}";
}
