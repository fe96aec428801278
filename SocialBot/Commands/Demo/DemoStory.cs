namespace SocialBot.Commands.Demo;

/// <summary>The main job of a social team, from the first sentence to the digest of the morning after.</summary>
internal sealed class DemoStory(DemoBot bot, Transcript tell)
{
    private const string Post = "post:1";
    private const string FirstText =
        "We open our Berlin lab on Monday. The first in Europe! Come and see what we build.";
    private const string SecondText =
        "We open our Berlin lab on Tuesday. Come and see what we build.";
    private const string Complaint =
        "Terrible service, my order is broken and nobody answers. I am so angry!";

    private DemoChat Chat => bot.Chat;

    public async Task PlayAsync(CancellationToken ct)
    {
        tell.Tells(
            "The whole story, through the real endpoints of a fresh bot. Only its clock is fast."
        );
        await DraftAsync(ct);
        await ReviewAsync(ct);
        await ApproveAsync(ct);
        var post = await PublishAsync(ct);
        await ListenAsync(post, ct);
        await ReplyAsync(ct);
        await PauseAsync(ct);
        await DigestAsync(ct);
        await VerifyAsync(ct);
    }

    private async Task DraftAsync(CancellationToken ct)
    {
        tell.Chapter("Anna, the author, has something to say");
        var preview = await SayAsync(
            "anna",
            $"draft a post for Sandbox for tomorrow 9am: {FirstText}",
            ct
        );
        tell.Check(
            "the preview shows the text, its length and its time with the zone",
            preview.Text,
            FirstText,
            $"{FirstText.Length} of 500 characters",
            "Wed 10 June 09:00 (Berlin)"
        );

        tell.Did("anna", "adds a first comment");
        await SayAsync("anna", "first comment 1: Doors open at 10.", ct, show: false);
        var card = await Chat.CardAsync("anna", room: null, Post, ct);
        tell.Shows(card);
        tell.Check("the first comment is on the card", card.Text, "Doors open at 10.");

        tell.Did("anna", "presses Submit");
        card = await Chat.PressAsync(card, "Submit", ct);
        tell.Shows(card);
        tell.Check(
            "it waits for approval, and the card says whose and until when",
            card.Text,
            "waiting for approval",
            "Omar",
            "Wed 10 June 08:30 (Berlin)"
        );
    }

    private async Task ReviewAsync(CancellationToken ct)
    {
        tell.Chapter("Omar, the approver, wants something changed");
        var card = await Chat.CardAsync("omar", "approvals", Post, ct);
        tell.Shows(card);
        tell.Check(
            "the room has the buttons to decide",
            string.Join(' ', card.Buttons.Select(b => b.Label)),
            "Approve",
            "Request changes",
            "Reject"
        );
        tell.Did("omar", "presses Request changes", "approvals");
        var form = await Chat.PressAsync(card, "Request changes", ct);
        tell.Did("omar", "writes: \"first in Europe\" needs a source", "approvals");
        await Chat.PressAsync(
            form,
            "Request changes",
            ct,
            ("reason", "\"first in Europe\" needs a source")
        );
        card = await Chat.CardAsync("anna", room: null, Post, ct);
        tell.Shows(card);
        tell.Check(
            "Anna reads who wants what",
            card.Text,
            "changes were requested",
            "\"first in Europe\" needs a source",
            "Omar"
        );

        tell.Did("anna", "presses Edit and writes it anew");
        form = await Chat.PressAsync(card, "Edit", ct);
        await Chat.PressAsync(form, "Save", ct, ("text", SecondText));
        card = await Chat.CardAsync("anna", room: null, Post, ct);
        tell.Shows(card);
        tell.Check(
            "the card shows what was struck and what is new",
            card.Text,
            "What changed",
            "~~",
            "**Tuesday"
        );
        tell.Did("anna", "presses Submit");
        card = await Chat.PressAsync(card, "Submit", ct);
        tell.Check("it waits again", card.Text, "waiting for approval");
    }

