using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace SocialBot.Settings;

internal static class ProxyHeaders
{
    /// <summary>Where the settings say so, the caller's address, scheme and host are those that a known proxy names.</summary>
    public static void UseProxyHeaders(this WebApplication app)
    {
        // Read leniently: what is wrong with the settings is told when the program starts, all at once.
        var settings = new ForwardedOptions();
        app.Configuration.GetSection("ForwardedHeaders").Bind(settings);
        if (!settings.Enabled)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders =
                ForwardedHeaders.XForwardedFor
                | ForwardedHeaders.XForwardedProto
                | ForwardedHeaders.XForwardedHost,
        };
        foreach (var proxy in settings.KnownProxies)
            if (IPAddress.TryParse(proxy, out var address))
                options.KnownProxies.Add(address);
        app.UseForwardedHeaders(options);
    }
}
