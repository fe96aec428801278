using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Shouldly;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>The checker itself is checked: what is good passes, and each slip that could be made in it is refused.</summary>
public sealed class LexiconsTests
{
    private const string Did = "did:plc:6tzx2dnfzffbkgmaj3c5nwqs";
    private const string Cid = "bafyreiek3kpasua7dkk3y6yrtle5lpradjrv5ctuvpz322j3g3ammqpwwe";
    private const string Blob = "bafkreicp7wf3gcmr4otpfdi5apy25xgqfthy4dgbno46s2phxqv5uho7am";
    private const string Uri = $"at://{Did}/app.bsky.feed.post/3n33xtp5rsc2n";

    private const string Post = $$"""
        {
          "$type": "app.bsky.feed.post",
          "text": "Hallo @ann.test see https://example.com #Launch",
          "createdAt": "2026-06-09T08:00:00.000Z",
          "langs": ["en", "de-CH"],
          "tags": ["launch"],
          "facets": [
            { "index": { "byteStart": 6, "byteEnd": 15 }, "features": [{ "$type": "app.bsky.richtext.facet#mention", "did": "{{Did}}" }] },
            { "index": { "byteStart": 20, "byteEnd": 39 }, "features": [{ "$type": "app.bsky.richtext.facet#link", "uri": "https://example.com" }] },
            { "index": { "byteStart": 40, "byteEnd": 47 }, "features": [{ "$type": "app.bsky.richtext.facet#tag", "tag": "Launch" }] }
          ],
          "reply": { "root": { "uri": "{{Uri}}", "cid": "{{Cid}}" }, "parent": { "uri": "{{Uri}}", "cid": "{{Cid}}" } },
          "embed": {
            "$type": "app.bsky.embed.images",
            "images": [{
              "alt": "A red dot",
              "image": { "$type": "blob", "ref": { "$link": "{{Blob}}" }, "mimeType": "image/png", "size": 2000000 },
              "aspectRatio": { "width": 3, "height": 2 }
            }]
          }
        }
        """;

    private const string Card = $$"""
        {
          "$type": "app.bsky.feed.post",
          "text": "",
          "createdAt": "2026-06-09T08:00:00+02:00",
          "embed": {
            "$type": "app.bsky.embed.external",
            "external": {
              "uri": "https://example.com/a?b=c", "title": "T", "description": "D",
              "thumb": { "$type": "blob", "ref": { "$link": "{{Blob}}" }, "mimeType": "image/jpeg", "size": 1000000 }
            }
          }
        }
        """;

    private const string Like = $$"""
        { "$type": "app.bsky.feed.like", "createdAt": "2026-06-09T08:00:00Z", "subject": { "uri": "{{Uri}}", "cid": "{{Cid}}" } }
        """;

    private const string Gate = $$"""
        { "$type": "app.bsky.feed.threadgate", "post": "{{Uri}}", "createdAt": "2026-06-09T08:00:00Z", "hiddenReplies": ["{{Uri}}"] }
        """;

    private const string Put = $$"""
        { "repo": "{{Did}}", "collection": "app.bsky.feed.post", "rkey": "3n33xtp5rsc2n", "record": {}, "validate": true, "swapRecord": null }
        """;

    private const string SignIn = """{ "identifier": "ann.test", "password": "p" }""";

    private const string Seen = """{ "seenAt": "2026-06-09T08:00:00Z" }""";

    private const string Session = $$"""
        { "accessJwt": "a", "refreshJwt": "r", "handle": "ann.test", "did": "{{Did}}", "didDoc": {}, "active": true, "status": "a status of tomorrow" }
        """;

    private const string Notifications = $$"""
        {
          "cursor": "c", "priority": false, "seenAt": "2026-06-09T08:00:00Z",
          "notifications": [{
            "uri": "{{Uri}}", "cid": "{{Cid}}", "reason": "mention", "isRead": false, "indexedAt": "2026-06-09T08:00:00Z", "labels": [],
            "author": { "did": "{{Did}}", "handle": "ann.test", "displayName": "Ann", "labels": [], "viewer": { "muted": false, "blockedBy": false } },
            "record": { "text": "hi", "$type": "app.bsky.feed.post", "createdAt": "2026-06-09T08:00:00Z" }
          }]
        }
        """;

