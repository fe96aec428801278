using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
using SocialBot.Commands.Demo;
using SocialBot.Connectors.Networks.Sandbox;
using SocialBot.Core.Accounts;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Accounts;

/// <summary>The page behind a personal link, over real HTTP: chat gives the link, a browser uses it, chat says what came of it.</summary>
public sealed partial class ConnectPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_from_chat_connects_an_account_once()
    {
        await using var stage = await Stage.OpenAsync();
        var link = await stage.LinkAsync();

        var page = await stage.GetAsync(link);
        page.Text.ShouldContain("Acme (sample)");
        page.Text.ShouldContain("for Ada");
        var done = await stage.SendAsync(link, page, ("handle", "acme-shop"));
        done.Status.ShouldBe(HttpStatusCode.OK, done.Text);
        done.Text.ShouldContain("Sandbox @acme-shop is connected");

        var account = await stage.DbAsync(db =>
            db.Accounts.SingleAsync(a => a.Handle == "acme-shop", Ct)
        );
        account.ConnectedById.ShouldNotBeNull();
        account.ProtectedSecret.ShouldNotBeNull();
        (
            await stage.DbAsync(db => db.Audit.CountAsync(e => e.Action == "account.connect", Ct))
        ).ShouldBe(1);
        (await stage.WallAsync("ada")).ShouldContain(c =>
            c.Title == "Sandbox @acme-shop is connected."
        );
        (await stage.SaysAsync("accounts")).Text.ShouldContain("Sandbox @acme-shop: connected");

        (await stage.GetAsync(link)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stage.SendAsync(link, page, ("handle", "other"))).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await stage.DbAsync(db => db.Accounts.CountAsync(Ct))).ShouldBe(2);
    }

    [Fact]
    public async Task The_link_itself_is_kept_nowhere_among_the_tickets()
    {
        await using var stage = await Stage.OpenAsync();
        var token = (await stage.LinkAsync()).Segments[^1];
        var ticket = await stage.DbAsync(db => db.ConnectTickets.SingleAsync(Ct));
        ticket.TokenHash.ShouldBe(ConnectTicket.Hash(token));
        ticket.TokenHash.ShouldNotContain(token);
    }

    [Theory]
    [InlineData("Not A Handle")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("‮ ' or 1=1 --")]
    [InlineData("{0} {{handle}} ${7*7} @everyone")]
    public async Task Whatever_is_typed_is_answered_in_words_and_shown_as_text(string typed)
    {
        await using var stage = await Stage.OpenAsync();
        var link = await stage.LinkAsync();
        var again = await stage.SendAsync(link, await stage.GetAsync(link), ("handle", typed));
        again.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.Text.ShouldContain("A handle has lower-case letters");
        again.Text.ShouldNotContain("<script>");
        // The same page still works.
        (await stage.SendAsync(link, again, ("handle", "acme-shop"))).Text.ShouldContain(
            "is connected"
        );
    }

    [Fact]
    public async Task A_form_that_no_browser_sends_from_the_page_is_refused_calmly()
    {
        await using var stage = await Stage.OpenAsync();
        var link = await stage.LinkAsync();
        var page = await stage.GetAsync(link);
        foreach (var odd in new[] { "\0", new string('x', 100_000) })
            (await stage.SendAsync(link, page, ("handle", odd))).Status.ShouldBe(
                HttpStatusCode.BadRequest
            );
        (await stage.DbAsync(db => db.Accounts.CountAsync(Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task A_link_that_is_too_old_unknown_or_cut_short_leads_to_a_calm_page()
    {
        await using var stage = await Stage.OpenAsync();
        var link = await stage.LinkAsync();
        await stage.Bot.PassAsync(ConnectTicket.Lives + TimeSpan.FromSeconds(1), Ct);
        foreach (
            var address in new[]
            {
                link.ToString(),
                link + "x",
                $"{link}"[..^3],
                $"{link}"[..^43] + ConnectTicket.NewToken(),
            }
        )
        {
            var page = await stage.GetAsync(new Uri(address));
            page.Status.ShouldBe(HttpStatusCode.NotFound);
            page.Text.ShouldContain("Ask for a new one in chat");
        }
    }

    [Fact]
    public async Task A_form_that_another_page_sends_is_refused()
    {
        await using var stage = await Stage.OpenAsync();
        var link = await stage.LinkAsync();
        var refused = await stage.PostAsync(link, [("handle", "acme-shop")]);
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        (await stage.DbAsync(db => db.Accounts.CountAsync(Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Ten_tries_are_enough()
    {
        await using var stage = await Stage.OpenAsync();
        var link = await stage.LinkAsync();
        var page = await stage.GetAsync(link);
        for (var i = 0; i < ConnectTicket.MostTries; i++)
            (await stage.SendAsync(link, page, ("handle", "NO"))).Status.ShouldBe(
                HttpStatusCode.UnprocessableEntity
            );
        (await stage.SendAsync(link, page, ("handle", "acme-shop"))).Status.ShouldBe(
            HttpStatusCode.TooManyRequests
        );
        (await stage.DbAsync(db => db.Accounts.CountAsync(Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task The_page_runs_no_script_sits_in_no_frame_and_tells_nobody_its_address()
    {
        await using var stage = await Stage.OpenAsync();
        var page = await stage.GetAsync(await stage.LinkAsync());
        page.Header("Content-Security-Policy").ShouldContain("default-src 'none'");
        page.Header("Content-Security-Policy").ShouldContain("frame-ancestors 'none'");
        page.Header("Referrer-Policy").ShouldBe("no-referrer");
        page.Header("Cache-Control").ShouldContain("no-store");
        page.Text.ShouldNotContain("<script");
    }

    [Fact]
    public async Task Only_Admins_get_a_link()
    {
        await using var stage = await Stage.OpenAsync();
        (await stage.SaysAsync("connect Sandbox", "anna")).Buttons.ShouldBeEmpty();
        (await stage.DbAsync(db => db.ConnectTickets.CountAsync(Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task Asked_in_a_room_the_link_goes_to_the_personal_chat()
    {
        await using var stage = await Stage.OpenAsync();
        var said = await stage.Bot.Chat.SayAsync("ada", "alerts", "connect Sandbox", Ct);
        said.Text.ShouldContain("personal chat");
        said.Buttons.ShouldBeEmpty();
        (await stage.WallAsync("ada")).ShouldContain(c => c.Buttons.Any(b => b.Url != null));
    }

    [Fact]
    public async Task A_networks_own_page_is_gone_to_and_come_back_from_once()
    {
        var network = new WebSignIn();
        await using var stage = await Stage.OpenAsync(network);
        var link = await stage.LinkAsync();
        var on = await stage.SendAsync(link, await stage.GetAsync(link));
        on.Text.ShouldContain("href=\"https://network.example/authorize?state=");

        (await stage.GetAsync(stage.Back("state=guessed&code=1"))).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        // A stranger's browser, sent here with a state that is good in another.
        (
            await stage.GetAsync(stage.Back($"state={network.State}&code=1"), "stranger")
        ).Status.ShouldBe(HttpStatusCode.NotFound);
        network.Returned.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_came_back_connects_and_the_same_code_again_does_nothing()
    {
        var network = new WebSignIn();
        await using var stage = await Stage.OpenAsync(network);
        var link = await stage.LinkAsync();
        await stage.SendAsync(link, await stage.GetAsync(link));
        var back = stage.Back($"state={network.State}&code=c0de");

        (await stage.GetAsync(back)).Text.ShouldContain("Sandbox @page-1 is connected");
        network.Returned.ShouldHaveSingleItem().ShouldBe(("c0de", "verifier"));
        (await stage.GetAsync(back)).Status.ShouldBe(HttpStatusCode.NotFound);
        network.Returned.Count.ShouldBe(1);
        (await stage.DbAsync(db => db.ConnectTickets.SingleAsync(Ct))).Kept.ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_access_leads_back_to_the_page_with_a_sentence()
    {
        var network = new WebSignIn();
        await using var stage = await Stage.OpenAsync(network);
        var link = await stage.LinkAsync();
        await stage.SendAsync(link, await stage.GetAsync(link));

        var again = await stage.GetAsync(stage.Back($"state={network.State}&error=access_denied"));
        again.Text.ShouldContain("You did not allow the access");
        (await stage.SendAsync(link, again)).Text.ShouldContain("network.example");
    }

    [Fact]
    public async Task Of_several_profiles_one_is_chosen()
    {
        var network = new WebSignIn { Profiles = 3 };
        await using var stage = await Stage.OpenAsync(network);
        var link = await stage.LinkAsync();
        await stage.SendAsync(link, await stage.GetAsync(link));
        var choice = await stage.GetAsync(stage.Back($"state={network.State}&code=c"));
        choice.Text.ShouldContain("@page-3");
        choice.Text.ShouldNotContain("secret-");
        (await stage.SendAsync(link, choice, ("profile", "9"))).Text.ShouldContain("@page-3");
        (await stage.SendAsync(link, choice, ("profile", "1"))).Text.ShouldContain(
            "Sandbox @page-2 is connected"
        );
    }

    [Fact]
    public async Task A_password_in_chat_is_refused_removed_and_left_in_no_file()
    {
        const string password = "qwer-asdf-yxcv-tzui";
        await using var stage = await Stage.OpenAsync();
        var said = await stage.SaysAsync(
            $"here is the app password for bluesky: {password}",
            "anna"
        );
        said.Text.ShouldContain("Do not write passwords in chat");
        said.Text.ShouldContain("removed your message");
        (await stage.WallAsync("anna")).ShouldNotContain(c => c.Text.Contains(password));

        var data = Path.Combine(
            stage.Bot.Services.GetRequiredService<IHostEnvironment>().ContentRootPath,
            "data"
        );
        var files = Directory.GetFiles(data, "*.db*", SearchOption.AllDirectories);
        files = [.. files.Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))];
        files.Length.ShouldBeGreaterThan(2);
        foreach (var file in files)
            Latin(file).Contains(password, StringComparison.Ordinal).ShouldBeFalse(file);
    }

    private static string Latin(string file)
    {
        using var open = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        using var reader = new StreamReader(open, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private sealed record Page(HttpStatusCode Status, string Text, HttpResponseMessage Answer)
    {
        public string Header(string name) =>
            string.Join(',', Answer.Headers.TryGetValues(name, out var values) ? values : []);
    }

    private sealed partial class Stage(DemoBot bot) : IAsyncDisposable
    {
        public DemoBot Bot => bot;

        public static async Task<Stage> OpenAsync(IConnects? instead = null) =>
            new(
                await DemoBot.OpenAsync(
                    Ct,
                    more: builder =>
                    {
                        builder.Services.AddSingleton(Talk.Recognizer.Value);
                        if (instead is null)
                            return;
                        builder.Services.Remove(
                            builder.Services.Single(d =>
                                d.ImplementationType == typeof(ConnectSandbox)
                            )
                        );
                        builder.Services.AddSingleton<INetwork>(instead);
                    }
                )
            );

        public Task<DemoCard> SaysAsync(string text, string who = "ada") =>
            bot.Chat.SayAsync(who, null, text, Ct);

        public async Task<IReadOnlyList<DemoCard>> WallAsync(string who)
        {
            await bot.QuietAsync(Ct);
            return await bot.Chat.ReadAsync(who, null, Ct);
        }

        public async Task<Uri> LinkAsync() =>
            new((await SaysAsync("connect Sandbox")).Link("Open the page for Sandbox"));

        public Uri Back(string query) =>
            new($"{bot.OpenClient().BaseAddress}connect/return?{query}");

        public async Task<Page> GetAsync(Uri address, string browser = "own") =>
            await ReadAsync(await Browser(browser).GetAsync(address, Ct));

        /// <summary>With the hidden field of the page that was seen.</summary>
        public Task<Page> SendAsync(
            Uri address,
            Page seen,
            params (string Name, string Value)[] fields
        ) =>
            PostAsync(
                address,
                [
                    ("__RequestVerificationToken", Guard().Match(seen.Text).Groups[1].Value),
                    .. fields,
                ]
            );

        public async Task<Page> PostAsync(
            Uri address,
            IEnumerable<(string Name, string Value)> fields
        )
        {
            using var form = new FormUrlEncodedContent(
                fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
            );
            return await ReadAsync(await Browser("own").PostAsync(address, form, Ct));
        }

        public async Task<T> DbAsync<T>(Func<SocialBotDb, Task<T>> read)
        {
            await using var scope = bot.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
            scope
                .ServiceProvider.GetRequiredService<WorkspaceScope>()
                .Enter((await db.Workspaces.SingleAsync(Ct)).Id);
            return await read(db);
        }

        public ValueTask DisposeAsync() => bot.DisposeAsync();

        // A name has cookies of its own.
        private HttpClient Browser(string name) =>
            bot.Services.GetRequiredService<IHttpClientFactory>().CreateClient($"browser-{name}");

        private static async Task<Page> ReadAsync(HttpResponseMessage answer) =>
            new(answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer);

        [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
        private static partial Regex Guard();
    }

    /// <summary>A network whose own page is gone to, as most have.</summary>
    private sealed class WebSignIn : IConnects
    {
        public string Name => "Sandbox";
        public IReadOnlyList<ConnectField> Fields => [];
        public int Profiles { get; init; } = 1;
        public string State { get; private set; } = "";
        public List<(string Code, string Kept)> Returned { get; } = [];

        public Task<ConnectStep> BeginAsync(
            IReadOnlyDictionary<string, string> values,
            Uri returnTo,
            string state,
            CancellationToken ct
        )
        {
            State = state;
            return Task.FromResult<ConnectStep>(
                new ConnectStep.GoTo(
                    new Uri($"https://network.example/authorize?state={state}"),
                    "verifier"
                )
            );
        }

        public Task<ConnectStep> ReturnAsync(
            IReadOnlyDictionary<string, string> query,
            string kept,
            Uri returnTo,
            CancellationToken ct
        )
        {
            if (query.ContainsKey("error"))
                return Task.FromResult<ConnectStep>(new ConnectStep.Refused("denied"));
            Returned.Add((query["code"], kept));
            return Task.FromResult<ConnectStep>(
                new ConnectStep.Connected([
                    .. Enumerable
                        .Range(1, Profiles)
                        .Select(i => new ConnectedProfile(
                            $"id-{i}",
                            $"page-{i}",
                            $"Page {i}",
                            null,
                            $"secret-{i}",
                            null
                        )),
                ])
            );
        }
    }
}
