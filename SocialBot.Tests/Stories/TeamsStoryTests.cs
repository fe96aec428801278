using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Commands.Demo;
using SocialBot.Tests.Chat.Teams;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Stories;

/// <summary>What the README tells to do with an emulator of Teams, through the whole bot's real endpoint.</summary>
public sealed class TeamsStoryTests
{
    private const string Tenant = "00000000-0000-0000-0000-0000000000001";
    private const string Channel = "19:general@thread.tacv2";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_post_goes_from_a_personal_chat_to_the_channel_and_is_approved_there()
    {
        await using var connector = await ConnectorDouble.StartAsync();
        await using var bot = await DemoBot.OpenAsync(
            Ct,
            [
                $"--SampleData:TeamsMembers:{Tenant}/entra-anna=anna",
                $"--SampleData:TeamsMembers:{Tenant}/entra-ada=ada",
            ],
            builder => builder.Services.AddSingleton(Talk.Recognizer.Value)
        );
        var teams = new Emulator(bot, connector);

        await teams.SaysInChannelAsync("ada", "use this channel for approvals");
        teams.Last(Channel).ShouldContain("From now on this channel is for approvals.");

        await teams.SaysAsync("anna", "draft a post for tomorrow 9am: We open our lab");
        teams.Last("a:anna").ShouldContain("Post 1 · draft");

        var submitted = await teams.PressesAsync("anna", "a:anna", "post.submit");
        submitted.ShouldContain("Post 1 · waiting for approval");
        // What hangs before all only shows; whose card would be another is known to their clients.
        teams.Last(Channel).ShouldNotContain("post.approve:1:");
        teams.Last(Channel).ShouldContain("\"userIds\":[\"29:ada\",\"29:anna\"]");
        var adas = await teams.LooksAsync("ada", Channel);
        adas.ShouldContain("post.approve:1:");
        adas.ShouldContain("\"userIds\":[\"29:ada\"]");
        var annas = await teams.LooksAsync("anna", Channel);
        annas.ShouldContain("post.withdraw:1:");
        annas.ShouldNotContain("post.approve:1:");

        // Looking is no pressing, whatever a client sends along.
        var approve = Emulator.Find(adas, "post.approve");
        (await teams.SendsAsync("ada", Channel, approve, "automatic")).ShouldContain(
            "Post 1 · waiting for approval"
        );
        // The author is told that somebody else must; nothing changes.
        (await teams.SendsAsync("anna", Channel, approve)).ShouldContain("not an approver");
        var approved = await teams.SendsAsync("ada", Channel, approve);
        approved.ShouldContain("Post 1 · approved");
        teams.Edited(Channel).ShouldContain("Post 1 · approved");
        teams.Edited("a:anna").ShouldContain("Post 1 · approved");
        connector.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_form_is_filled_in_in_a_dialog_and_counts_once()
    {
        await using var connector = await ConnectorDouble.StartAsync();
        await using var bot = await DemoBot.OpenAsync(
            Ct,
            [
                $"--SampleData:TeamsMembers:{Tenant}/entra-anna=anna",
                $"--SampleData:TeamsMembers:{Tenant}/entra-ada=ada",
            ],
            builder => builder.Services.AddSingleton(Talk.Recognizer.Value)
        );
        var teams = new Emulator(bot, connector);
        await teams.SaysInChannelAsync("ada", "use this channel for approvals");

        // A command that lacks something offers its form, in the chat or as a dialog.
        await teams.SaysAsync("anna", "draft a post");
        var offer = Emulator.Action(teams.Last("a:anna"), "Open as a dialog");
        ((string?)offer["msteams"]!["type"]).ShouldBe("task/fetch");
        var dialog = await teams.DialogAsync("anna", "a:anna", "task/fetch", offer);
        Emulator.Ids(dialog).ShouldBe(["accounts", "text", "when"]);

        // What is not right comes back in the dialog, with the sentence at its field and everything that was typed.
        var go = Emulator.Action(dialog, "Draft");
        (go["accounts"], go["text"], go["when"]) = ("1", "We open our lab", "some day or other");
        dialog = await teams.DialogAsync("anna", "a:anna", "task/submit", go);
        dialog.ShouldContain("as a time. Try");
        dialog.ShouldContain("\"value\":\"We open our lab\"");
        Emulator.Ids(dialog).ShouldBe(["accounts", "text", "when"]);

        // The final answer closes the dialog and is said in the chat, once, however often the client sends it.
        go = Emulator.Action(dialog, "Draft");
        (go["accounts"], go["text"], go["when"]) = ("1", "We open our lab", "tomorrow 9am");
        foreach (var _ in (int[])[1, 2])
            (await teams.DialogAsync("anna", "a:anna", "task/submit", go)).ShouldBe("{}");
        teams.Last("a:anna").ShouldContain("Post 1 · draft");
        teams.Said("a:anna", "Post 1 · draft").ShouldBe(1);
        (await teams.SaysAndReadsAsync("anna", "show post 2")).ShouldContain(
            "There is nothing with number 2"
        );

        // A button that asks for a reason opens its dialog at once; a stranger to it is told so there.
        await teams.SaysAsync("anna", "submit 1");
        var mine = await teams.LooksAsync("ada", Channel);
        var changes = Emulator.Action(mine, "Request changes");
        dialog = await teams.DialogAsync("ada", Channel, "task/fetch", changes);
        Emulator.Ids(dialog).ShouldBe(["reason"]);
        go = Emulator.Action(dialog, null);
        go["reason"] = "Name the street";
        (await teams.DialogAsync("anna", Channel, "task/submit", go)).ShouldContain(
            "not an approver"
        );
        (await teams.DialogAsync("ada", Channel, "task/submit", go)).ShouldBe("{}");
        teams.Edited(Channel).ShouldContain("Name the street");
        connector.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_becomes_a_post_or_a_case_and_posts_are_found_while_writing()
    {
        await using var connector = await ConnectorDouble.StartAsync();
        await using var bot = await DemoBot.OpenAsync(
            Ct,
            [$"--SampleData:TeamsMembers:{Tenant}/entra-ada=ada"],
            builder => builder.Services.AddSingleton(Talk.Recognizer.Value)
        );
        var teams = new Emulator(bot, connector);
        await teams.SaysAsync("ada", "help");

        var form = await teams.MessageActionAsync("makeItAPost");
        Emulator.Ids(form).ShouldBe(["accounts", "text", "when", "by", "link"]);
        var go = Emulator.Action(form, "Draft");
        foreach (var field in JsonNode.Parse(form)!["body"]!.AsArray())
            if (field!["value"] is { } value)
                go[(string)field["id"]!] = value.DeepClone();
        (go["accounts"], go["when"]) = ("1", "as soon as approved");
        foreach (var _ in (int[])[1, 2, 3])
            (
                await teams.DialogAsync("ada", Emulator.Others, "composeExtension/submitAction", go)
            ).ShouldContain("Done: Post 1 · draft. It is in your chat with me.");
        teams.Said("a:ada", "Post 1 · draft").ShouldBe(1);
        var post = teams.Last("a:ada");
        post.ShouldContain("a message by Priya");
        post.ShouldContain("https://teams.microsoft.com/l/message/19/17");
        teams.Said(Emulator.Others, "").ShouldBe(0, "the bot is no part of that chat");

        form = await teams.MessageActionAsync("sendToTriage");
        go = Emulator.Action(form, "Send to triage");
        foreach (var field in JsonNode.Parse(form)!["body"]!.AsArray())
            if (field!["value"] is { } value)
                go[(string)field["id"]!] = value.DeepClone();
        go["account"] = "1";
        (
            await teams.DialogAsync("ada", Emulator.Others, "composeExtension/submitAction", go)
        ).ShouldContain("It is in your chat with me.");
        var @case = teams.Last("a:ada");
        @case.ShouldContain("We won the prize");
        @case.ShouldContain("https://teams.microsoft.com/l/message/19/17");
        @case.ShouldNotContain("case.reply:");

        (await teams.SearchAsync("ada", "PRIZE")).ShouldContain("We won the prize");
        (await teams.SearchAsync("ada", "1")).ShouldContain("Post 1");
        (await teams.SearchAsync("ada", "unheard")).ShouldNotContain("Post 1");
        (await teams.SearchAsync("ada", "prize", skip: 1)).ShouldNotContain("Post 1");
        (await teams.SearchAsync("stranger", "prize")).ShouldContain("does not know you");
        connector.Violations.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_newest_setting_says_whom_an_emulators_user_is()
    {
        await using var connector = await ConnectorDouble.StartAsync();
        await using var bot = await DemoBot.OpenAsync(
            Ct,
            [$"--SampleData:TeamsMembers:{Tenant}/entra-alex=anna"],
            builder => builder.Services.AddSingleton(Talk.Recognizer.Value)
        );
        await new Emulator(bot, connector).SaysAsync("alex", "hilfe");
        await bot.StopAsync(Ct);

        bot.Settings = [$"--SampleData:TeamsMembers:{Tenant}/entra-alex=ada"];
        await bot.StartAsync(Ct);
        var teams = new Emulator(bot, connector);
        await teams.SaysInChannelAsync("alex", "use this channel for alerts");

        teams.Last(Channel).ShouldContain("From now on this channel is for alerts.");
    }

    /// <summary>Sends what Teams sends, and reads what the connector was sent.</summary>
    private sealed class Emulator(DemoBot bot, ConnectorDouble connector)
    {
        private readonly HttpClient http = ClientOf(bot);
        private static int sent;

        public Task<string> SaysAsync(string who, string text) =>
            SendAsync(Activity(who, $"a:{who}", "message", ("text", text)));

        public Task<string> SaysInChannelAsync(string who, string text)
        {
            var activity = Activity(
                who,
                Channel,
                "message",
                ("text", $"<at>SocialBot</at> {text}"),
                ("entities", Mention())
            );
            return SendAsync(activity);
        }

        /// <summary>The button of the newest card there with this verb. Returns the answer that the presser sees.</summary>
        public Task<string> PressesAsync(string who, string conversation, string verb) =>
            SendsAsync(who, conversation, Find(Cards(conversation)[^1], verb));

        /// <summary>Their client shows the newest card there, and asks for theirs.</summary>
        public Task<string> LooksAsync(string who, string conversation) =>
            SendsAsync(
                who,
                conversation,
                (string)JsonNode.Parse(Cards(conversation)[^1])!["refresh"]!["action"]!["verb"]!,
                "automatic"
            );

        public Task<string> SendsAsync(
            string who,
            string conversation,
            string command,
            string trigger = "manual"
        ) =>
            SendAsync(
                Activity(
                    who,
                    conversation,
                    "invoke",
                    ("name", "adaptiveCard/action"),
                    (
                        "value",
                        new JsonObject
                        {
                            ["action"] = new JsonObject
                            {
                                ["type"] = "Action.Execute",
                                ["verb"] = command,
                            },
                            ["trigger"] = trigger,
                        }
                    )
                )
            );

        /// <summary>What the dialog shows next, checked as Teams would; <c>{}</c> closes it.</summary>
        public async Task<string> DialogAsync(
            string who,
            string conversation,
            string name,
            JsonObject data
        )
        {
            var answer = await SendAsync(
                Activity(
                    who,
                    conversation,
                    "invoke",
                    ("name", name),
                    (
                        "value",
                        new JsonObject
                        {
                            ["data"] = data.DeepClone(),
                            ["context"] = new JsonObject { ["theme"] = "default" },
                        }
                    )
                )
            );
            var task = JsonNode.Parse(answer)!["task"];
            if ((string?)task?["type"] != "continue")
                return answer;
            var card = task["value"]!["card"]!["content"]!;
            TeamsContracts.CardViolations(card).ShouldBeEmpty();
            return Text(card);
        }

        /// <summary>A chat between people, where the bot is not.</summary>
        public const string Others = "19:others@unq.gbl.spaces";

        /// <summary>The form that the action on a message opens.</summary>
        public async Task<string> MessageActionAsync(string id)
        {
            var answer = await SendAsync(
                Activity(
                    "ada",
                    Others,
                    "invoke",
                    ("name", "composeExtension/fetchTask"),
                    (
                        "value",
                        new JsonObject
                        {
                            ["commandId"] = id,
                            ["commandContext"] = "message",
                            ["messagePayload"] = JsonNode.Parse(
                                """
                                {"id":"17","linkToMessage":"https://teams.microsoft.com/l/message/19/17",
                                 "from":{"user":{"displayName":"Priya"}},
                                 "body":{"contentType":"html","content":"<p>We won the prize</p>"}}
                                """
                            ),
                        }
                    )
                )
            );
            var card = JsonNode.Parse(answer)!["task"]!["value"]!["card"]!["content"]!;
            TeamsContracts.CardViolations(card).ShouldBeEmpty();
            return Text(card);
        }

        public Task<string> SearchAsync(string who, string words, int skip = 0) =>
            SendAsync(
                Activity(
                    who,
                    Others,
                    "invoke",
                    ("name", "composeExtension/query"),
                    (
                        "value",
                        new JsonObject
                        {
                            ["commandId"] = "searchPosts",
                            ["parameters"] = new JsonArray(
                                new JsonObject { ["name"] = "words", ["value"] = words }
                            ),
                            ["queryOptions"] = new JsonObject { ["skip"] = skip, ["count"] = 25 },
                        }
                    )
                )
            );

        /// <summary>What the client sends for this button: its data, to which it adds the fields. The only one where null.</summary>
        public static JsonObject Action(string card, string? title) =>
            JsonNode.Parse(card)!["actions"]!
                .AsArray()
                .Single(a => title is null || (string?)a!["title"] == title)!["data"]!
                .DeepClone()
                .AsObject();

        public static IReadOnlyList<string> Ids(string card) =>
            [
                .. JsonNode.Parse(card)!["body"]!
                    .AsArray()
                    .Select(e => (string?)e!["id"])
                    .OfType<string>(),
            ];

        public async Task<string> SaysAndReadsAsync(string who, string text)
        {
            await SaysAsync(who, text);
            return Last($"a:{who}");
        }

        public int Said(string conversation, string words) =>
            Cards(conversation).Count(c => c.Contains(words, StringComparison.Ordinal));

        public string Last(string conversation) => Cards(conversation)[^1];

        /// <summary>The newest edit of a message there.</summary>
        public string Edited(string conversation) => Sent("PUT", conversation)[^1];

        private List<string> Cards(string conversation) => Sent("POST", conversation);

        private List<string> Sent(string method, string conversation) =>
            [
                .. connector
                    .Requests.Where(r =>
                        r.Method == method
                        && Uri.UnescapeDataString(r.Path)
                            .Contains($"/{conversation}", StringComparison.Ordinal)
                        && r.Body["attachments"] is not null
                    )
                    .Select(r => Text(r.Card)),
            ];

        private async Task<string> SendAsync(JsonObject activity)
        {
            using var response = await http.PostAsJsonAsync("/api/messages", activity, Ct);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadAsStringAsync(Ct);
            await bot.QuietAsync(Ct);
            if (answer.Length == 0)
                return "";
            // A card that came as the answer is what the person now sees.
            var shown = JsonNode.Parse(answer)!;
            return Text(shown["value"] is JsonObject card ? card : shown);
        }

        private JsonObject Activity(
            string who,
            string conversation,
            string type,
            params (string Key, JsonNode Value)[] more
        )
        {
            var activity = new JsonObject
            {
                ["type"] = type,
                ["id"] = $"{++sent}",
                ["channelId"] = "msteams",
                ["serviceUrl"] = connector.ServiceUrl,
                ["from"] = new JsonObject
                {
                    ["id"] = $"29:{who}",
                    ["name"] = who,
                    ["aadObjectId"] = $"entra-{who}",
                },
                ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "SocialBot" },
                ["conversation"] = new JsonObject
                {
                    ["id"] = conversation,
                    ["tenantId"] = Tenant,
                    ["conversationType"] = conversation == Channel ? "channel" : "personal",
                },
            };
            foreach (var (key, value) in more)
                activity[key] = value;
            return activity;
        }

        private static JsonArray Mention() =>
            [
                new JsonObject
                {
                    ["type"] = "mention",
                    ["text"] = "<at>SocialBot</at>",
                    ["mentioned"] = new JsonObject { ["id"] = "28:bot", ["name"] = "SocialBot" },
                },
            ];

        /// <summary>Unescaped: as a person reads it.</summary>
        private static string Text(JsonNode node) =>
            node.ToJsonString(
                new System.Text.Json.JsonSerializerOptions
                {
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            );

        public static string Find(string card, string verb)
        {
            var start = card.IndexOf($"\"{verb}:", StringComparison.Ordinal);
            start.ShouldBeGreaterThan(0, $"{verb} is no button of {card}");
            return card[(start + 1)..card.IndexOf('"', start + 1)];
        }

        private static HttpClient ClientOf(DemoBot bot)
        {
            var client = bot
                .Services.GetRequiredService<IHttpClientFactory>()
                .CreateClient("an emulator");
            client.BaseAddress = new Uri(
                bot.Services.GetRequiredService<IServer>()
                    .Features.Get<IServerAddressesFeature>()!
                    .Addresses.First()
            );
            return client;
        }
    }
}