    private const string Posts = $$"""
        {
          "posts": [{
            "uri": "{{Uri}}", "cid": "{{Cid}}", "author": { "did": "{{Did}}", "handle": "ann.test" }, "record": {},
            "likeCount": 1, "repostCount": 0, "replyCount": 0, "quoteCount": 0, "indexedAt": "2026-06-09T08:00:00Z", "labels": [],
            "embed": { "$type": "app.bsky.embed.images#view", "images": [{ "thumb": "https://cdn.test/t", "fullsize": "https://cdn.test/f", "alt": "" }] }
          }]
        }
        """;

    private const string Writes = $$"""
        {
          "repo": "{{Did}}",
          "writes": [{ "$type": "com.atproto.repo.applyWrites#delete", "collection": "app.bsky.feed.post", "rkey": "3n33xtp5rsc2n" }]
        }
        """;

    private static readonly Dictionary<string, (string Kind, string Name, string Json)> Good = new(
        StringComparer.Ordinal
    )
    {
        ["post"] = ("record", "app.bsky.feed.post", Post),
        ["card"] = ("record", "app.bsky.feed.post", Card),
        ["like"] = ("record", "app.bsky.feed.like", Like),
        ["gate"] = ("record", "app.bsky.feed.threadgate", Gate),
        ["put"] = ("input", "com.atproto.repo.putRecord", Put),
        ["sign-in"] = ("input", "com.atproto.server.createSession", SignIn),
        ["seen"] = ("input", "app.bsky.notification.updateSeen", Seen),
        ["writes"] = ("input", "com.atproto.repo.applyWrites", Writes),
        ["session"] = ("output", "com.atproto.server.createSession", Session),
        ["notifications"] = ("output", "app.bsky.notification.listNotifications", Notifications),
        ["posts"] = ("output", "app.bsky.feed.getPosts", Posts),
    };

