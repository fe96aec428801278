using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace SocialBot.Settings;

/// <summary>Where people and chat clients reach this program: <c>PublicUrl</c>, else the address it listens on.</summary>
internal sealed class PublicAddress(IOptions<PublicOptions> settings, IServer server)
{
    /// <summary>Without a slash at its end.</summary>
    public string Base =>
        (
            settings.Value.PublicUrl?.ToString()
            ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? "http://localhost:3978"
        )
            .Replace("[::]", "localhost", StringComparison.Ordinal)
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .TrimEnd('/');

    /// <summary>It means this computer.</summary>
    public bool OnlyHere =>
        new Uri(Base).Host is var host
        && (
            host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(host.Trim('[', ']'), out var address)
                && IPAddress.IsLoopback(address)
        );
}
