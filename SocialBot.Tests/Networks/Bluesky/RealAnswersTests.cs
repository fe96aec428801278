using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>
/// The checker and the double are only as good as they are true: what Bluesky's own servers answer passes the checker, and what they
/// refuse the double refuses in the same words.
/// </summary>
public sealed class RealAnswersTests
{
    private const string Key = "3m6gtzuzzzz2a";

    [Fact]
    public async Task What_the_real_servers_answer_keeps_the_lexicons_as_they_are_read_here()
    {
        await using var network = RealBluesky.Open();
        var known = Lexicons.Known;
        Assert.SkipWhen(known is null, "The lexicons are not on this machine.");
        var account = await network.ConnectAsync("ann");
        using var far = new FarSide(new Uri(network.Address("pds")), Token(account));
        var (did, post) = (account.RemoteId, await PostAsync(network, account));

        foreach (
            var call in new[]
            {
                "com.atproto.server.getSession",
                $"com.atproto.identity.resolveHandle?handle={account.Handle}",
                $"com.atproto.repo.listRecords?repo={did}&collection=app.bsky.feed.post&limit=10",
                $"com.atproto.repo.getRecord?repo={did}&collection=app.bsky.feed.post&rkey={post.Split('/')[^1]}",
                $"app.bsky.actor.getProfile?actor={did}",
                $"app.bsky.actor.getProfiles?actors={did}&actors={network.Of("brand", "did")}",
                $"app.bsky.feed.getPosts?uris={Uri.EscapeDataString(post)}",
                $"app.bsky.feed.getPostThread?uri={Uri.EscapeDataString(post)}",
                $"app.bsky.feed.searchPosts?q=lexicons&limit=10",
                $"app.bsky.feed.getAuthorFeed?actor={did}&limit=20",
                $"app.bsky.feed.getLikes?uri={Uri.EscapeDataString(post)}",
                "app.bsky.notification.listNotifications?limit=50",
            }
        )
        {
            var (status, body) = await RealBluesky.EventuallyAsync(
                () => far.GetAsync(call),
                answer => answer.Status == 200
            );
            known!
                .RefuseOutput(call.Split('?')[0], "application/json", body)
                .ShouldBeNull($"{call} {status}");
        }
        (
            await network.Role<ITakesDown>().TakeDownAsync(account, post, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
    }

    [Fact]
    public async Task What_the_real_server_refuses_the_double_refuses_in_the_same_words()
    {
        await using var network = RealBluesky.Open();
        var account = await network.ConnectAsync("ann");
        using var real = new FarSide(new Uri(network.Address("pds")), Token(account));
        await using var bluesky = await BlueskyDouble.OpenAsync(new FakeTimeProvider(Slice.Start));
        var stand = bluesky.Account(account.Handle);
        using var ours = new FarSide(bluesky.Address, bluesky.Sessions.Open(stand).Access);

        foreach (var (what, body) in Refused())
        {
            var theirs = await real.TryAsync(what, Filled(body, account.RemoteId));
            var doubled = await ours.TryAsync(what, Filled(body, stand.Did));
            bluesky.Violations.Clear();
            theirs.Status.ShouldBeGreaterThanOrEqualTo(400, what);
            doubled.ShouldBe(
                theirs with
                {
                    Message = theirs.Message.Replace(account.RemoteId, stand.Did),
                },
                what
            );
        }

        static string? Filled(string? body, string did) => body?.Replace("<did>", did);
    }

    private static IEnumerable<(string Call, string? Body)> Refused()
    {
        const string put = "com.atproto.repo.putRecord";
        yield return ("com.atproto.identity.resolveHandle?handle=nobody.test", null);
        yield return (
            "com.atproto.repo.listRecords?repo=nobody.test&collection=app.bsky.feed.post",
            null
        );
        yield return ("app.bsky.actor.getProfile?actor=nobody.test", null);
        yield return (
            "com.atproto.server.createSession",
            """{"identifier":"nobody.test","password":"aaaa-bbbb-cccc-dddd"}"""
        );
        yield return (put, Writing("""{"$type":"app.bsky.feed.like","text":"a"}"""));
        yield return (put, Writing("""{"$type":"app.bsky.feed.post","text":"a"}"""));
        yield return (
            put,
            Writing("""{"$type":"app.bsky.feed.post","text":"a","createdAt":"yesterday"}""")
        );
        yield return (
            put,
            Writing(
                $$"""{"$type":"app.bsky.feed.post","text":"{{new string('x', 301)}}","createdAt":"2026-06-09T08:00:00Z"}"""
            )
        );
        yield return (
            put,
            Writing(
                """{"$type":"app.bsky.feed.post","text":"a","createdAt":"2026-06-09T08:00:00Z","langs":["en","de","fr","it"]}"""
            )
        );
        yield return (
            put,
            Writing(
                """{"$type":"app.bsky.feed.post","text":"a","createdAt":"2026-06-09T08:00:00Z","embed":{"$type":"app.bsky.embed.images","images":[{"alt":"","image":{"$type":"blob","ref":{"$link":"bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"},"mimeType":"image/png","size":33}}]}}"""
            )
        );
        yield return (
            put,
            Writing(
                """{"$type":"app.bsky.feed.post","text":"a","createdAt":"2026-06-09T08:00:00Z"}""",
                key: "badtid"
            )
        );
        yield return (
            put,
            Writing(
                """{"$type":"app.bsky.feed.post","text":"a","createdAt":"2026-06-09T08:00:00Z"}""",
                did: "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
            )
        );
    }

    private static string Writing(string record, string key = Key, string did = "<did>") =>
        $$"""{"repo":"{{did}}","collection":"app.bsky.feed.post","rkey":"{{key}}","record":{{record}}}""";

    private static async Task<string> PostAsync(RealBluesky network, NetworkAccount account) =>
        (
            await network
                .Role<IPublishes>()
                .PublishAsync(
                    account,
                    RealBluesky.Post($"We read the lexicons @{account.Handle} #lexicons"),
                    Ct
                )
        )
            .ShouldBeOfType<PublishOutcome.Published>()
            .RemoteId;

    private static string Token(NetworkAccount account)
    {
        using var secret = JsonDocument.Parse(account.Secret!);
        return secret
            .RootElement.EnumerateObject()
            .First(p => p.Name.StartsWith("access", StringComparison.OrdinalIgnoreCase))
            .Value.GetString()!;
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="Error">The name.</param>
    private sealed record Refusal(int Status, string Error, string Message);

    private sealed class FarSide(Uri address, string token) : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(address, "xrpc/"),
        };

        public void Dispose() => http.Dispose();

        public async Task<(int Status, byte[] Body)> GetAsync(string call)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, call);
            return await SendAsync(request);
        }

        public async Task<Refusal> TryAsync(string call, string? body)
        {
            using var request = new HttpRequestMessage(
                body is null ? HttpMethod.Get : HttpMethod.Post,
                call
            );
            if (body is not null)
                request.Content = new StringContent(
                    body,
                    Encoding.UTF8,
                    new MediaTypeHeaderValue("application/json")
                );
            var (status, answer) = await SendAsync(request);
            using var parsed = JsonDocument.Parse(answer);
            return new Refusal(
                status,
                parsed.RootElement.TryGetProperty("error", out var error) ? $"{error}" : "",
                parsed.RootElement.TryGetProperty("message", out var message) ? $"{message}" : ""
            );
        }

        private async Task<(int, byte[])> SendAsync(HttpRequestMessage request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await http.SendAsync(request, Ct);
            return ((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(Ct));
        }
    }
}