    /// <summary>One slip each: the value at the path is replaced, or taken away where there is none.</summary>
    private static readonly (string Of, string Path, string? Value)[] Slips =
    [
        ("post", "$type", null),
        ("post", "$type", "\"app.bsky.feed.like\""),
        ("post", "text", null),
        ("post", "text", "7"),
        ("post", "text", "null"),
        ("post", "text", $"\"{new string('x', 301)}\""),
        ("post", "text", Repeated("👨‍👩‍👧‍👦", 121)), // few enough characters, too many bytes
        ("post", "createdAt", null),
        ("post", "createdAt", "\"yesterday\""),
        ("post", "createdAt", "\"2026-06-09 08:00:00Z\""),
        ("post", "createdAt", "\"2026-06-09T08:00:00\""),
        ("post", "createdAt", "\"2026-13-09T08:00:00Z\""),
        ("post", "createdAt", "1781000000"),
        ("post", "langs", "\"en\""),
        ("post", "langs.0", "\"english language\""),
        ("post", "langs.0", "\"e\""),
        ("post", "langs", "[\"en\",\"de\",\"fr\",\"it\"]"),
        ("post", "tags", "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]"),
        ("post", "tags.0", $"\"{new string('t', 65)}\""),
        ("post", "facets", "{}"),
        ("post", "facets.0.index", null),
        ("post", "facets.0.index.byteStart", "-1"),
        ("post", "facets.0.index.byteStart", "1.5"),
        ("post", "facets.0.index.byteEnd", "\"15\""),
        ("post", "facets.0.features", null),
        ("post", "facets.0.features.0.$type", null),
        ("post", "facets.0.features.0.did", "\"ann.test\""),
        ("post", "facets.0.features.0.did", null),
        ("post", "facets.1.features.0.uri", "\"not a uri\""),
        ("post", "facets.2.features.0.tag", $"\"{new string('t', 641)}\""),
        ("post", "reply.root", null),
        ("post", "reply.parent.cid", null),
        ("post", "reply.parent.cid", "\"bafy\""),
        (
            "post",
            "reply.parent.cid",
            "\"zafyreiek3kpasua7dkk3y6yrtle5lpradjrv5ctuvpz322j3g3ammqpwwe\""
        ),
        ("post", "reply.parent.uri", "\"https://bsky.app/profile/ann.test\""),
        ("post", "reply.parent.uri", $"\"{Uri}/\""),
        ("post", "reply.parent", $"\"{Uri}\""),
        ("post", "embed.$type", null),
        ("post", "embed.$type", "\"\""),
        ("post", "embed.images", null),
        ("post", "embed.images.0.alt", null),
        ("post", "embed.images.0.image.$type", null),
        ("post", "embed.images.0.image.mimeType", "\"video/mp4\""),
        ("post", "embed.images.0.image.size", "2000001"),
        ("post", "embed.images.0.image.size", "-1"),
        ("post", "embed.images.0.image.ref", $"\"{Blob}\""),
        ("post", "embed.images.0.image.ref.$link", "\"bafkrei\""),
        ("post", "embed.images.0.aspectRatio.width", "0"),
        ("post", "embed.images.0.aspectRatio.height", null),
        ("post", "embed.images.0.width", "3"),
        ("post", "picture", "true"),
        ("card", "embed.external.title", null),
        ("card", "embed.external.description", null),
        ("card", "embed.external.uri", "\"example.com\""),
        ("card", "embed.external.thumb.size", "1000001"),
        ("card", "embed.external.thumb.mimeType", "\"text/html\""),
        ("like", "subject", null),
        ("like", "subject.uri", "\"at://ann/app.bsky.feed.post/3n33xtp5rsc2n\""),
        ("gate", "post", "\"3n33xtp5rsc2n\""),
        ("gate", "hiddenReplies.0", "{}"),
        ("put", "repo", "\"ann\""),
        ("put", "repo", null),
        ("put", "collection", "\"post\""),
        ("put", "rkey", "\"a/b\""),
        ("put", "rkey", "\"..\""),
        ("put", "record", "[]"),
        ("put", "record", null),
        ("put", "record.size", "0.5"),
        ("put", "validate", "\"true\""),
        ("put", "rkey", "null"),
        ("put", "swapCommit", "null"),
        ("sign-in", "password", null),
        ("sign-in", "identifier", "7"),
        ("sign-in", "user", "\"ann\""),
        ("seen", "seenAt", "\"2026-06-09\""),
        ("writes", "writes.0.$type", "\"com.atproto.repo.applyWrites#upsert\""),
        ("writes", "writes.0.rkey", null),
        ("session", "accessJwt", null),
        ("session", "handle", "\"ann\""),
        ("session", "did", "\"did:PLC:x\""),
        ("notifications", "notifications", "null"),
        ("notifications", "notifications.0.author.did", null),
        ("notifications", "notifications.0.author.displayName", $"\"{new string('n', 641)}\""),
        ("notifications", "notifications.0.isRead", "0"),
        ("posts", "posts.0.embed.images.0.thumb", null),
        ("posts", "posts.0.likeCount", "\"1\""),
    ];

    public static TheoryData<string> GoodNames => [.. Good.Keys];

    public static TheoryData<int> SlipNumbers => [.. Enumerable.Range(0, Slips.Length)];

    [Theory]
    [MemberData(nameof(GoodNames))]
    public void What_is_good_passes(string name) =>
        Refuse(Good[name], Good[name].Json).ShouldBeNull();

    [Theory]
    [MemberData(nameof(SlipNumbers))]
    public void A_slip_is_refused(int number)
    {
        var (of, path, value) = Slips[number];

        Refuse(Good[of], Slip(Good[of].Json, path, value))
            .ShouldNotBeNull($"{of}: {path} = {value ?? "nothing"}");
    }

    [Fact]
    public void At_least_fifty_slips_are_tried_and_each_is_another()
    {
        Slips.Length.ShouldBeGreaterThanOrEqualTo(50);
        Slips.ShouldBeUnique();
    }

