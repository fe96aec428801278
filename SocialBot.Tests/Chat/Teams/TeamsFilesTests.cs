using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shouldly;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Pictures that a message only names, and how the bot behaves while it works.</summary>
public sealed class TeamsFilesTests : IAsyncLifetime
{
    private FileDouble _files = null!;
    private ConnectorDouble _teams = null!;
    private TokenDouble _authority = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _files = await FileDouble.StartAsync();
        _teams = await ConnectorDouble.StartAsync();
        _authority = await TokenDouble.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _files.DisposeAsync();
        await _teams.DisposeAsync();
        await _authority.DisposeAsync();
    }

    [Fact]
    public async Task A_file_sent_in_a_personal_chat_is_fetched_without_the_bots_token()
    {
        await using var bot = await SignedInAsync(
            ("Teams:AllowedFileHosts:0", _files.Host),
            ("Web:TrustedHosts:0", _files.Host)
        );

        var said = await SaysAsync(
            bot,
            Sent("cup.png", $"{_files.Address}red.png?tempauth=x"),
            Sent("talk.docx", $"{_files.Address}words.docx"),
            Sent("gone.png", $"{_files.Address}missing"),
            Sent("moved.png", $"{_files.Address}moved")
        );

        var file = said.Files.ShouldHaveSingleItem();
        (file.Name, file.ContentType).ShouldBe(("cup.png", "image/png"));
        said.NotFetched.ShouldBe(["talk.docx", "gone.png", "moved.png"]);
        _files.Requests.ShouldNotBeEmpty();
        _files.Requests.ShouldAllBe(r => r.Authorization == "");
    }

    [Fact]
    public async Task A_pasted_picture_is_fetched_with_the_bots_token_from_the_connectors_host_only()
    {
        await using var bot = await SignedInAsync(("Teams:AllowedServiceHosts:1", _files.Host));
        await using var stranger = await FileDouble.StartAsync();

        var said = await SaysAsync(
            bot,
            Pasted("a.png", $"{_files.Address}v3/attachments/1/views/original"),
            Pasted("b.png", $"{stranger.Address}red.png"),
            Pasted("c.png", "file:///etc/passwd"),
            Sent("d.png", $"{stranger.Address}red.png")
        );

        said.Files.ShouldHaveSingleItem().Name.ShouldBe("a.png");
        said.NotFetched.ShouldBe(["b.png", "c.png", "d.png"]);
        _files.Requests.ShouldHaveSingleItem().Authorization.ShouldStartWith("Bearer ");
        stranger.Requests.ShouldBeEmpty("nobody allowed that host");
    }

    [Fact]
    public async Task A_pre_signed_address_on_this_machine_is_not_called_although_its_host_is_listed()
    {
        await using var bot = await SignedInAsync(("Teams:AllowedFileHosts:0", _files.Host));

        var said = await SaysAsync(bot, Sent("cup.png", $"{_files.Address}red.png"));

        said.NotFetched.ShouldBe(["cup.png"]);
        _files.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://acme-my.sharepoint.com/personal/x/download.aspx?tempauth=1", true)]
    [InlineData("https://acme.sharepoint.us/x", true)]
    [InlineData("http://acme.sharepoint.com/x", false)]
    [InlineData("https://acme.sharepoint.com:8443/x", false)]
    [InlineData("https://sharepoint.com.evil.example/x", false)]
    [InlineData("https://evilsharepoint.com/x", false)]
    public void Files_come_from_SharePoint_where_nothing_else_is_set(string address, bool may) =>
        new Connectors.Chat.Teams.TeamsOptions().MayFetchFrom(new Uri(address)).ShouldBe(may);

    [Fact]
    public async Task Whoever_waits_for_longer_than_a_second_sees_the_bot_typing()
    {
        await using var bot = await TeamsBot.StartAsync();
        var done = new TaskCompletionSource();
        bot.Chat.Busy = done.Task;
        var activity = Message();

        var answer = bot.SendAsync(activity.ToJsonString());
        await Eventually.TrueAsync(() => bot.Chat.Turns.Count == 1, "the turn is taken");
        _teams.Requests.ShouldBeEmpty();
        await Eventually.TrueAsync(
            () =>
            {
                bot.Clock.Advance(TimeSpan.FromSeconds(1));
                return _teams.Requests.Count > 0;
            },
            "the bot is seen typing"
        );
        done.SetResult();

        (await answer).StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string?)_teams.Requests.ShouldHaveSingleItem().Body["type"]).ShouldBe("typing");
        _teams.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("adaptiveCard/action", 7, 2)]
    [InlineData("composeExtension/submitAction", 3, 2)]
    public async Task What_takes_too_long_is_worked_on_and_its_answer_said_later(
        string name,
        int waits,
        int tooLong
    )
    {
        await using var bot = await TeamsBot.StartAsync();
        var done = new TaskCompletionSource();
        bot.Chat.Busy = done.Task;
        bot.Chat.Answer = new InlineAnswer(Card.Say("Omar has it."), ReplacesPressed: false);
        var press = Message();
        press["type"] = "invoke";
        press["name"] = name;
        press["value"] = JsonNode.Parse(
            """{"commandId":"x","action":{"verb":"a.b:1:1"},"data":{"socialbot":"a.b:1:1"}}"""
        );

        var answering = bot.SendAsync(press.ToJsonString());
        await Eventually.TrueAsync(() => bot.Chat.Turns.Count == 1, "the turn is taken");
        bot.Clock.Advance(TimeSpan.FromSeconds(waits));
        answering.IsCompleted.ShouldBeFalse();
        await Eventually.TrueAsync(
            () =>
            {
                bot.Clock.Advance(TimeSpan.FromSeconds(tooLong));
                return answering.IsCompleted;
            },
            "it is answered in time"
        );
        using var answer = await answering;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("I am working on it");
        done.SetResult();

        if (name == "adaptiveCard/action")
            await Eventually.TrueAsync(() => _teams.Requests.Count == 1, "the answer is said");
        else
            _teams.Requests.ShouldBeEmpty("nothing is said in a chat of others");
    }

    [Fact]
    public async Task A_file_is_offered_and_put_where_the_person_takes_it()
    {
        await using var bot = await SignedInAsync(
            ("Teams:AllowedFileHosts:0", _files.Host),
            ("Web:TrustedHosts:0", _files.Host)
        );
        await SaysAsync(bot);
        var place = bot.Chat.Turns[^1].In;
        await bot.Platform.PostAsync(
            place,
            Card.Say("History") with
            {
                File = new OfferedFile("post-7.json", "All of it", 5, "post.export:7:0"),
            },
            "key",
            Ct
        );
        var offer = _teams.Requests[^1].Body["attachments"]![0]!;
        ((string?)offer["contentType"]).ShouldBe(
            "application/vnd.microsoft.teams.card.file.consent"
        );
        ((string?)offer["name"]).ShouldBe("post-7.json");
        ((int)offer["content"]!["sizeInBytes"]!).ShouldBe(5);
        bot.Chat.File = new ChatFile("post-7.json", "application/json", "bytes"u8.ToArray());
        var consent = Message();
        consent["type"] = "invoke";
        consent["name"] = "fileConsent/invoke";
        consent["value"] = new JsonObject
        {
            ["type"] = "fileUpload",
            ["action"] = "accept",
            ["context"] = offer["content"]!["acceptContext"]!.DeepClone(),
            ["uploadInfo"] = new JsonObject
            {
                ["uploadUrl"] = $"{_files.Address}upload",
                ["contentUrl"] = "https://acme.sharepoint.com/post-7.json",
                ["name"] = "post-7.json",
                ["uniqueId"] = "u-1",
                ["fileType"] = "json",
            },
        };

        await AcceptsAsync(bot, consent);

        ((ChatInput.Pressed)bot.Chat.Looks[^1].Input).Command.ShouldBe("post.export:7:0");
        _files.Requests.ShouldHaveSingleItem().Authorization.ShouldBeEmpty();
        _files.Range.ShouldBe("bytes 0-4/5");
        var shown = _teams.Requests[^1].Body["attachments"]![0]!;
        ((string?)shown["contentType"]).ShouldBe("application/vnd.microsoft.teams.card.file.info");
        ((string?)shown["content"]!["uniqueId"]).ShouldBe("u-1");

        // A place that nobody allowed gets nothing, and a declined offer asks for nothing.
        consent["value"]!["uploadInfo"]!["uploadUrl"] = "https://evil.example/upload";
        await AcceptsAsync(bot, consent);
        ((string)_teams.Requests[^1].Body["text"]!).ShouldContain("could not be put there");
        var said = _teams.Requests.Count;
        foreach (
            var value in (string[])
                ["""{"action":"decline","context":{"socialbot":"x"}}""", "{}", "7"]
        )
        {
            consent["value"] = JsonNode.Parse(value);
            await AcceptsAsync(bot, consent);
        }
        _teams.Requests.Count.ShouldBe(said);
        _files.Requests.Count.ShouldBe(1);
        _teams.Violations.ShouldBeEmpty();
    }

    private async Task AcceptsAsync(TeamsBot bot, JsonObject consent)
    {
        using var response = await bot.SendAsync(
            consent.ToJsonString(),
            _authority.Good(_teams.ServiceUrl)
        );
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldBe("{}");
    }

    private Task<TeamsBot> SignedInAsync(params (string, string)[] more) =>
        TeamsBot.StartAsync(
            "Development",
            _authority.Settings([
                ("Teams:AllowedServiceHosts:0", new Uri(_teams.ServiceUrl).Authority),
                .. more,
            ])
        );

    private async Task<ChatInput.Said> SaysAsync(TeamsBot bot, params JsonObject[] attachments)
    {
        var activity = Message();
        activity["attachments"] = new JsonArray([.. attachments]);
        using var response = await bot.SendAsync(
            activity.ToJsonString(),
            _authority.Good(_teams.ServiceUrl)
        );
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return bot.Chat.Turns[^1].Input.ShouldBeOfType<ChatInput.Said>();
    }

    private JsonObject Message()
    {
        var activity = TeamsSamples.Json("message-personal");
        activity["serviceUrl"] = _teams.ServiceUrl;
        return activity;
    }

    private static JsonObject Sent(string name, string url) =>
        new()
        {
            ["contentType"] = "application/vnd.microsoft.teams.file.download.info",
            ["contentUrl"] = "https://acme.sharepoint.com/personal/x",
            ["name"] = name,
            ["content"] = new JsonObject { ["downloadUrl"] = url, ["fileType"] = "png" },
        };

    private static JsonObject Pasted(string name, string url) =>
        new()
        {
            ["contentType"] = "image/*",
            ["contentUrl"] = url,
            ["name"] = name,
        };

    /// <summary>A file server that remembers who came with which token.</summary>
    private sealed class FileDouble : IAsyncDisposable
    {
        private readonly WebApplication app;

        private FileDouble(WebApplication app) => this.app = app;

        public ConcurrentQueue<(string Path, string Authorization)> Requests { get; } = new();
        public string? Range { get; private set; }
        public Uri Address => TeamsBot.AddressOf(app);
        public string Host => Address.Authority;

        public static async Task<FileDouble> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseKestrel(o => o.Listen(IPAddress.Loopback, 0));
            builder.Logging.ClearProviders();
            var server = builder.Build();
            var files = new FileDouble(server);
            server.Run(files.AnswerAsync);
            await server.StartAsync(Ct);
            return files;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task AnswerAsync(HttpContext http)
        {
            var path = http.Request.Path.Value!;
            Range = http.Request.Headers.ContentRange;
            Requests.Enqueue((path, http.Request.Headers.Authorization.ToString()));
            if (path == "/moved")
                http.Response.Redirect("/red.png");
            else if (path == "/missing")
                http.Response.StatusCode = 404;
            else
                return http
                    .Response.Body.WriteAsync(
                        path == "/words.docx" ? "PK words"u8.ToArray() : RedDot.Png
                    )
                    .AsTask();
            return Task.CompletedTask;
        }
    }
}
