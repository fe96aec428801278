using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>What only the public does: the bot itself quotes nobody.</summary>
internal static class RealPublic
{
    /// <returns>The at-uri of the quote.</returns>
    public static async Task<string> QuoteAsync(
        RealBluesky real,
        string person,
        string quoted,
        string text
    )
    {
        using var handler = new HttpClientHandler();
        using var http = new HttpMessageInvoker(handler);
        var session = await PostAsync(
            "com.atproto.server.createSession",
            new JsonObject
            {
                ["identifier"] = real.Of(person, "handle"),
                ["password"] = real.Of(person, "appPassword"),
            },
            bearer: null
        );
        var parts = quoted["at://".Length..].Split('/');
        var record = await RealBluesky.AskAsync(
            $"{real.Address("pds")}/xrpc/com.atproto.repo.getRecord?repo={parts[0]}&collection={parts[1]}&rkey={parts[2]}"
        );
        var created = await PostAsync(
            "com.atproto.repo.createRecord",
            new JsonObject
            {
                ["repo"] = real.Of(person, "did"),
                ["collection"] = "app.bsky.feed.post",
                ["record"] = new JsonObject
                {
                    ["$type"] = "app.bsky.feed.post",
                    ["text"] = text,
                    ["createdAt"] = TimeProvider
                        .System.GetUtcNow()
                        .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                    ["embed"] = new JsonObject
                    {
                        ["$type"] = "app.bsky.embed.record",
                        ["record"] = new JsonObject
                        {
                            ["uri"] = quoted,
                            ["cid"] = record.GetProperty("cid").GetString(),
                        },
                    },
                },
            },
            session.GetProperty("accessJwt").GetString()
        );
        return created.GetProperty("uri").GetString()!;

        async Task<JsonElement> PostAsync(string method, JsonObject body, string? bearer)
        {
            var ct = TestContext.Current.CancellationToken;
            using var request = new HttpRequestMessage(
                HttpMethod.Post,
                $"{real.Address("pds")}/xrpc/{method}"
            );
            request.Content = JsonContent.Create(body);
            if (bearer is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            using var response = await http.SendAsync(request, ct);
            using var parsed = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(ct));
            return parsed.RootElement.Clone();
        }
    }
}
