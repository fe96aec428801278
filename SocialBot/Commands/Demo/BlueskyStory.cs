using System.Text;
using System.Text.Json.Nodes;

namespace SocialBot.Commands.Demo;

/// <summary>
/// The same day with Bluesky beside the Sandbox, against Bluesky's own servers: connect, draft, approve, publish with marks and a picture, hear
/// a complaint, answer it, like it, and read of it in the digest.
/// </summary>
internal sealed class BlueskyStory(DemoBot bot, DemoBluesky bluesky, Transcript tell)
{
    private const string Post = "post:1";

    private const string Answer = "Hi Ann, we are sorry. Please send us your order number.";

    /// <summary>The account may have a past, and others write to it meanwhile: what is of this day is known by its number.</summary>
    private readonly int number = Random.Shared.Next(10_000, 100_000);

    /// <summary>A picture of one red pixel.</summary>
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    );

    private DemoChat Chat => bot.Chat;

    private string Complaint =>
        $"Terrible service, order {number} came broken and nobody answers. I am so angry!";

    public async Task PlayAsync(CancellationToken ct)
    {
        tell.Tells(
            "The story again, with Bluesky's own servers on loopback: what they keep is read back from them."
        );
        await ConnectAsync(ct);
        var text =
            $"Grüße! We open lab {number} on Monday, with @{bluesky.Handle("ann")}. https://example.com/lab #openlab";
        var uri = await PublishAsync(text, ct);
        await ShouldBeMarkedAsync(uri, text, ct);
        var theirs = await ListenAsync(uri, ct);
        await AnswerAsync(theirs, uri, ct);
        await DigestAsync(uri, ct);
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        tell.Chapter("Ada connects the brand's account");
        var refused = await SayAsync("ada", $"my password is {bluesky.AppPassword}", ct);
        tell.Check(
            "a password in chat is refused, with the reason",
            refused.Text,
            "Do not write passwords in chat",
            "I have removed your message"
        );
        tell.Check(
            "and is gone from the chat",
            (await Chat.ReadAsync("ada", room: null, ct)).All(c =>
                !c.Text.Contains(bluesky.AppPassword, StringComparison.Ordinal)
            ),
            "it is still there"
        );

        var offer = await SayAsync("ada", "connect Bluesky", ct);
        var link = new Uri(offer.Link("Open the page for Bluesky"));
        tell.Did("ada", $"opens her page, types @{bluesky.Brand} and the app password");
        var done = await new DemoConnectPage(bot.OpenClient()).SendAsync(
            link,
            ct,
            ("handle", bluesky.Brand),
            ("password", bluesky.AppPassword)
        );
        tell.Check("the page says that it is connected", done, $"Bluesky @{bluesky.Brand}");
        await bot.QuietAsync(ct);
        var accounts = await SayAsync("ada", "accounts", ct);
        tell.Check(
            "it is among the accounts, and well",
            accounts.Text,
            $"Bluesky @{bluesky.Brand}",
            "connected"
        );
    }

    private async Task<string> PublishAsync(string text, CancellationToken ct)
    {
        tell.Chapter("Anna drafts, Omar approves");
        tell.Said(
            "anna (with a picture)",
            $"draft a post for Sandbox and Bluesky as soon as approved: {text}"
        );
        var preview = await Chat.SayAsync(
            "anna",
            room: null,
            $"draft a post for Sandbox and Bluesky as soon as approved: {text}",
            ct,
            Picture
        );
        tell.Shows(preview);
        tell.Check(
            "the preview counts as Bluesky does",
            preview.Text,
            $"Bluesky @{bluesky.Brand}",
            "of 300",
            "[picture: "
        );
        await SayAsync("anna", "alt text 1: A red dot on white", ct);
        var card = await Chat.CardAsync("anna", room: null, Post, ct);
        tell.Did("anna", "presses Submit");
        await Chat.PressAsync(card, "Submit", ct);
        card = await Chat.CardAsync("omar", "approvals", Post, ct);
        var before = await bluesky.RecordsAsync("brand", "app.bsky.feed.post", ct);
        tell.Check(
            "nothing is out before it is approved",
            before.All(r => Text(r) != text),
            $"{before.Count} posts"
        );
        tell.Did("omar", "presses Approve", "approvals");
        await Chat.PressAsync(card, "Approve", ct);
        await bot.QuietAsync(ct);

        var ours = (await bluesky.RecordsAsync("brand", "app.bsky.feed.post", ct))
            .Where(r => Text(r) == text)
            .ToList();
        tell.Check("Bluesky keeps it once", ours.Count == 1, $"{ours.Count} records");
        tell.Check(
            "so does the Sandbox",
            (await bot.Sandbox.LedgerAsync(ct)).Count(l => l.What == "publish") == 1,
            "another number"
        );
        card = await Chat.CardAsync("omar", "approvals", Post, ct);
        tell.Shows(card);
        tell.Check("the card says that both are out", card.Text, "published");
        tell.Check(
            "and links to it",
            card.Link("Open on Bluesky").Contains(bluesky.Brand, StringComparison.Ordinal),
            card.Link("Open on Bluesky")
        );
        return ours.Count > 0
            ? ours[0]["uri"]!.GetValue<string>()
            : throw new StoryBrokeException("Bluesky has no such post.");
    }

    /// <summary>The record itself: marks at exact bytes, the picture with its alt text.</summary>
    private async Task ShouldBeMarkedAsync(string uri, string text, CancellationToken ct)
    {
        var record = (await bluesky.RecordAsync(uri, ct))!["value"]!;
        var bytes = Encoding.UTF8.GetBytes(text);
        var marked = record["facets"]!
            .AsArray()
            .Select(f =>
                Encoding.UTF8.GetString(
                    bytes[
                        f!["index"]!["byteStart"]!.GetValue<int>()..f["index"]![
                            "byteEnd"
                        ]!.GetValue<int>()
                    ]
                )
            )
            .ToList();
        tell.Check(
            "mention, link and hashtag are marked at their very bytes",
            string.Join(' ', marked),
            $"@{bluesky.Handle("ann")}",
            "https://example.com/lab",
            "#openlab"
        );
        var mention = record["facets"]!
            .AsArray()
            .Select(f => f!["features"]![0]!["did"]?.GetValue<string>())
            .OfType<string>();
        tell.Check("the mention is Ann's identity", string.Join(' ', mention), bluesky.Did("ann"));
        tell.Check(
            "the picture went with its alt text",
            record["embed"]?["images"]?[0]?["alt"]?.GetValue<string>() ?? "nothing",
            "A red dot on white"
        );
    }

    private async Task<string> ListenAsync(string uri, CancellationToken ct)
    {
        tell.Chapter("Ann, a member of the public, answers");
        tell.Said($"@{bluesky.Handle("ann")}", Complaint);
        var reply = await bluesky.ReplyAsync("ann", uri, Complaint, ct);
        await bluesky.LikeAsync("ben", uri, ct);
        await bluesky.ShownAsync(
            p => p["replyCount"]?.GetValue<int>() == 1 && p["likeCount"]?.GetValue<int>() == 1,
            uri,
            ct
        );
        var card = await CaseAsync(ct);
        tell.Shows(card);
        tell.Check(
            "it is a case, with why it needs a person",
            card.Text,
            $"@{bluesky.Handle("ann")}",
            "negative"
        );
        await bot.PassAsync(TimeSpan.FromSeconds(61), ct);
        tell.Check(
            "read again, it is still one case",
            (await Chat.ReadAsync("carl", "mentions", ct)).Count(c =>
                c.Text.Contains(Complaint, StringComparison.Ordinal)
            ) == 1,
            "another number"
        );
        return reply;
    }

    private async Task AnswerAsync(string theirs, string uri, CancellationToken ct)
    {
        tell.Chapter("Carl takes care of it");
        var card = await CaseAsync(ct);
        tell.Did("carl", "presses Claim", "mentions");
        await Chat.PressAsync(card, "Claim", ct);
        tell.Did("carl", "presses Reply", "mentions");
        card = await CaseAsync(ct);
        var form = await Chat.PressAsync(card, "Reply", ct);
        await Chat.PressAsync(form, "Reply", ct, ("text", Answer));
        await bot.PassAsync(TimeSpan.FromSeconds(31), ct);
        var replies = (await bluesky.RecordsAsync("brand", "app.bsky.feed.post", ct))
            .Where(r => Text(r) == Answer)
            .ToList();
        tell.Check("the answer is out once", replies.Count == 1, $"{replies.Count} records");
        var reply = replies.FirstOrDefault()?["value"]?["reply"];
        tell.Check(
            "under Ann's words, in the thread of our post",
            $"{reply?["parent"]?["uri"]} {reply?["root"]?["uri"]}",
            theirs,
            uri
        );
        card = await CaseAsync(ct);
        tell.Did("carl", "presses Like", "mentions");
        await Chat.PressAsync(card, "Like", ct);
        await bot.QuietAsync(ct);
        var likes = await bluesky.RecordsAsync("brand", "app.bsky.feed.like", ct);
        tell.Check(
            "the network has the like, once",
            likes.Count(l => l["value"]!["subject"]!["uri"]!.GetValue<string>() == theirs) == 1,
            $"{likes.Count} likes"
        );
        card = await CaseAsync(ct);
        tell.Shows(card);
        tell.Check("the card says so", card.Text, "Carl · sent");
    }

    private async Task DigestAsync(string uri, CancellationToken ct)
    {
        tell.Chapter("What was it worth?");
        await bluesky.ShownAsync(p => p["replyCount"]?.GetValue<int>() >= 1, uri, ct);
        tell.Said("nils", "digest now");
        await Chat.SayAsync("nils", room: null, "digest now", ct);
        var digest = await Chat.AwaitAsync(
            "nils",
            room: null,
            c => c.Text.Contains("Went out", StringComparison.Ordinal),
            "the digest",
            ct
        );
        tell.Shows(digest);
        tell.Check(
            "the digest tells what came of it on Bluesky",
            digest.Text,
            $"Bluesky @{bluesky.Brand}",
            "1 like",
            "1 comment",
            "1 answered"
        );
    }

    /// <summary>The network tells of what was written when it has got round to it: the bot looks every minute.</summary>
    private async Task<DemoCard> CaseAsync(CancellationToken ct)
    {
        for (var minute = 0; minute < 10; minute++)
        {
            await bot.QuietAsync(ct);
            var room = await Chat.ReadAsync("carl", "mentions", ct);
            if (
                room.LastOrDefault(c => c.Text.Contains(Complaint, StringComparison.Ordinal)) is
                { } card
            )
                return card;
            await bot.PassAsync(TimeSpan.FromSeconds(61), ct);
        }
        throw new StoryBrokeException("Ann's complaint never became a case.");
    }

    private static string Text(JsonNode record) => record["value"]!["text"]!.GetValue<string>();

    private async Task<DemoCard> SayAsync(string who, string text, CancellationToken ct)
    {
        tell.Said(
            who,
            text.Replace(bluesky.AppPassword, "xxxx-xxxx-xxxx-xxxx", StringComparison.Ordinal)
        );
        var answer = await Chat.SayAsync(who, room: null, text, ct);
        tell.Shows(answer);
        return answer;
    }
}
