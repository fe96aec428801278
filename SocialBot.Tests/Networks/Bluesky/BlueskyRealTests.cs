using System.Text.Json;
using Shouldly;
using SkiaSharp;
using SocialBot.Core.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>Against Bluesky's own servers, where they are running.</summary>
public sealed class BlueskyRealTests
{
    [Fact]
    public async Task Signing_in_finds_the_server_and_the_session_renews()
    {
        await using var network = RealBluesky.Open();

        var account = await network.ConnectAsync("brand");

        account.RemoteId.ShouldBe(network.Of("brand", "did"));
        account.Settings!.ShouldContain(network.Address("pds"));
        var renewed = (
            await network.RenewAsync(account, Ct)
        ).ShouldBeOfType<SessionRenewal.Renewed>();
        renewed.Secret.ShouldNotBe(account.Secret);
        renewed.SecretEndsAt.ShouldNotBeNull();
        (
            await network
                .Role<IPublishes>()
                .PublishAsync(
                    account with
                    {
                        Secret = renewed.Secret,
                    },
                    RealBluesky.Post("Renewed"),
                    Ct
                )
        ).ShouldBeOfType<PublishOutcome.Published>();
    }

    [Fact]
    public async Task A_wrong_password_a_stranger_and_a_main_password_are_refused_in_words()
    {
        await using var network = RealBluesky.Open();
        var handle = network.Of("brand", "handle");

        (await network.SignInAsync(handle, "aaaa-bbbb-cccc-dddd"))
            .ShouldBeOfType<ConnectStep.Refused>()
            .Code.ShouldBe("wrong-password");
        (await network.SignInAsync("nobody-has-this.test", "aaaa-bbbb-cccc-dddd"))
            .ShouldBeOfType<ConnectStep.Refused>()
            .Code.ShouldBe("handle-unknown");
        (await network.SignInAsync(handle, network.Of("brand", "password")))
            .ShouldBeOfType<ConnectStep.Refused>()
            .Code.ShouldBe("app-password");
    }

