using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Core.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks;

/// <summary>The page at /sandbox: what it shows, what visitors may do, and what it refuses.</summary>
public sealed class SandboxPageTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(Slice.Start);
    private SandboxHost sandbox = null!;
    private NetworkAccount account = null!;

    public async ValueTask InitializeAsync()
    {
        sandbox = await SandboxHost.OpenAsync(clock);
        var profile = await sandbox.ConnectAsync("acme");
        account = new NetworkAccount(
            1,
            1,
            "Sandbox",
            profile.RemoteId,
            "acme",
            null,
            profile.Secret
        );
    }

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task The_page_says_what_it_is_and_shows_posts_newest_first_with_their_pictures()
    {
        await PublishAsync("The older one");
        await PublishAsync(
            "The newer one",
            new OutgoingMedia("image/png", RedDot.Png, "A red \"dot\"", "dot.png")
        );

        var page = await PageAsync();

        page.ShouldContain("Nothing here leaves this machine");
        page.IndexOf("The newer one", StringComparison.Ordinal)
            .ShouldBeLessThan(page.IndexOf("The older one", StringComparison.Ordinal));
        page.ShouldContain("alt=\"A red &quot;dot&quot;\"");
        var picture = page.Split("src=\"")
            .Single(p => p.StartsWith("/sandbox/pictures/", StringComparison.Ordinal))
            .Split('"')[0];
        using var answer = await sandbox.Http.GetAsync(picture, Ct);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await answer.Content.ReadAsByteArrayAsync(Ct)).ShouldBe(RedDot.Png);
    }

    [Fact]
    public async Task Nothing_that_people_write_becomes_markup()
    {
        var post = await PublishAsync("<script>alert('brand')</script>");
        const string evil = "\"><img src=x onerror=alert(1)>";
        await sandbox.SayAsync(evil[..20], IncomingKind.Comment, evil, post);
        await sandbox.SayAsync(evil[..20], IncomingKind.Mention, evil);

        foreach (
            var page in (string[])
                [
                    await PageAsync(),
                    await PageAsync($"sandbox/items/{post}"),
                    await PageAsync("sandbox/ledger"),
                ]
        )
        {
            page.ShouldNotContain("<script");
            page.ShouldNotContain("<img src=x");
        }
    }

    [Fact]
    public async Task The_page_runs_no_script_and_loads_nothing_from_elsewhere()
    {
        using var answer = await sandbox.Http.GetAsync("sandbox", Ct);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        policy.ShouldNotContain("script-src");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        var page = await answer.Content.ReadAsStringAsync(Ct);
        page.ShouldNotContain("style=\"");
        (await sandbox.Http.GetAsync("sandbox/sandbox.css", Ct)).StatusCode.ShouldBe(
            HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task Every_number_is_something_a_visitor_did()
    {
        var post = await PublishAsync("Count me");
        var untouched = await PublishAsync("Not me");
        (await MetricsAsync(post)).Posts[post].Values.ShouldAllBe(v => v == 0);

        await PageAsync();
        await PageAsync($"sandbox/items/{post}");
        await sandbox.VisitAsync($"items/{post}/like", ("name", "Jo"));
        await sandbox.VisitAsync($"items/{post}/like", ("name", "Mia"));
        await sandbox.VisitAsync($"items/{post}/like", ("name", "Mia")); // and takes it back
        await sandbox.VisitAsync($"items/{post}/share", ("name", "Jo"));
        await sandbox.SayAsync("Jo", IncomingKind.Comment, "Nice", post);
        await sandbox.VisitAsync("profiles/acme/follow", ("name", "Jo"));

        var metrics = await MetricsAsync(post, untouched, "post-unknown");
        metrics.Account[Metrics.Followers].ShouldBe(1);
        metrics
            .Posts[post]
            .ShouldBe(
                new Dictionary<string, long>
                {
                    [Metrics.Views] = 2,
                    [Metrics.Likes] = 1,
                    [Metrics.Comments] = 1,
                    [Metrics.Shares] = 1,
                },
                ignoreOrder: true
            );
        metrics.Posts[untouched][Metrics.Views].ShouldBe(1);
        metrics.Posts.Keys.ShouldNotContain("post-unknown");
        metrics.Posts[post].Keys.ShouldNotContain(Metrics.Clicks);
    }

    [Fact]
    public async Task A_hidden_comment_is_no_longer_shown_and_a_liked_one_says_so()
    {
        var post = await PublishAsync("Be kind");
        await sandbox.SayAsync("Jo", IncomingKind.Comment, "an unkind word", post);
        await sandbox.SayAsync("Mia", IncomingKind.Comment, "a kind word", post);
        var items = (
            (MentionPage.Items)await Role<IReadsMentions>().ReadAsync(account, null, Ct)
        ).Found;

        (
            await Role<IHides>().HideAsync(account, items[0].RemoteId, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
        (
            await Role<ILikes>().LikeAsync(account, items[1].RemoteId, Ct)
        ).ShouldBeOfType<PublishOutcome.Published>();
        (
            await Role<IHides>().HideAsync(account, post, Ct)
        ).ShouldBeOfType<PublishOutcome.Rejected>();

        var page = await PageAsync();
        page.ShouldNotContain("an unkind word");
        page.ShouldContain("has hidden 1 comment.");
        page.ShouldContain("a kind word");
        page.ShouldContain("Liked by");
    }

    [Fact]
    public async Task A_message_is_seen_by_its_writer_alone()
    {
        await sandbox.SayAsync("Jo", IncomingKind.Message, "my order number is 4711");

        (await PageAsync()).ShouldNotContain("4711");
        (await PageAsync("sandbox", "mia")).ShouldNotContain("4711");
        (await PageAsync("sandbox", "jo")).ShouldContain("4711");
    }

    [Fact]
    public async Task A_form_on_somebody_elses_page_changes_nothing()
    {
        var post = await PublishAsync("Like me");
        foreach (
            var (header, value) in ((string, string)[])
                [
                    ("Origin", "https://evil.example"),
                    ("Origin", "null"),
                    ("Sec-Fetch-Site", "cross-site"),
                ]
        )
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post,
                $"sandbox/items/{post}/like"
            )
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("name", "Jo")]),
            };
            request.Headers.Add(header, value);
            (await sandbox.Http.SendAsync(request, Ct)).StatusCode.ShouldBe(
                HttpStatusCode.Forbidden
            );
        }

        (await MetricsAsync(post)).Posts[post][Metrics.Likes].ShouldBe(0);
    }

    [Fact]
    public async Task A_visitor_is_remembered_by_name_and_sent_back_to_where_they_were()
    {
        var post = await PublishAsync("Hello");
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            $"sandbox/items/{post}/comments"
        )
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("name", "  Jürgen   K. "),
                KeyValuePair.Create("text", "Hi"),
            ]),
        };
        request.Headers.Add("Origin", sandbox.Address.GetLeftPart(UriPartial.Authority));
        request.Headers.Referrer = new Uri(sandbox.Address, "/sandbox?profile=acme");

        using var answer = await sandbox.Http.SendAsync(request, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.OriginalString.ShouldBe($"/sandbox?profile=acme#{post}");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("sandbox-visitor=jurgen_k;");
        cookie.ShouldContain("httponly", Shouldly.Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Shouldly.Case.Insensitive);
        (await PageAsync("sandbox", "jurgen_k")).ShouldContain("value=\"Jürgen K.\"");
    }

    [Fact]
    public async Task Without_a_name_or_a_text_or_with_too_much_of_it_the_page_says_what_is_wrong()
    {
        var post = await PublishAsync("Say something");

        (await StatusAsync($"items/{post}/comments", ("text", "who am I?"))).ShouldBe(
            HttpStatusCode.BadRequest
        );
        (await StatusAsync($"items/{post}/comments", ("name", "Jo"), ("text", "  "))).ShouldBe(
            HttpStatusCode.BadRequest
        );
        (
            await StatusAsync(
                $"items/{post}/comments",
                ("name", "Jo"),
                ("text", new string('x', 2001))
            )
        ).ShouldBe(HttpStatusCode.BadRequest);
        (
            await StatusAsync(
                $"items/{post}/comments",
                ("name", new string('x', 41)),
                ("text", "hi")
            )
        ).ShouldBe(HttpStatusCode.BadRequest);
        (await StatusAsync($"items/{post}/comments", ("name", "\uFFFE"), ("text", "hi"))).ShouldBe(
            HttpStatusCode.BadRequest
        );
        (await StatusAsync("items/post-none/comments", ("name", "Jo"), ("text", "hi"))).ShouldBe(
            HttpStatusCode.NotFound
        );
        (
            await StatusAsync(
                $"items/{post}/comments",
                ("name", "Jo"),
                ("text", new string('x', 70_000))
            )
        ).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await MetricsAsync(post)).Posts[post][Metrics.Comments].ShouldBe(0);
    }

    [Fact]
    public async Task What_shows_late_is_on_no_page_and_in_no_listing_before()
    {
        await sandbox.FailAsync(Fault.ShowLate, wait: TimeSpan.FromSeconds(2));
        await PublishAsync("Fashionably late");

        (await PageAsync()).ShouldNotContain("Fashionably late");
        (await ListedAsync()).ShouldBeEmpty();
        (await sandbox.LedgerAsync()).ShouldHaveSingleItem();

        clock.Advance(TimeSpan.FromSeconds(2));
        (await PageAsync()).ShouldContain("Fashionably late");
        (await ListedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Profiles_are_made_only_by_programs_on_this_machine()
    {
        foreach (
            var (header, value) in ((string, string)[])
                [
                    ("Origin", "https://evil.example"),
                    ("X-Forwarded-For", "203.0.113.9"),
                    ("Host", "rebound.example"),
                ]
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "sandbox/api/profiles")
            {
                Content = JsonContent.Create(new { handle = "acme", name = "Acme" }),
            };
            request.Headers.Add(header, value);
            (await sandbox.Http.SendAsync(request, Ct)).StatusCode.ShouldBe(
                HttpStatusCode.Forbidden
            );
        }
    }

    [Fact]
    public async Task The_same_handle_is_the_same_profile_and_older_tokens_stay_good()
    {
        var profile = await sandbox.ConnectAsync("acme");

        profile.RemoteId.ShouldBe(account.RemoteId);
        profile.Secret.ShouldNotBe(account.Secret);
        await PublishAsync("With the older token");
        account = account with { Secret = profile.Secret };
        await PublishAsync("With the newer token");
    }

    [Fact]
    public async Task The_control_is_not_there_unless_it_was_opened()
    {
        await using var closed = await SandboxHost.OpenAsync(
            clock,
            ("Sandbox:Misbehave:Control", "false")
        );

        var answer = await closed.Http.PostAsJsonAsync(
            "sandbox/control",
            Array.Empty<string>(),
            Ct
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("posts", "{\"text\":")]
    [InlineData("posts", "[]")]
    [InlineData("posts", "{\"text\":\"a\",\"media\":[null]}")]
    [InlineData(
        "posts",
        "{\"text\":\"a\",\"media\":[{\"contentType\":\"image/png\",\"bytes\":\"PHN2Zz4=\"}]}"
    )]
    [InlineData("posts", "{}")]
    [InlineData("metrics", "{\"ids\":null}")]
    [InlineData("items/x/hide", "{}")]
    public async Task A_broken_call_is_refused_in_words(string path, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"sandbox/api/{path}")
        {
            Content = new StringContent(json, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Authorization = new("Bearer", account.Secret);

        using var answer = await sandbox.Http.SendAsync(request, Ct);

        ((int)answer.StatusCode).ShouldBeInRange(400, 422);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("\"reason\":");
        (await sandbox.LedgerAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_written_survives_a_restart()
    {
        var post = await PublishAsync("Still here");
        await sandbox.SayAsync("Jo", IncomingKind.Comment, "me too", post);

        await sandbox.SetReachableAsync(false);
        await sandbox.SetReachableAsync(true);

        (await PageAsync()).ShouldContain("me too");
        (await sandbox.LedgerAsync()).ShouldHaveSingleItem().Text.ShouldBe("Still here");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private T Role<T>()
        where T : class, INetwork => sandbox.Services.GetServices<INetwork>().OfType<T>().Single();

    private async Task<string> PublishAsync(string text, params OutgoingMedia[] media) =>
        (await Role<IPublishes>().PublishAsync(account, new OutgoingPost("key", text, media), Ct))
            .ShouldBeOfType<PublishOutcome.Published>()
            .RemoteId;

    private async Task<IReadOnlyList<RemotePost>> ListedAsync() =>
        ((FoundPosts.Listed)await Role<IFindsPosts>().FindAsync(account, Slice.Start, Ct)).Posts;

    private async Task<MetricsReading.Values> MetricsAsync(params string[] posts) =>
        (
            await Role<IReadsMetrics>().ReadAsync(account, posts, Ct)
        ).ShouldBeOfType<MetricsReading.Values>();

    private async Task<HttpStatusCode> StatusAsync(string path, params (string, string)[] fields)
    {
        using var answer = await sandbox.VisitAsync(path, fields);
        return answer.StatusCode;
    }

    private async Task<string> PageAsync(string path = "sandbox", string? visitor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        if (visitor is not null)
            request.Headers.Add("Cookie", $"sandbox-visitor={visitor}");
        using var answer = await sandbox.Http.SendAsync(request, Ct);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
