using Microsoft.Extensions.Options;
using SocialBot.Connectors.Chat.Local;
using SocialBot.Connectors.Networks.Sandbox;

namespace SocialBot.Commands;

/// <summary>The first thing a newcomer reads.</summary>
internal static class WhereToGo
{
    public static void Print(WebApplication app, TextWriter output)
    {
        var address = app.Urls.FirstOrDefault()?.TrimEnd('/');
        if (address is null)
            return;
        if (app.Services.GetRequiredService<IOptions<LocalChatOptions>>().Value.Enabled is true)
            output.WriteLine($"Chat with the bot:   {address}/");
        if (app.Services.GetRequiredService<IOptions<SandboxOptions>>().Value.Enabled)
            output.WriteLine($"The Sandbox network: {address}/sandbox");
        output.WriteLine($"Teams endpoint:      {address}/api/messages");
        output.WriteLine($"Health:              {address}/health/ready");
    }
}