    private async Task ApproveAsync(CancellationToken ct)
    {
        tell.Chapter("Four eyes");
        var card = await Chat.CardAsync("anna", "approvals", Post, ct);
        tell.Did("anna", "presses Approve herself", "approvals");
        var refused = await Chat.PressAsync(card, "Approve", ct);
        tell.Shows(refused);
        tell.Check(
            "an author does not approve the own post",
            refused.Title,
            "You are not an approver for this post"
        );

        card = await Chat.CardAsync("omar", "approvals", Post, ct);
        tell.Did("omar", "presses Approve", "approvals");
        card = await Chat.PressAsync(card, "Approve", ct);
        tell.Shows(card);
        tell.Check("the card says who approved", card.Text, "approved", "Approved by: Omar");
        card = await Chat.CardAsync("anna", room: null, Post, ct);
        tell.Check("so does Anna's, by itself", card.Text, "Approved by: Omar");
        var ledger = await bot.Sandbox.LedgerAsync(ct);
        tell.Check(
            "nothing is out before its time",
            ledger.Count == 0,
            $"{ledger.Count} entries in the ledger"
        );
    }

    private async Task<LedgerLine> PublishAsync(CancellationToken ct)
    {
        await bot.PassToAsync(new TimeOnly(9, 0, 1), days: 1, ct);
        tell.Chapter("Its time has come");
        var ledger = await bot.Sandbox.LedgerAsync(ct);
        var posts = ledger.Where(l => l.What == "publish").ToList();
        foreach (var line in ledger)
            tell.Tells($"the Sandbox accepted {line.What}: {line.Text}");
        tell.Check(
            "the network accepted it once, with these words",
            posts is [{ Text: SecondText }],
            $"{posts.Count} posts"
        );
        tell.Check(
            "and the first comment once, under it",
            ledger.Count(l => l.What == "reply" && l.InReplyTo == posts[0].Id) == 1,
            $"{ledger.Count} entries"
        );
        var card = await Chat.CardAsync("omar", "approvals", Post, ct);
        tell.Shows(card);
        tell.Check("the card says that it is out", card.Text, "published", "first comment is out");
        tell.Check(
            "and links to it",
            card.Link("Open on Sandbox").Contains(posts[0].Id, StringComparison.Ordinal),
            card.Link("Open on Sandbox")
        );
        return posts[0];
    }

    private async Task ListenAsync(LedgerLine post, CancellationToken ct)
    {
        await bot.PassAsync(TimeSpan.FromMinutes(50), ct);
        tell.Chapter("People answer");
        tell.Said("mia (a visitor)", Complaint);
        await bot.Sandbox.CommentAsync("Mia Runner", post.Id, Complaint, ct);
        tell.Did("tom (a visitor)", "likes the post, and asks @acme a question");
        await bot.Sandbox.LikeAsync("Tom", post.Id, ct);
        await bot.Sandbox.MentionAsync("Tom", "acme", "Is the lab open on Sunday too?", ct);
        await bot.PassAsync(TimeSpan.FromMinutes(2), ct);

        var card = await Chat.CardAsync("carl", "mentions", "case:1", ct);
        tell.Shows(card);
        tell.Check(
            "the complaint is a case, with the words that made it negative",
            card.Text,
            Complaint,
            "negative",
            "because of"
        );
        tell.Check(
            "it is in #alerts too",
            (await Chat.CardAsync("carl", "alerts", "case:1", ct)).Text,
            Complaint
        );
        card = await Chat.CardAsync("carl", "mentions", "case:2", ct);
        tell.Shows(card);
        tell.Check(
            "the question is a case of its own",
            card.Text,
            "Is the lab open on Sunday too?",
            "it asks something"
        );
    }