    [Fact]
    public async Task A_post_goes_out_once_with_marks_and_pictures_and_can_be_answered_and_taken_down()
    {
        await using var network = RealBluesky.Open();
        var brand = await network.ConnectAsync("brand");
        var ann = await network.ConnectAsync("ann");
        var post = RealBluesky.Post(
            "Grüße @ann.test, see https://example.com/ä #café and @nobody-has-this.test"
        ) with
        {
            Media = [Picture("A red square"), Picture(null)],
            Languages = ["de", "en-GB"],
        };

        var first = (
            await network.Role<IPublishes>().PublishAsync(brand, post, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
        var again = await network.Role<IPublishes>().PublishAsync(brand, post, Ct);

        again.ShouldBe(first);
        var record = (await RecordAsync(network, first.RemoteId)).GetProperty("value");
        record
            .GetProperty("langs")
            .EnumerateArray()
            .Select(l => l.GetString())
            .ShouldBe(["de", "en-GB"]);
        var facets = record.GetProperty("facets").EnumerateArray().ToList();
        facets.Count.ShouldBe(3);
        facets[0]
            .GetProperty("features")[0]
            .GetProperty("did")
            .GetString()
            .ShouldBe(network.Of("ann", "did"));
        var images = record.GetProperty("embed").GetProperty("images").EnumerateArray().ToList();
        images.Select(i => i.GetProperty("alt").GetString()).ShouldBe(["A red square", ""]);
        images[0].GetProperty("aspectRatio").GetProperty("width").GetInt32().ShouldBe(40);

        var byKey = (
            await network.Role<IFindsByKey>().FindAsync(brand, post.Key, Ct)
        ).ShouldBeOfType<FoundByKey.Out>();
        byKey.Post.RemoteId.ShouldBe(first.RemoteId);
        byKey.Post.MediaCount.ShouldBe(2);
        (
            await network
                .Role<IFindsByKey>()
                .FindAsync(brand, RealBluesky.Post("never sent").Key, Ct)
        ).ShouldBeOfType<FoundByKey.NotOut>();
        var listed = (
            await network.Role<IFindsPosts>().FindAsync(brand, first.At.AddMinutes(-1), Ct)
        ).ShouldBeOfType<FoundPosts.Listed>();
        listed.Complete.ShouldBeTrue();
        listed.Posts.Count(p => p.Text == post.Text && p.At == first.At).ShouldBe(1);

        // Somebody answers, the brand answers back: the conversation keeps its root.
        await network.VisibleAsync(first.RemoteId);
        var answer = await ReplyAsync(network, ann, first.RemoteId, "It is broken");
        await network.VisibleAsync(answer);
        var back = await ReplyAsync(network, brand, answer, "We are on it");
        var reply = (await RecordAsync(network, back)).GetProperty("value").GetProperty("reply");
        reply.GetProperty("parent").GetProperty("uri").GetString().ShouldBe(answer);
        reply.GetProperty("root").GetProperty("uri").GetString().ShouldBe(first.RemoteId);
        // What the network does not show yet is still answered: a part of a thread follows at once.
        var part = await ReplyAsync(network, brand, back, "And another thing");
        (await ListAsync(network, brand, first.At))
            .Single(p => p.RemoteId == part)
            .InReplyTo.ShouldBe(back);

        (
            await network.Role<ILikes>().LikeAsync(brand, answer, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
        (
            await network.Role<ILikes>().LikeAsync(brand, answer, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
        await EventuallyAsync(network, brand, answer, Metrics.Likes, 1);
        (
            await network.Role<IHides>().HideAsync(brand, answer, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
        (
            await network.Role<IHides>().HideAsync(brand, answer, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
        (await network.Role<IHides>().HideAsync(ann, back, Ct))
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Code.ShouldBe("not-ours");

        await RealBluesky.EventuallyAsync(
            () => network.VisibleAsync(first.RemoteId),
            seen => seen.TryGetProperty("threadgate", out var gate) && Hides(gate, answer)
        );

        await EventuallyAsync(network, brand, first.RemoteId, Metrics.Comments, 1);
        foreach (var _ in (int[])[1, 2])
            (
                await network.Role<ITakesDown>().TakeDownAsync(brand, first.RemoteId, Ct)
            ).ShouldBeOfType<PublishOutcome.Published>();
        (
            await network.Role<IFindsByKey>().FindAsync(brand, post.Key, Ct)
        ).ShouldBeOfType<FoundByKey.NotOut>();
        (
            await network
                .Role<IReplies>()
                .ReplyAsync(brand, first.RemoteId, RealBluesky.Post("Too late"), Ct)
        )
            .ShouldBeOfType<PublishOutcome.Rejected>()
            .Code.ShouldBe("gone");
        var metrics = await RealBluesky.EventuallyAsync(
            () => network.Role<IReadsMetrics>().ReadAsync(brand, [first.RemoteId, answer], Ct),
            reading => reading is MetricsReading.Values { Posts.Count: 1 }
        );
        var values = metrics.ShouldBeOfType<MetricsReading.Values>();
        values.Posts.Keys.ShouldBe([answer]);
        values.Account.Keys.ShouldBe([Metrics.Followers]);
    }

    [Fact]
    public async Task A_link_is_shown_as_the_card_we_made()
    {
        await using var network = RealBluesky.Open();
        var brand = await network.ConnectAsync("brand");
        var post = RealBluesky.Post("Read https://example.com/story") with
        {
            Link = new OutgoingLink(
                new Uri("https://example.com/story"),
                "A story",
                "With words",
                Picture(null)
            ),
        };

        var published = (
            await network.Role<IPublishes>().PublishAsync(brand, post, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();

        var view = await network.VisibleAsync(published.RemoteId);
        var card = view.GetProperty("embed").GetProperty("external");
        card.GetProperty("uri").GetString().ShouldBe("https://example.com/story");
        card.GetProperty("title").GetString().ShouldBe("A story");
        card.GetProperty("thumb").GetString().ShouldNotBeNullOrEmpty();
        published.Permalink.ShouldStartWith("https://bsky.app/profile/brand.test/post/");
    }

    [Fact]
    public async Task Every_text_within_the_limit_is_taken_and_none_over_it()
    {
        await using var network = RealBluesky.Open();
        var cases = File.ReadLines(SharedData.Path("social/text-length-cases.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.Clone())
            .ToList();
        var ben = await network.ConnectAsync("ben");
        var wrong = new List<string>();
        var taken = 0;

        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Ct },
            async (aCase, ct) =>
            {
                var text = aCase.GetProperty("text").GetString()!;
                var within =
                    aCase.GetProperty("bluesky").GetProperty("graphemes").GetInt32() <= 300
                    && aCase.GetProperty("bluesky").GetProperty("utf8").GetInt32() <= 3_000;
                var outcome = await network
                    .Role<IPublishes>()
                    .PublishAsync(ben, RealBluesky.Post(text), ct);
                lock (wrong)
                {
                    taken += outcome is PublishOutcome.Published ? 1 : 0;
                    if (
                        within
                            ? outcome is not PublishOutcome.Published
                            : outcome is not PublishOutcome.Rejected { Code: "text.too-long" }
                    )
                        wrong.Add($"{aCase.GetProperty("id")}: {outcome}");
                }
            }
        );

        wrong.ShouldBeEmpty();
        taken.ShouldBeInRange(1, cases.Count - 1);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static OutgoingMedia Picture(string? alt)
    {
        using var bitmap = new SKBitmap(40, 30);
        bitmap.Erase(SKColors.Red);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return new OutgoingMedia("image/png", data.ToArray(), alt, "red.png")
        {
            Width = 40,
            Height = 30,
        };
    }

    private static bool Hides(JsonElement gate, string uri) =>
        gate.GetProperty("record")
            .GetProperty("hiddenReplies")
            .EnumerateArray()
            .Any(hidden => hidden.GetString() == uri);

    private static async Task<string> ReplyAsync(
        RealBluesky network,
        NetworkAccount account,
        string to,
        string text
    ) =>
        (await network.Role<IReplies>().ReplyAsync(account, to, RealBluesky.Post(text), Ct))
            .ShouldBeOfType<PublishOutcome.Published>()
            .RemoteId;

    private static async Task<IReadOnlyList<RemotePost>> ListAsync(
        RealBluesky network,
        NetworkAccount account,
        DateTimeOffset since
    ) =>
        (await network.Role<IFindsPosts>().FindAsync(account, since, Ct))
            .ShouldBeOfType<FoundPosts.Listed>()
            .Posts;

    private static Task<JsonElement> RecordAsync(RealBluesky network, string uri)
    {
        var parts = uri.Split('/');
        return RealBluesky.AskAsync(
            $"{network.Address("pds")}/xrpc/com.atproto.repo.getRecord?repo={parts[2]}&collection={parts[3]}&rkey={parts[4]}"
        );
    }

    private static Task<MetricsReading> EventuallyAsync(
        RealBluesky network,
        NetworkAccount account,
        string uri,
        string metric,
        long value
    ) =>
        RealBluesky.EventuallyAsync(
            () => network.Role<IReadsMetrics>().ReadAsync(account, [uri], Ct),
            reading =>
                reading is MetricsReading.Values { Posts: var posts }
                && posts.TryGetValue(uri, out var counts)
                && counts[metric] == value
        );
}
