using Shouldly;
using SocialBot.BrowserTests.Chrome;
using Xunit;

namespace SocialBot.BrowserTests;

/// <summary>The page at <c>/</c> and the Sandbox as people meet them: in a real browser, on the real program.</summary>
public sealed class LocalChatPageTests(Chromium chromium)
{
    private const string Text =
        "We open our lab in Berlin. Come and see what we build, coffee is on us!";

    private const string Draft = $"draft a post for Sandbox as soon as approved: {Text}";
    private const string Complaint =
        "I waited two weeks for my order and it arrived broken. Terrible!";

    private const string Post = "[data-subject='post:1']";
    private const string Case = "[data-subject='case:1']";
    private const string Form = ".private .card";

    [Fact]
    public async Task A_sentence_becomes_a_post_a_complaint_an_answer_and_a_digest()
    {
        await using var bot = await RunningBot.StartAsync();
        await using var browser = await chromium.OpenAsync(Looks.Desktop);

        // Omar and Carl have their rooms open all the time; nothing there is ever loaded again.
        var approvals = await browser.OpenAsync(bot.Chat("omar", "approvals"));
        var mentions = await browser.OpenAsync(bot.Chat("carl", "mentions"));
        var anna = await browser.OpenAsync(bot.Chat("anna"));
        foreach (var open in new[] { approvals, mentions, anna })
            await open.AskAsync<bool>("window.neverLoadedAgain = true");
        await anna.ShootAsync("1-hello");

        await SayAsync(anna, "Message to SocialBot as Anna", Draft);
        await anna.SeesAsync(Text, Post);
        await anna.ShootAsync("2-draft");
        await anna.PressAsync("button", "Submit", Post);
        await anna.SeesAsync("Post 1 · waiting for approval", Post);

        await approvals.SeesAsync("Post 1 · waiting for approval", Post);
        await approvals.ShootAsync("3-waiting");
        await approvals.PressAsync("button", "Approve", Post);
        await approvals.SeesAsync("Post 1 · published", Post);
        await anna.SeesAsync("Post 1 · published", Post);
        await approvals.ShootAsync("4-published");

        var visitor = await browser.OpenAsync(bot.Sandbox);
        await visitor.SeesAsync(Text, "#feed .post");
        await visitor.FillAsync("textbox", "Your name", "Vera", "#feed .post");
        await visitor.FillAsync("textbox", "Comment", Complaint, "#feed .post");
        await visitor.PressAsync("button", "Send : Comment", "#feed .post");
        await visitor.SeesAsync(Complaint, "#feed .answers");
        await visitor.ShootAsync("5-complaint");

        await mentions.SeesAsync(Complaint, Case);
        await mentions.ShootAsync("6-case");
        await mentions.PressAsync("button", "Claim", Case);
        await mentions.SeesAsync("Carl", Case);
        await mentions.PressAsync("button", "Reply", Case);
        await mentions.SeesAsync("Reply to case 1", Form);
        await mentions.ShootAsync("7-reply");
        await mentions.FillAsync(
            "textbox",
            "Your answer ({first_name}, {handle}, {brand} and {agent} are filled in)",
            "Hi {first_name}, we are sorry. A new one is on its way today.",
            Form
        );
        await mentions.PressAsync("button", "Reply", Form);
        await mentions.SeesAsync("A new one is on its way today.", Case);
        await mentions.ShootAsync("8-replied");
        await UntilOnSandboxAsync(visitor, bot, "Hi Vera, we are sorry.");
        await visitor.ShootAsync("9-answered");
        await mentions.SeesAsync("answered", Case);
        await mentions.ShootAsync("9-case-answered");

        var digests = await browser.OpenAsync(bot.Chat("nils", "digests"));
        await SayAsync(digests, "Message to digests as Nils", "digest now");
        await digests.UntilAsync(
            "[...document.querySelectorAll('.card img')].some(i => i.naturalWidth > 0 && i.alt)",
            "the digest has its chart, with words for who cannot see it"
        );
        await digests.ShootAsync("10-digest");

        await SayAsync(
            anna,
            "Message to SocialBot as Anna",
            "draft a post for Sandbox for tomorrow 9am: What a day! 200 of you came by. Pictures follow tonight."
        );
        await anna.PressAsync("button", "Submit", "[data-subject='post:2']");
        await approvals.SeesAsync("Post 2 · waiting for approval", ".card");
        await approvals.ShootAsync("11-next-post");

        foreach (var open in new[] { approvals, mentions, anna })
            (await open.AskAsync<bool>("window.neverLoadedAgain === true")).ShouldBeTrue();
        browser.Complaints.ShouldBeEmpty();

        foreach (
            var (looks, kind) in new[]
            {
                (Looks.Desktop, "light"),
                (Looks.Desktop with { Dark = true }, "dark"),
                (Looks.Phone, "phone"),
            }
        )
            await LooksRightAsync(bot, looks, kind);
    }

