using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Which addresses the bot posts to. An activity names its own service address, and a forged or leaked one has carried
/// other bots' tokens away (CVE-2026-100681): only listed hosts over https, and loopback for an emulator in Development.
/// </summary>
internal sealed class ServiceHosts(IOptions<TeamsOptions> options, IHostEnvironment environment)
{
    public bool Trusts(string? serviceUrl, [NotNullWhen(true)] out Uri? service)
    {
        service = null;
        if (
            !Uri.TryCreate(serviceUrl, UriKind.Absolute, out var uri)
            || uri is not { UserInfo: "", Query: "", Fragment: "" }
            || !IsListed(uri) && !IsEmulator(uri)
        )
            return false;
        service = uri;
        return true;
    }

    private bool IsListed(Uri uri)
    {
        var listed = options.Value.ServiceHostsInUse.Any(host =>
            string.Equals(host, uri.Authority, StringComparison.OrdinalIgnoreCase)
        );
        return listed && (uri.Scheme == Uri.UriSchemeHttps || IsHttpOnThisMachine(uri));
    }

    private bool IsEmulator(Uri uri) =>
        !options.Value.HasApp && environment.IsDevelopment() && IsHttpOnThisMachine(uri);

    private static bool IsHttpOnThisMachine(Uri uri) =>
        uri.Scheme is "http" or "https" && IsLoopback(uri.Authority);

    /// <param name="host"><c>name</c> or <c>name:port</c>.</param>
    public static bool IsLoopback(string host) =>
        Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri)
        && (
            uri.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(uri.IdnHost, out var address) && IPAddress.IsLoopback(address)
        );

    public static bool IsHost(string host) =>
        Uri.TryCreate($"https://{host}", UriKind.Absolute, out var uri)
        && Uri.CheckHostName(uri.IdnHost) != UriHostNameType.Unknown
        && uri is { AbsolutePath: "/", UserInfo: "", Query: "", Fragment: "" }
        && string.Equals(uri.Authority, host, StringComparison.OrdinalIgnoreCase);
}
