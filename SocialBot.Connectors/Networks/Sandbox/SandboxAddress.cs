using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Networks.Sandbox;

/// <summary>Where the Sandbox listens: as set, else this process's own address, known only once its server has started.</summary>
internal sealed class SandboxAddress(IOptions<SandboxOptions> options, IServiceProvider services)
{
    /// <summary>Null while this process does not listen yet.</summary>
    public Uri? Current => options.Value.BaseUrl ?? Own();

    private Uri? Own()
    {
        var listening =
            services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses
            ?? [];
        return listening
            .Select(BindingAddress.Parse)
            .Where(a => a.Port > 0 && !a.IsUnixPipe && !a.IsNamedPipe)
            .OrderBy(a => a.Scheme == "https")
            .Select(a => new UriBuilder(a.Scheme, Reachable(a.Host), a.Port).Uri)
            .FirstOrDefault();
    }

    /// <summary>"Every address" is a place to listen on, not one to call.</summary>
    private static string Reachable(string host) =>
        host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : host;
}