    [Fact]
    public async Task The_keyboard_alone_takes_a_draft_to_its_approver()
    {
        await using var bot = await RunningBot.StartAsync();
        await using var browser = await chromium.OpenAsync(Looks.Desktop);
        var page = await browser.OpenAsync(bot.Chat("anna"));

        // Whoever comes may write at once.
        await page.TypeAsync(Draft);
        await page.KeyAsync("Enter");
        await page.SeesAsync(Text, Post);

        await page.StepToAsync("Shift+Tab", "button", "Submit");
        await page.ShootAsync("keyboard");
        await page.KeyAsync("Enter");
        await page.SeesAsync("Post 1 · waiting for approval", Post);

        // The card that was pressed is another now; the keyboard must not fall off the page.
        await page.UntilAsync(
            $"document.querySelector('#messages').contains(document.activeElement)",
            "the keyboard stays with the card"
        );
        await page.StepToAsync("Tab", "textbox", "Message to SocialBot as Anna");
        browser.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task On_a_phone_everything_is_in_reach()
    {
        await using var bot = await RunningBot.StartAsync();
        await using var browser = await chromium.OpenAsync(Looks.Phone);
        var page = await browser.OpenAsync(bot.At("/"));
        await page.ShouldBeReadableAsync();
        await page.ShootAsync("phone-who");

        await page.GoAsync(bot.At("/?as=anna"));
        await page.ShouldFitFingersAsync();
        await page.ShootAsync("phone-home");
        await page.SeesAsync("1", ".place"); // the bot has said hello
        await page.PressAsync("link", "SocialBot 1 unread");
        await page.FillAsync("textbox", "Message to SocialBot as Anna", Draft);
        await page.PressAsync("button", "Send");
        await page.SeesAsync(Text, Post);
        await page.ShouldBeReadableAsync();
        await page.ShouldFitFingersAsync();
        await page.ShootAsync("phone-draft");

        await page.PressAsync("button", "Submit", Post);
        await page.SeesAsync("Post 1 · waiting for approval", Post);
        await page.PressAsync("link", "All chats");
        await page.UntilAsync("document.querySelector('.rail').checkVisibility()", "the list");
        browser.Complaints.ShouldBeEmpty();
    }

    /// <summary>Every page with everything that happened, on one kind of screen.</summary>
    private async Task LooksRightAsync(RunningBot bot, Looks looks, string kind)
    {
        await using var browser = await chromium.OpenAsync(looks);
        var page = await browser.OpenAsync(bot.At("/"));
        await LooksRightAsync(page, $"{kind}-who");
        foreach (
            var (name, address) in new (string, Uri)[]
            {
                ("approvals", bot.Chat("omar", "approvals")),
                ("mentions", bot.Chat("carl", "mentions")),
                ("alerts", bot.Chat("carl", "alerts")),
                ("digests", bot.Chat("nils", "digests")),
                ("anna", bot.Chat("anna")),
                ("omar", bot.Chat("omar")),
                ("carl", bot.Chat("carl")),
                ("sandbox", bot.Sandbox),
                ("ledger", bot.At("/sandbox/ledger")),
            }
        )
        {
            await page.GoAsync(address);
            await LooksRightAsync(page, $"{kind}-{name}");
        }
        browser.Complaints.ShouldBeEmpty();

        async Task LooksRightAsync(Tab at, string name)
        {
            await at.ShootAsync(name);
            await at.ShouldBeReadableAsync();
            (
                await at.AskAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches")
            ).ShouldBe(looks.Dark);
        }
    }

    /// <summary>The Sandbox page is a plain one: it shows what is new when it is loaded again.</summary>
    private static async Task UntilOnSandboxAsync(Tab visitor, RunningBot bot, string words)
    {
        var clock = TimeProvider.System;
        for (var i = 0; i < 100; i++)
        {
            await visitor.GoAsync(bot.Sandbox);
            if ((await visitor.AskAsync<string>("document.body.innerText")).Contains(words))
                return;
            await Task.Delay(
                TimeSpan.FromMilliseconds(200),
                clock,
                TestContext.Current.CancellationToken
            );
        }
        throw new TimeoutException($"The Sandbox never showed '{words}'.");
    }

    private static async Task SayAsync(Tab page, string field, string words)
    {
        await page.FillAsync("textbox", field, words);
        await page.KeyAsync("Enter");
    }
}
