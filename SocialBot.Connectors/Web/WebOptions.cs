using System.Globalization;

namespace SocialBot.Connectors.Web;

/// <summary>Section <c>Web</c>. For whoever runs the program: nothing of it can be set from a workspace.</summary>
public sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>
    /// <c>host:port</c> of servers of one's own that may stand on a private address and speak plain HTTP on any port. Exactly these
    /// spellings are let through, no other name or spelling of the same machine.
    /// </summary>
    public IList<string> TrustedHosts { get; } = [];

    internal bool Trusts(Uri address) =>
        TrustedHosts.Contains(
            string.Create(CultureInfo.InvariantCulture, $"{address.IdnHost}:{address.Port}"),
            StringComparer.OrdinalIgnoreCase
        );

    internal static bool IsHostAndPort(string entry) =>
        entry.LastIndexOf(':') is > 0 and var colon
        && ushort.TryParse(
            entry.AsSpan(colon + 1),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var port
        )
        && port > 0
        && Uri.CheckHostName(entry[..colon].Trim('[', ']')) != UriHostNameType.Unknown;
}
