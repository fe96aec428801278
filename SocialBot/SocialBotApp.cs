using SocialBot.Clocks;
using SocialBot.Connecting;
using SocialBot.Connectors.Chat.Local;
using SocialBot.Connectors.Chat.Teams;
using SocialBot.Connectors.Networks;
using SocialBot.Connectors.Networks.Bluesky;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Connectors.Networks.Sandbox.Server;
using SocialBot.Connectors.Pictures;
using SocialBot.Connectors.Web;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Cards;
using SocialBot.Dialogs;
using SocialBot.Health;
using SocialBot.MediaFiles;
using SocialBot.SampleData;
using SocialBot.Secrets;
using SocialBot.Settings;
using SocialBot.Storage;
using SocialBot.Workers;

namespace SocialBot;

/// <summary>The whole program, put together: what it is made of, and what it answers to.</summary>
public static class SocialBotApp
{
    /// <param name="clock">The time everything goes by; a demo or a test brings its own.</param>
    /// <param name="more">A last word on the services.</param>
    public static WebApplication Build(
        string[] args,
        TimeProvider? clock = null,
        Action<WebApplicationBuilder>? more = null
    )
    {
        var builder = WebApplication
            .CreateBuilder(
                new WebApplicationOptions
                {
                    // Settings are read once. To watch their folder is to be woken by every write to the database in it.
                    Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
                }
            )
            .ReadSettings(args)
            .AddTelemetry();
        var time = clock ?? TimeProvider.System;
        builder.Services.AddSingleton(time);
        builder.Services.AddSettings(builder.Configuration);

        builder.Services.AddCore();
        builder.Services.AddDatabase(builder.Configuration, builder.Environment);
        builder.Services.AddDialogs();
        builder.Services.AddLanguage(builder.Configuration);

        builder.Services.AddTeams(builder.Configuration, builder.Environment);
        builder.Services.AddLocalChat(builder.Configuration);
        builder.Services.AddWeb(builder.Configuration);
        builder.Services.AddPictures();
        builder.Services.AddNetworkRules();
        builder.Services.AddSandbox(builder.Configuration);
        builder.Services.AddBluesky(builder.Configuration);

        builder.Services.AddSingleton<IKeepsSecrets, KeepSecrets>();
        builder.Services.AddSingleton<IPictureLinks, PictureLinks>();
        builder.Services.AddConnectPage();
        builder.Services.AddSampleData(builder.Configuration);
        builder.Services.AddHostedService<LaneWorker>();
        builder.Services.AddHostedService<AfterListening>();
        builder.Services.AddHostedService<StreamWorker>();
        builder.Services.AddClocks(time);
        builder.Services.AddHealth();
        more?.Invoke(builder);

        var app = builder.Build();
        app.UseProxyHeaders();
        app.MapHealth();
        app.MapPictures();
        app.MapConnectPage();
        app.MapTeams();
        app.MapLocalChat();
        app.MapSandbox();
        return app;
    }
}
