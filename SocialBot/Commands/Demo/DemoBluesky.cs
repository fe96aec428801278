using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocialBot.Commands.Demo;

/// <summary>
/// Bluesky's own servers on loopback, as the file that <c>.ci/with-bluesky</c> makes describes them: where they are, who the brand is, and
/// two members of the public, who write and like through the network's API as their apps would.
/// </summary>
internal sealed class DemoBluesky : IDisposable
{
    private readonly HttpClient http;
    private readonly Dictionary<string, JsonNode> accounts;
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);

    private DemoBluesky(JsonNode state)
    {
        Pds = new Uri(state["pds"]!.GetValue<string>());
        Plc = state["plc"]!.GetValue<string>();
        accounts = state["accounts"]!
            .AsObject()
            .ToDictionary(a => a.Key, a => a.Value!, StringComparer.Ordinal);
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Pds };
    }

    public Uri Pds { get; }
    public string Plc { get; }
    public string Brand => accounts["brand"]["handle"]!.GetValue<string>();
    public string AppPassword => accounts["brand"]["appPassword"]!.GetValue<string>();

    /// <summary>What the bot must be told to reach a network that is not the public one.</summary>
    public string[] Settings =>
        [
            $"--Bluesky:PlcUrl={Plc}",
            $"--Bluesky:HandleResolver={Pds}",
            $"--Web:TrustedHosts:0={Pds.Authority}",
            $"--Web:TrustedHosts:1={new Uri(Plc).Authority}",
            "--SampleData:RealNetworks=true",
        ];

    public static async Task<DemoBluesky> OpenAsync(string file, CancellationToken ct)
    {
        await using var json = File.OpenRead(file);
        return new DemoBluesky(
            await JsonNode.ParseAsync(json, cancellationToken: ct)
                ?? throw new JsonException($"{file} is empty.")
        );
    }

    public string Handle(string who) => accounts[who]["handle"]!.GetValue<string>();

    public string Did(string who) => accounts[who]["did"]!.GetValue<string>();

    /// <summary>A record of somebody's repository, as everybody can read it; null when it is not there.</summary>
    public async Task<JsonNode?> RecordAsync(string uri, CancellationToken ct)
    {
        var (repo, collection, key) = Parts(uri);
        using var answer = await http.GetAsync(
            Method($"com.atproto.repo.getRecord?repo={repo}&collection={collection}&rkey={key}"),
            ct
        );
        return answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonNode>(ct)
            : null;
    }

    /// <summary>Everything of one kind in somebody's repository, newest first (at most 100).</summary>
    public async Task<IReadOnlyList<JsonNode>> RecordsAsync(
        string who,
        string collection,
        CancellationToken ct
    )
    {
        var page = await http.GetFromJsonAsync<JsonNode>(
            Method(
                $"com.atproto.repo.listRecords?repo={Did(who)}&collection={collection}&limit=100"
            ),
            ct
        );
        return [.. page!["records"]!.AsArray().Select(r => r!)];
    }

    /// <summary>Somebody answers a post.</summary>
    /// <returns>The answer's address.</returns>
    public async Task<string> ReplyAsync(string who, string to, string text, CancellationToken ct)
    {
        var post = await RecordAsync(to, ct) ?? throw new StoryBrokeException($"{to} is gone.");
        var parent = new JsonObject { ["uri"] = to, ["cid"] = post["cid"]!.GetValue<string>() };
        return await CreateAsync(
            who,
            "app.bsky.feed.post",
            new JsonObject
            {
                ["$type"] = "app.bsky.feed.post",
                ["text"] = text,
                ["createdAt"] = Now(),
                ["reply"] = new JsonObject { ["root"] = parent.DeepClone(), ["parent"] = parent },
            },
            ct
        );
    }

    public async Task LikeAsync(string who, string uri, CancellationToken ct)
    {
        var post = await RecordAsync(uri, ct) ?? throw new StoryBrokeException($"{uri} is gone.");
        await CreateAsync(
            who,
            "app.bsky.feed.like",
            new JsonObject
            {
                ["$type"] = "app.bsky.feed.like",
                ["createdAt"] = Now(),
                ["subject"] = new JsonObject
                {
                    ["uri"] = uri,
                    ["cid"] = post["cid"]!.GetValue<string>(),
                },
            },
            ct
        );
    }

    /// <summary>Returns once the network shows everybody what was written: moments after it was accepted.</summary>
    public async Task ShownAsync(Func<JsonNode, bool> fits, string uri, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20))
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get,
                Method($"app.bsky.feed.getPosts?uris={Uri.EscapeDataString(uri)}")
            );
            request.Headers.Authorization = await BearerAsync("ann", ct);
            using var answer = await http.SendAsync(request, ct);
            answer.EnsureSuccessStatusCode();
            var posts = (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!["posts"]!.AsArray();
            if (posts.Count == 1 && fits(posts[0]!))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
        }
        throw new StoryBrokeException($"Bluesky did not show what was expected of {uri}.");
    }

    private async Task<string> CreateAsync(
        string who,
        string collection,
        JsonNode record,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            Method("com.atproto.repo.createRecord")
        )
        {
            Content = JsonContent.Create(
                new JsonObject
                {
                    ["repo"] = Did(who),
                    ["collection"] = collection,
                    ["record"] = record,
                }
            ),
        };
        request.Headers.Authorization = await BearerAsync(who, ct);
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!["uri"]!.GetValue<string>();
    }

    private async Task<AuthenticationHeaderValue> BearerAsync(string who, CancellationToken ct)
    {
        if (!tokens.TryGetValue(who, out var token))
        {
            using var answer = await http.PostAsJsonAsync(
                Method("com.atproto.server.createSession"),
                new JsonObject
                {
                    ["identifier"] = Handle(who),
                    ["password"] = accounts[who]["password"]!.GetValue<string>(),
                },
                ct
            );
            answer.EnsureSuccessStatusCode();
            token = (await answer.Content.ReadFromJsonAsync<JsonNode>(ct))![
                "accessJwt"
            ]!.GetValue<string>();
            tokens[who] = token;
        }
        return new AuthenticationHeaderValue("Bearer", token);
    }

    private static (string Repo, string Collection, string Key) Parts(string uri) =>
        uri.Split('/') is ["at:", "", var repo, var collection, var key]
            ? (repo, collection, key)
            : throw new StoryBrokeException($"{uri} is no address of a record.");

    private static Uri Method(string call) => new($"/xrpc/{call}", UriKind.Relative);

    private static string Now() =>
        TimeProvider
            .System.GetUtcNow()
            .ToString(
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                System.Globalization.CultureInfo.InvariantCulture
            );

    public void Dispose() => http.Dispose();
}
