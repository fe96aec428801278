using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Commands.Demo;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Core.Accounts;
using SocialBot.Core.Inbox;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Stories;

/// <summary>
/// The whole bot on a port of its own, played as people play it: everything said and pressed goes through the local chat's
/// endpoints, every visitor through the Sandbox's. What was seen is in the test's output.
/// </summary>
internal sealed class Story : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly DemoBot bot;
    private readonly Transcript seen;

    private Story(DemoBot bot)
    {
        this.bot = bot;
        seen = new Transcript(new TestOutput(), () => bot.LocalNow);
    }

    public const string Text = "We open our lab on Monday. Come and see it.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public DemoSandbox Sandbox => bot.Sandbox;

    public static async Task<Story> OpenAsync(params string[] settings) =>
        new(
            await DemoBot.OpenAsync(
                Ct,
                ["--Sandbox:Misbehave:Control=true", .. settings],
                // Trained once for all stories.
                builder => builder.Services.AddSingleton(Talk.Recognizer.Value)
            )
        );

    public async Task<DemoCard> SaysAsync(string who, string text, string? room = null)
    {
        seen.Said(who, text, room);
        return Seen(await bot.Chat.SayAsync(who, room, text, Ct));
    }

    public async Task<DemoCard> PressesAsync(
        DemoCard card,
        string label,
        params (string Field, string Value)[] values
    )
    {
        seen.Did(card.Viewer, $"presses {label}", card.Room);
        return Seen(await bot.Chat.PressAsync(card, label, Ct, values));
    }

    /// <summary>The card as it hangs now.</summary>
    public async Task<DemoCard> CardAsync(string who, string subject, string? room = null) =>
        Seen(await bot.Chat.CardAsync(who, room, subject, Ct));

    /// <summary>Everything that hangs in the own chat or in a room.</summary>
    public async Task<IReadOnlyList<DemoCard>> WallAsync(string who, string? room = null)
    {
        await bot.QuietAsync(Ct);
        return await bot.Chat.ReadAsync(who, room, Ct);
    }

    public async Task<DemoCard> AwaitsAsync(
        string who,
        string? room,
        Func<DemoCard, bool> fits,
        string what
    ) => Seen(await bot.Chat.AwaitAsync(who, room, fits, what, Ct));

    /// <summary>A post of Anna's for tomorrow 9:00, submitted.</summary>
    public async Task<DemoCard> SubmittedAsync(string text = Text)
    {
        var draft = await SaysAsync("anna", $"draft a post for Sandbox for tomorrow 9am: {text}");
        return await PressesAsync(draft, "Submit");
    }

    public async Task PassAsync(TimeSpan time)
    {
        await bot.PassAsync(time, Ct);
        seen.Chapter("");
    }

    public async Task PassToAsync(string time, int days = 0)
    {
        await bot.PassToAsync(
            TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture),
            days,
            Ct
        );
        seen.Chapter("");
    }

    /// <summary>What the network really accepted.</summary>
    public Task<IReadOnlyList<LedgerLine>> LedgerAsync() => Sandbox.LedgerAsync(Ct);

    public async Task<IReadOnlyList<LedgerLine>> PublishedAsync() =>
        [.. (await LedgerAsync()).Where(l => l.What == "publish")];

    public async Task CommentsAsync(string visitor, string text, string? itemId = null) =>
        await Sandbox.CommentAsync(visitor, itemId ?? (await PublishedAsync())[^1].Id, text, Ct);

    public Task MentionsAsync(string visitor, string text) =>
        Sandbox.MentionAsync(visitor, "acme", text, Ct);

    /// <summary>The bot reads what visitors wrote.</summary>
    public Task ListenAsync() => PassAsync(TimeSpan.FromSeconds(61));

    /// <summary>A second account of the brand.</summary>
    public async Task ConnectAsync(string handle)
    {
        var profile = await bot
            .Services.GetRequiredService<SandboxAccounts>()
            .CreateProfileAsync(handle, handle, Ct);
        await using var scope = bot.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        var workspace = db.Workspaces.Single();
        scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(workspace.Id);
        db.Accounts.Add(
            new Account
            {
                Network = "Sandbox",
                Handle = profile.Handle,
                RemoteId = profile.RemoteId,
                ProtectedSecret = scope
                    .ServiceProvider.GetRequiredService<IKeepsSecrets>()
                    .Protect(workspace.Id, "Sandbox", profile.RemoteId, profile.Token),
            }
        );
        await db.SaveChangesAsync(Ct);
        await scope.ServiceProvider.GetRequiredService<WatchInboxes>().RunAsync(Ct);
    }

    /// <summary>From now on the Sandbox misbehaves.</summary>
    public async Task MisbehavesAsync(params Misdeed[] deeds)
    {
        using var http = Http();
        using var answer = await http.PostAsJsonAsync("/sandbox/control", deeds, Wire, Ct);
        answer.EnsureSuccessStatusCode();
    }

    public async Task BehavesAsync()
    {
        using var http = Http();
        using var answer = await http.DeleteAsync(
            new Uri("/sandbox/control", UriKind.Relative),
            Ct
        );
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The program is down for a while, and starts again on what it left.</summary>
    public async Task DownForAsync(TimeSpan time)
    {
        await bot.QuietAsync(Ct);
        await bot.StopAsync(Ct);
        bot.Clock.Jump(time);
        await bot.StartAsync(Ct);
        await bot.QuietAsync(Ct);
        seen.Chapter("the program runs again");
    }

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    private HttpClient Http() => bot.OpenClient();

    private DemoCard Seen(DemoCard card)
    {
        seen.Shows(card);
        return card;
    }

    private sealed class TestOutput : StringWriter
    {
        public override void WriteLine(string? value) =>
            TestContext.Current.TestOutputHelper?.WriteLine(value ?? "");

        public override void WriteLine() => WriteLine("");
    }
}