    [Fact]
    public void A_union_that_is_open_takes_what_is_not_known_yet() =>
        Refuse(
                Good["post"],
                Slip(
                    Post,
                    "facets.0.features.0",
                    """{ "$type": "com.example.facet#wink", "n": 1 }"""
                )
            )
            .ShouldBeNull();

    [Fact]
    public void The_most_that_is_allowed_is_allowed() =>
        Refuse(Good["post"], Slip(Post, "text", Repeated("👨‍👩‍👧‍👦", 120))).ShouldBeNull();

    [Theory]
    [InlineData("app.bsky.feed.post", "3n33xtp5rsc2n", true)]
    [InlineData("app.bsky.feed.post", "self", false)]
    [InlineData("app.bsky.feed.post", "3n33xtp5rsc21", false)]
    [InlineData("app.bsky.actor.profile", "self", true)]
    [InlineData("app.bsky.actor.profile", "3n33xtp5rsc2n", false)]
    [InlineData("com.example.thing", "a:b", true)]
    [InlineData("com.example.thing", "a b", false)]
    public void A_record_key_is_of_its_collections_kind(
        string collection,
        string key,
        bool allowed
    ) => (Known().RefuseRecordKey(collection, key) is null).ShouldBe(allowed);

    [Theory]
    [InlineData("com.atproto.repo.listRecords", $"repo={Did}&collection=app.bsky.feed.post", true)]
    [InlineData("com.atproto.repo.listRecords", $"repo={Did}", false)]
    [InlineData(
        "com.atproto.repo.listRecords",
        $"repo={Did}&collection=app.bsky.feed.post&limit=100&reverse=true",
        true
    )]
    [InlineData(
        "com.atproto.repo.listRecords",
        $"repo={Did}&collection=app.bsky.feed.post&limit=101",
        false
    )]
    [InlineData(
        "com.atproto.repo.listRecords",
        $"repo={Did}&collection=app.bsky.feed.post&limit=0",
        false
    )]
    [InlineData(
        "com.atproto.repo.listRecords",
        $"repo={Did}&collection=app.bsky.feed.post&reverse=yes",
        false
    )]
    [InlineData(
        "com.atproto.repo.listRecords",
        $"repo={Did}&collection=app.bsky.feed.post&max=5",
        false
    )]
    [InlineData("app.bsky.feed.getPosts", $"uris={Uri}&uris={Uri}", true)]
    [InlineData("app.bsky.feed.getPosts", $"uris={Uri}&uris=", false)]
    [InlineData("app.bsky.feed.getPosts", $"uris[]={Uri}", false)]
    [InlineData("app.bsky.feed.searchPosts", "q=acme&sort=latest&limit=25", true)]
    [InlineData("app.bsky.feed.searchPosts", "sort=latest", false)]
    [InlineData("com.atproto.identity.resolveHandle", "handle=ann.test", true)]
    [InlineData("com.atproto.identity.resolveHandle", "handle=@ann.test", false)]
    [InlineData("com.atproto.identity.resolveHandle", "handle=ann.test&handle=ben.test", false)]
    [InlineData("com.atproto.server.getSession", "", true)]
    [InlineData("com.atproto.server.getSession", "did=x", false)]
    public void Parameters_are_held_to_their_contract(string nsid, string query, bool allowed) =>
        (Known().RefuseParameters(nsid, QueryHelpers.ParseQuery(query)) is null).ShouldBe(allowed);

    [Fact]
    public void A_list_longer_than_the_contract_allows_is_refused()
    {
        var uris = string.Join('&', Enumerable.Repeat($"uris={Uri}", 26));

        Known()
            .RefuseParameters("app.bsky.feed.getPosts", QueryHelpers.ParseQuery(uris))
            .ShouldBe("array too big (maximum 25, got 26)");
    }

    [Theory]
    [InlineData("com.atproto.repo.putRecord", "text/plain", Put)]
    [InlineData("com.atproto.repo.putRecord", null, Put)]
    [InlineData("com.atproto.repo.putRecord", "application/json", "{\"repo\":")]
    [InlineData("com.atproto.repo.putRecord", "application/json", "")]
    [InlineData(
        "com.atproto.server.createSession",
        "application/json",
        "{\"identifier\":\"a\",\"identifier\":\"b\",\"password\":\"c\"}"
    )]
    [InlineData("com.atproto.server.refreshSession", "application/json", "{}")]
    public void A_body_of_another_kind_is_refused(string nsid, string? contentType, string body) =>
        Known().RefuseInput(nsid, contentType, Encoding.UTF8.GetBytes(body)).ShouldNotBeNull();

