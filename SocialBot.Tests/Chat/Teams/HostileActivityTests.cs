using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using SocialBot.Connectors.Chat.Teams;
using Xunit;

namespace SocialBot.Tests.Chat.Teams;

/// <summary>Whatever arrives, nothing breaks: it is a turn, it is ignored, or it is refused in words.</summary>
public sealed class HostileActivityTests : IAsyncLifetime
{
    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.StartAsync();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task Three_thousand_mutated_activities_never_break_anything()
    {
        var samples = TeamsSamples.Names();
        var random = new Seeded(20261124);
        var statuses = new Dictionary<HttpStatusCode, int>();

        for (var i = 0; i < 3000; i++)
        {
            var activity = TeamsSamples.Json(samples[random.Next(samples.Count)]);
            for (var n = random.Next(3); n >= 0; n--)
                Mutate(activity, random);
            var body = Encoding.UTF8.GetBytes(activity.ToJsonString());
            if (random.Next(4) == 0)
                Damage(ref body, random);

            using var response = await _bot.SendAsync(body);

            var status = response.StatusCode;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            ((int)status).ShouldBeLessThan(500, $"mutation {i}: {Encoding.UTF8.GetString(body)}");
            if (status != HttpStatusCode.OK)
                (await TextAsync(response)).ShouldNotBeNullOrWhiteSpace($"mutation {i}");
        }

        statuses.Keys.ShouldBeSubsetOf([
            HttpStatusCode.OK,
            HttpStatusCode.BadRequest,
            HttpStatusCode.Forbidden,
        ]);
        statuses[HttpStatusCode.OK].ShouldBeGreaterThan(500);
        statuses[HttpStatusCode.BadRequest].ShouldBeGreaterThan(300);
        _bot.Chat.Turns.ShouldAllBe(t => t.Id.Length > 0 && t.From.Id.Length > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"type\":7}")]
    [InlineData("{\"type\":\"message\"}")]
    [InlineData("<xml/>")]
    public async Task What_is_no_activity_is_refused_in_words(string body)
    {
        using var response = await _bot.SendAsync(body);

        response.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Forbidden);
        (await TextAsync(response)).ShouldNotBeNullOrWhiteSpace();
        _bot.Chat.Turns.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var body = Encoding.UTF8.GetBytes(TeamsSamples.Text("message-personal"));
        body[body.AsSpan().IndexOf("hello"u8)] = 0xff;

        using var response = await _bot.SendAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Half_a_character_is_refused_or_left_out_and_never_breaks()
    {
        var half = TeamsSamples
            .Text("card-action-submit-personal")
            .Replace("too long", "half \\ud83d", StringComparison.Ordinal);

        using var response = await _bot.SendAsync(half);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _bot.Chat.Turns.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task More_than_an_activity_can_be_is_refused(bool sayLength)
    {
        var activity = TeamsSamples.Json("message-personal");
        activity["text"] = new string('x', ReceiveActivity.BodyLimit);
        var body = Encoding.UTF8.GetBytes(activity.ToJsonString());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = sayLength
                ? new ByteArrayContent(body)
                : new StreamContent(new MemoryStream(body)),
        };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = !sayLength;

        using var response = await _bot.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await TextAsync(response)).ShouldContain("262144");
    }

    [Fact]
    public async Task As_much_as_an_activity_can_be_is_taken()
    {
        var activity = TeamsSamples.Json("message-personal");
        activity["text"] = new string('x', ReceiveActivity.BodyLimit - 2000);

        using var response = await _bot.SendAsync(activity.ToJsonString());

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Depth_is_refused()
    {
        var deep = $"{new string('[', 5000)}{new string(']', 5000)}";

        using var response = await _bot.SendAsync(
            $$"""{"type":"message","channelData":{{deep}}}"""
        );

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Only_JSON_is_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages")
        {
            Content = new StringContent(TeamsSamples.Text("message-personal")),
        };

        using var response = await _bot.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    private static void Mutate(JsonObject activity, Seeded random)
    {
        var objects = Objects(activity).ToList();
        var target = objects[random.Next(objects.Count)];
        var keys = target.Select(p => p.Key).ToList();
        if (keys.Count == 0)
            return;
        var key = keys[random.Next(keys.Count)];
        if (random.Next(5) == 0)
            target.Remove(key);
        else
            target[key] = Strange(random);
    }

    private static JsonNode? Strange(Seeded random) =>
        random.Next(14) switch
        {
            0 => null,
            1 => 7,
            2 => -1e300,
            3 => true,
            4 => "",
            5 => new string('A', 3000),
            6 => "\0\u202e<at>\ud83d\ude00</at>{{DATE()}}",
            7 => new JsonArray(null, 1, "x", new JsonObject()),
            8 => new JsonObject { ["socialbot"] = new JsonObject(), ["id"] = 3 },
            9 => new JsonObject { ["id"] = "x", ["socialbot"] = "post.approve:1:1" },
            10 => "19:x;messageid=;messageid=1",
            11 => "invoke",
            12 => "https://evil.example/",
            _ => "message",
        };

    private static void Damage(ref byte[] body, Seeded random)
    {
        if (body.Length == 0)
            return;
        if (random.Next(2) == 0)
            body[random.Next(body.Length)] ^= (byte)(1 + random.Next(255));
        else
            body = body[..random.Next(body.Length)];
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node switch
        {
            JsonObject o => [o, .. o.SelectMany(p => Objects(p.Value))],
            JsonArray a => a.SelectMany(Objects),
            _ => [],
        };

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
