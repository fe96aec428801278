using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>The double answers as Bluesky's own server was seen to: names, statuses, words and headers.</summary>
public sealed class BlueskyDoubleTests : IAsyncLifetime
{
    private const string Key = "3m6gtzuzzzz22";

    private readonly FakeTimeProvider clock = new(Slice.Start);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private BlueskyDouble bluesky = null!;
    private DoubleAccount brand = null!;
    private string access = "";
    private string refresh = "";

    public async ValueTask InitializeAsync()
    {
        bluesky = await BlueskyDouble.OpenAsync(clock);
        brand = bluesky.Account("acme");
        http.BaseAddress = new Uri(bluesky.Address, "xrpc/");
        (access, refresh) = bluesky.Sessions.Open(brand);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await bluesky.DisposeAsync();
    }

    [Fact]
    public async Task One_key_keeps_one_record_however_often_it_is_put()
    {
        var first = await PutAsync(Record("hi"));
        var second = await PutAsync(Record("hi"));
        var changed = await PutAsync(Record("hello"));

        first["commit"].ShouldNotBeNull();
        second["commit"].ShouldBeNull();
        second["cid"]!.ToString().ShouldBe(first["cid"]!.ToString());
        changed["cid"]!.ToString().ShouldNotBe(first["cid"]!.ToString());
        bluesky.Records(brand).ShouldHaveSingleItem().Text.ShouldBe("hello");
        (await bluesky.AcceptedAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_is_taken_cannot_be_created()
    {
        await PutAsync(Record("hi"));

        await RefusedAsync(
            await PostAsync("com.atproto.repo.createRecord", Writing(Record("hi")), access),
            500,
            "InternalServerError",
            "Internal Server Error"
        );
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await RefusedAsync(
            await http.GetAsync(
                $"com.atproto.repo.getRecord?repo={brand.Did}&collection=app.bsky.feed.post&rkey={Key}",
                Ct
            ),
            400,
            "RecordNotFound",
            $"Could not locate record: at://{brand.Did}/app.bsky.feed.post/{Key}"
        );
        await RefusedAsync(
            await http.GetAsync("com.atproto.identity.resolveHandle?handle=nobody.test", Ct),
            400,
            "HandleNotFound",
            "Unable to resolve handle"
        );
        await RefusedAsync(
            await http.GetAsync(
                "com.atproto.repo.listRecords?repo=nobody.test&collection=app.bsky.feed.post",
                Ct
            ),
            400,
            "InvalidRequest",
            "Could not find repo: nobody.test"
        );
    }

    [Fact]
    public async Task A_wrong_record_is_refused_in_words_and_remembered_as_a_slip()
    {
        Assert.SkipWhen(Lexicons.Known is null, "The lexicons are not on this machine.");
        var record = Record("hi");
        record["createdAt"] = "yesterday";

        await RefusedAsync(
            await PostAsync("com.atproto.repo.putRecord", Writing(record), access),
            400,
            "InvalidRequest",
            "Invalid app.bsky.feed.post record: Invalid datetime (got \"yesterday\") at $.record.createdAt"
        );

        bluesky.Violations.ShouldHaveSingleItem();
        bluesky.Violations.Clear();
    }

    [Fact]
    public async Task A_picture_that_was_never_uploaded_cannot_be_shown()
    {
        var record = Record("hi");
        record["embed"] = new JsonObject
        {
            ["$type"] = "app.bsky.embed.images",
            ["images"] = new JsonArray(
                new JsonObject
                {
                    ["alt"] = "",
                    ["image"] = new JsonObject
                    {
                        ["$type"] = "blob",
                        ["ref"] = new JsonObject
                        {
                            ["$link"] =
                                "bafkreicp7wf3gcmr4otpfdi5apy25xgqfthy4dgbno46s2phxqv5uho7am",
                        },
                        ["mimeType"] = "image/png",
                        ["size"] = 33,
                    },
                }
            ),
        };

        await RefusedAsync(
            await PostAsync("com.atproto.repo.putRecord", Writing(record), access),
            400,
            "BlobNotFound",
            "Could not find blob: bafkreicp7wf3gcmr4otpfdi5apy25xgqfthy4dgbno46s2phxqv5uho7am"
        );
    }

    [Fact]
    public async Task Tokens_are_told_apart_end_and_are_taken_once()
    {
        const string writing = "com.atproto.repo.putRecord";
        const string renewing = "com.atproto.server.refreshSession";
        await RefusedAsync(
            await PostAsync(writing, Writing(Record("hi")), null),
            401,
            "AuthMissing",
            "Authentication Required"
        );
        await RefusedAsync(
            await PostAsync(writing, Writing(Record("hi")), refresh),
            400,
            "InvalidToken",
            "Token could not be verified"
        );
        await RefusedAsync(
            await PostAsync(renewing, null, access),
            400,
            "InvalidToken",
            "Token could not be verified"
        );

        using var renewed = await PostAsync(renewing, null, refresh);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(
            await PostAsync(renewing, null, refresh),
            400,
            "ExpiredToken",
            "Token has been revoked"
        );

        clock.Advance(DoubleSessions.AccessLasts);
        await RefusedAsync(
            await PostAsync(writing, Writing(Record("hi")), access),
            400,
            "ExpiredToken",
            "Token has expired"
        );
    }

    [Fact]
    public async Task The_thirty_first_sign_in_is_too_much_and_the_headers_say_until_when()
    {
        var typed = new JsonObject { ["identifier"] = brand.Handle, ["password"] = "wrong" };
        for (var n = 0; n < 30; n++)
            await RefusedAsync(
                await PostAsync("com.atproto.server.createSession", typed, null),
                401,
                "AuthenticationRequired",
                "Invalid identifier or password"
            );
        clock.Advance(TimeSpan.FromSeconds(11));

        using var answer = await PostAsync("com.atproto.server.createSession", typed, null);

        answer.Headers.GetValues("RateLimit-Limit").ShouldBe(["30"]);
        answer.Headers.GetValues("RateLimit-Remaining").ShouldBe(["0"]);
        answer.Headers.GetValues("RateLimit-Policy").ShouldBe(["30;w=300"]);
        answer.Headers.GetValues("Retry-After").ShouldBe(["289"]);
        answer
            .Headers.GetValues("RateLimit-Reset")
            .ShouldBe([$"{(Slice.Start + TimeSpan.FromMinutes(5)).ToUnixTimeSeconds()}"]);
        await RefusedAsync(answer, 429, "RateLimitExceeded", "Rate Limit Exceeded");
    }

    [Fact]
    public async Task People_are_notified_about_searched_for_and_counted()
    {
        await PutAsync(Record("hi"));
        var post = bluesky.Records(brand).ShouldHaveSingleItem().Uri;
        clock.Advance(TimeSpan.FromSeconds(1));
        await bluesky.SayAsync("Jo", IncomingKind.Comment, "It broke", post);
        clock.Advance(TimeSpan.FromSeconds(1));
        await bluesky.SayAsync("Mia", IncomingKind.Mention, "thanks @acme.test");
        await bluesky.SayAsync("Mia", IncomingKind.Quote, "look", post);
        await bluesky.SayAsync("Mia", IncomingKind.Post, "nothing to do with it");
        clock.Advance(TimeSpan.FromSeconds(1));
        bluesky.Do("Mia", "app.bsky.feed.like", post);

        var all = await GetAsync("app.bsky.notification.listNotifications?limit=2");
        var rest = await GetAsync(
            $"app.bsky.notification.listNotifications?cursor={Uri.EscapeDataString(all["cursor"]!.ToString())}"
        );
        var reasons = ((JsonArray)all["notifications"]!)
            .Concat((JsonArray)rest["notifications"]!)
            .Select(n => n!["reason"]!.ToString())
            .ToList();
        reasons.ShouldBe(["like", "mention", "quote", "reply"], ignoreOrder: true);
        reasons[0].ShouldBe("like");
        reasons[^1].ShouldBe("reply");
        rest["cursor"].ShouldBeNull();

        var found = await GetAsync("app.bsky.feed.searchPosts?q=it%20broke&sort=latest");
        ((JsonArray)found["posts"]!).ShouldHaveSingleItem()!["author"]!["handle"]!
            .ToString()
            .ShouldBe("jo.test");
        var thread = await GetAsync(
            $"app.bsky.feed.getPostThread?uri={Uri.EscapeDataString(bluesky.Records(bluesky.Account("Jo"))[0].Uri)}"
        );
        thread["thread"]!["parent"]!["post"]!["uri"]!.ToString().ShouldBe(post);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JsonObject Record(string text) =>
        new()
        {
            ["$type"] = "app.bsky.feed.post",
            ["text"] = text,
            ["createdAt"] = "2026-06-09T08:00:00.000Z",
        };

    private JsonObject Writing(JsonObject record) =>
        new()
        {
            ["repo"] = brand.Did,
            ["collection"] = "app.bsky.feed.post",
            ["rkey"] = Key,
            ["record"] = record,
        };

    private async Task<JsonObject> PutAsync(JsonObject record)
    {
        using var answer = await PostAsync("com.atproto.repo.putRecord", Writing(record), access);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
    }

    private async Task<JsonObject> GetAsync(string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, method);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        using var answer = await http.SendAsync(request, Ct);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return (JsonObject)JsonNode.Parse(body)!;
    }

    private async Task<HttpResponseMessage> PostAsync(
        string method,
        JsonObject? body,
        string? bearer
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return await http.SendAsync(request, Ct);
    }

    private static async Task RefusedAsync(
        HttpResponseMessage answer,
        int status,
        string error,
        string message
    )
    {
        var body = (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
        ((int)answer.StatusCode).ShouldBe(status);
        body["error"]!.ToString().ShouldBe(error);
        body["message"]!.ToString().ShouldBe(message);
        answer.Dispose();
    }
}