    [Fact]
    public void Any_picture_is_taken_as_a_body_where_any_is_expected() =>
        Known().RefuseInput("com.atproto.repo.uploadBlob", "image/png", [1, 2]).ShouldBeNull();

    [Fact]
    public void Refusals_are_in_the_words_of_the_real_server()
    {
        RefusePost("text", $"\"{new string('x', 301)}\"")
            .ShouldBe("grapheme too big (maximum 300, got 301) at $.record.text");
        RefusePost("text", null).ShouldBe("Missing required key \"text\" at $.record");
        RefusePost("createdAt", "\"yesterday\"")
            .ShouldBe("Invalid datetime (got \"yesterday\") at $.record.createdAt");

        static string? RefusePost(string path, string? value) =>
            Refuse(Good["post"], Slip(Post, path, value));
    }

    [Theory]
    [InlineData("did", "did")]
    [InlineData("handle", "handle")]
    [InlineData("atidentifier", "at-identifier")]
    [InlineData("nsid", "nsid")]
    [InlineData("tid", "tid")]
    [InlineData("recordkey", "record-key")]
    [InlineData("aturi", "at-uri")]
    [InlineData("datetime", "datetime")]
    [InlineData("language", "language")]
    public void Formats_are_judged_as_the_protocols_own_examples_are(string file, string format)
    {
        var wrong = Examples($"{file}_syntax_valid")
            .Where(e => LexiconFormats.Refuse(format, e) is not null)
            .Concat(
                Examples($"{file}_syntax_invalid")
                    .Where(e => LexiconFormats.Refuse(format, e) is null)
            );

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_date_that_does_not_exist_is_no_date() =>
        Examples("datetime_parse_invalid").ShouldAllBe(e => !LexiconFormats.IsDateTime(e));

    [Fact]
    public void A_language_says_nothing_twice() =>
        Examples("language_parse_invalid").ShouldAllBe(e => !LexiconFormats.IsLanguage(e));

    private static Lexicons Known() =>
        Lexicons.Known ?? throw new InvalidOperationException(Lexicons.WhereTheyAre);

    private static string? Refuse((string Kind, string Name, string Json) of, string json) =>
        of.Kind switch
        {
            "record" => Known().RefuseRecord(of.Name, JsonDocument.Parse(json).RootElement),
            "input" => Known()
                .RefuseInput(of.Name, "application/json", Encoding.UTF8.GetBytes(json)),
            _ => Known()
                .RefuseOutput(
                    of.Name,
                    "application/json; charset=utf-8",
                    Encoding.UTF8.GetBytes(json)
                ),
        };

    private static string Slip(string json, string path, string? value)
    {
        var root = JsonNode.Parse(json)!;
        var at = root;
        var steps = path.Split('.');
        foreach (var step in steps[..^1])
            at = at is JsonArray list ? list[int.Parse(step)]! : at[step]!;
        if (at is JsonArray last)
            last[int.Parse(steps[^1])] = JsonNode.Parse(value!);
        else if (value is null)
            ((JsonObject)at).Remove(steps[^1]).ShouldBeTrue(path);
        else
            at[steps[^1]] = JsonNode.Parse(value);
        return root.ToJsonString();
    }

    private static string Repeated(string text, int times) =>
        JsonSerializer.Serialize(string.Concat(Enumerable.Repeat(text, times)));

    /// <summary>One a line; empty lines and lines of remarks are none.</summary>
    private static List<string> Examples(string file)
    {
        var lines = File.ReadAllLines(
                SharedData.Path($"contracts/bluesky/interop-test-files/{file}.txt")
            )
            .Where(l => l.Length > 0 && !l.StartsWith('#'))
            .ToList();
        lines.ShouldNotBeEmpty();
        return lines;
    }
}
