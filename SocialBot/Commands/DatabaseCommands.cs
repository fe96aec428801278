using Microsoft.EntityFrameworkCore;
using SocialBot.Core;
using SocialBot.Core.Audit;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Commands;

/// <summary><c>migrate</c>: brings the database up to date and stops.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken ct)
    {
        await using var app = SocialBotApp.Build(args);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        await db.Database.MigrateAsync(ct);
        await output.WriteLineAsync(
            pending.Count == 0
                ? "The database was up to date."
                : $"Applied: {string.Join(", ", pending)}"
        );
        return 0;
    }
}

/// <summary><c>verify-audit</c>: 0 when every workspace's chain holds.</summary>
internal static class VerifyAuditCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken ct)
    {
        await using var app = SocialBotApp.Build(args);
        List<Workspace> workspaces;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
            await db.Database.MigrateAsync(ct);
            workspaces = await db.Workspaces.AsNoTracking().ToListAsync(ct);
        }
        var broken = 0;
        foreach (var workspace in workspaces)
        {
            await using var scope = app.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(workspace.Id);
            switch (await scope.ServiceProvider.GetRequiredService<VerifyAudit>().RunAsync(ct))
            {
                case AuditVerdict.Intact intact:
                    await output.WriteLineAsync(
                        $"{workspace.Name}: {intact.Entries} entries hold; head {intact.Head}"
                    );
                    break;
                case AuditVerdict.Broken bad:
                    broken++;
                    await output.WriteLineAsync(
                        $"{workspace.Name}: entry {bad.Number} does not hold: {bad.What}"
                    );
                    break;
            }
        }
        return broken == 0 ? 0 : 1;
    }
}

/// <summary><c>workspace create NAME --zone ZONE</c>: a workspace, and a one-time code for its first Admin.</summary>
internal static class WorkspaceCommand
{
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        if (args is not ["create", var name, .. var rest])
        {
            await error.WriteLineAsync(
                "Say: workspace create NAME --zone Europe/Berlin [--language de]"
            );
            return 2;
        }
        var (zone, language, settings) = ("Etc/UTC", "en", new List<string>());
        for (var i = 0; i < rest.Length; i++)
            switch (rest[i])
            {
                case "--zone" when i + 1 < rest.Length:
                    zone = rest[++i];
                    break;
                case "--language" when i + 1 < rest.Length:
                    language = rest[++i];
                    break;
                default:
                    settings.Add(rest[i]);
                    break;
            }
        await using var app = SocialBotApp.Build([.. settings]);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SocialBotDb>().Database.MigrateAsync(ct);
        switch (
            await scope
                .ServiceProvider.GetRequiredService<CreateWorkspace>()
                .RunAsync(name, zone, language, ct)
        )
        {
            case Outcome<NewWorkspace>.Done { Value: var made }:
                await output.WriteLineAsync($"The workspace '{made.Workspace.Name}' is there.");
                await output.WriteLineAsync(
                    $"Its first Admin writes this to the bot, until {made.CodeExpiresAt:yyyy-MM-dd HH:mm} UTC:"
                );
                await output.WriteLineAsync($"  code {made.Code}");
                return 0;
            case Outcome<NewWorkspace>.Refused { Why: var why }:
                await error.WriteLineAsync(
                    new Dialogs.Conversation.Words("en", TimeZoneInfo.Utc).Say(why)
                );
                return 1;
            default:
                return 1;
        }
    }
}