    private async Task ReplyAsync(CancellationToken ct)
    {
        tell.Chapter("Carl and Ada reach for the same case");
        var carls = await Chat.CardAsync("carl", "mentions", "case:1", ct);
        var adas = await Chat.CardAsync("ada", "mentions", "case:1", ct);
        tell.Did("carl", "presses Claim", "mentions");
        carls = await Chat.PressAsync(carls, "Claim", ct);
        tell.Check("Carl has it", carls.Text, "Claimed by Carl");
        tell.Did("ada", "presses Claim on the card as she still sees it", "mentions");
        adas = await Chat.PressAsync(adas, "Claim", ct);
        tell.Shows(adas);
        tell.Check("Ada is told who was faster", adas.Title, "Carl was", "faster with case 1");

        tell.Did("carl", "presses Reply, chooses the saved reply \"sorry\"", "mentions");
        carls = await Chat.CardAsync("carl", "mentions", "case:1", ct);
        var form = await Chat.PressAsync(carls, "Reply", ct);
        await Chat.PressAsync(form, "Reply", ct, ("saved", "sorry"));
        carls = await Chat.CardAsync("carl", "mentions", "case:1", ct);
        tell.Shows(carls);
        tell.Check(
            "it waits 30 seconds for second thoughts",
            carls.Text,
            "Until then Undo stops it",
            "Hi Mia"
        );
        var replies = (await bot.Sandbox.LedgerAsync(ct)).Count(l =>
            l.Text.StartsWith("Hi Mia", StringComparison.Ordinal)
        );
        tell.Check("nothing has left yet", replies == 0, $"{replies} replies");
        await bot.PassAsync(TimeSpan.FromSeconds(31), ct);
        replies = (await bot.Sandbox.LedgerAsync(ct)).Count(l =>
            l.Text.StartsWith("Hi Mia", StringComparison.Ordinal)
        );
        tell.Check("then it left, once", replies == 1, $"{replies} replies");
        tell.Check("and stands on the feed", await bot.Sandbox.FeedAsync(ct), "Hi Mia");
        carls = await Chat.CardAsync("carl", "mentions", "case:1", ct);
        tell.Shows(carls);
        tell.Check("the card says so, with a link", carls.Text, "Carl · sent");

        tell.Did("carl", "presses Done and names the cause", "mentions");
        form = await Chat.PressAsync(carls, "Done", ct);
        await Chat.PressAsync(form, "Done", ct, ("cause", "product"));
        carls = await Chat.CardAsync("carl", "alerts", "case:1", ct);
        tell.Check("the case is closed, in #alerts too", carls.Text, "Done by Carl", "product");
    }

    private async Task PauseAsync(CancellationToken ct)
    {
        tell.Chapter("Ada stops everything, and goes on");
        var card = await SayAsync("ada", "pause: there was an accident in town", ct);
        tell.Check(
            "it says what the pause means",
            card.Text,
            "Publishing is paused",
            "there was an accident in town"
        );
        card = await SayAsync("ada", "resume", ct);
        tell.Check("and goes on when she says so", card.Text, "Publishing goes on");
    }

    private async Task DigestAsync(CancellationToken ct)
    {
        // The figures are read every hour; the day's last reading is what the digest tells.
        await bot.PassToAsync(new TimeOnly(18, 0), days: 0, ct);
        await bot.MeasuredAsync(ct);
        await bot.PassToAsync(new TimeOnly(8, 0), days: 1, ct);
        tell.Chapter("The morning after");
        var digest = await Chat.AwaitAsync(
            "nils",
            "digests",
            c => c.Title.Contains("10 June", StringComparison.Ordinal),
            "the digest of Wednesday",
            ct
        );
        tell.Shows(digest);
        tell.Check(
            "the digest tells what went out, with its figures",
            digest.Text,
            "Likes: 1",
            "Went out (1)",
            "1 like · 1 comment",
            "2 cases came in; 1 answered, after"
        );
        tell.Check("its chart has words for those who do not see it", digest.Text, "[picture: ");
    }

    private async Task VerifyAsync(CancellationToken ct)
    {
        tell.Chapter("Who did what, for good");
        var card = await SayAsync("omar", "history 1", ct);
        tell.Check("every step is in the audit trail", card.Text, "Anna", "Omar", "SocialBot");
        await bot.StopAsync(ct);
        using var said = new StringWriter();
        var exit = await VerifyAuditCommand.RunAsync(bot.Arguments, said, ct);
        tell.Said("verify-audit", said.ToString().Trim());
        tell.Check("its chain holds", exit == 0, said.ToString());
    }

    private async Task<DemoCard> SayAsync(
        string who,
        string text,
        CancellationToken ct,
        bool show = true
    )
    {
        tell.Said(who, text);
        var answer = await Chat.SayAsync(who, room: null, text, ct);
        if (show)
            tell.Shows(answer);
        return answer;
    }
}
