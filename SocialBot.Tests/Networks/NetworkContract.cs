using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Approvals;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Networks;

/// <summary>
/// What every network must keep, driven through the real Core against the network's far side on loopback. A network's tests
/// inherit this and bring an <see cref="INetworkStandIn"/>; what a network cannot do is skipped with a reason.
/// </summary>
public abstract class NetworkContract(string network) : IAsyncLifetime
{
    private readonly CapturedLogs logs = new();
    private Slice slice = null!;
    private string secret = "";

    protected FakeTimeProvider Clock { get; } = new(Slice.Start);
    protected INetworkStandIn FarSide { get; private set; } = null!;
    protected Slice Slice => slice;
    protected Account Account { get; private set; } = null!;

    /// <summary>Whether the network may answer that it is still working on a post.</summary>
    protected virtual bool Processes => false;

    /// <summary>Whether a brand can answer its own post there, as its rules say.</summary>
    protected virtual bool Threads => true;

    /// <summary>What people can write to or about the brand there.</summary>
    protected virtual IReadOnlyList<IncomingKind> Kinds =>
        [IncomingKind.Mention, IncomingKind.Comment, IncomingKind.Message];

    /// <summary>After this long without an answer the connector gives a call up.</summary>
    protected virtual TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <summary>What of the secret must never be in a log: the tokens within.</summary>
    protected virtual IReadOnlyList<string> Tokens(string secret) => [secret];

    /// <summary>How the network shows a text; null = it refuses this one, and the rules or the network say why.</summary>
    protected virtual string? Shown(string text) => WellFormed(text);

    protected abstract Task<INetworkStandIn> OpenAsync(TimeProvider clock);

    public async ValueTask InitializeAsync()
    {
        FarSide = await OpenAsync(Clock);
        slice = await Slice.OpenAsync(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.AddLogging(l => l.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
            FarSide.Register(services);
        });
        var profile = await FarSide.ConnectAsync("acme");
        secret = profile.Secret;
        Account = await slice.DbAsync(async db =>
        {
            var account = new Account
            {
                Network = network,
                Handle = profile.Handle,
                RemoteId = profile.RemoteId,
                Settings = profile.Settings,
                ProtectedSecret = $"sealed:{secret}",
            };
            db.Accounts.Add(account);
            await db.SaveChangesAsync(Ct);
            return account;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await slice.DisposeAsync();
        await FarSide.DisposeAsync();
        logs.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_approved_post_is_out_and_its_card_says_so()
    {
        var copy = await ApproveAsync("We open our lab");

        await WorkAsync();

        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Published);
        var accepted = (await FarSide.AcceptedAsync()).ShouldHaveSingleItem();
        copy.RemoteId.ShouldBe(accepted.RemoteId);
        copy.Permalink.ShouldNotBeNullOrEmpty();
        copy.PublishedAt.ShouldBe(Clock.GetUtcNow());
        accepted.Text.ShouldBe("We open our lab");
    }

    [Fact]
    public async Task Pictures_go_out_with_the_post()
    {
        var copy = await ApproveAsync(
            "Sunrise",
            picture: await RedDot.StoreAsync(slice, "A red dot")
        );

        await WorkAsync();

        (await ReadAsync(copy)).Status.ShouldBe(CopyStatus.Published);
        (await ListAsync()).ShouldHaveSingleItem().MediaCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_rejected_post_says_why_and_does_not_go_out()
    {
        await FarSide.FailAsync(Fault.Refuse);
        var copy = await ApproveAsync("Not like this");

        await WorkAsync();
        Clock.Advance(TimeSpan.FromHours(3));
        await WorkAsync();

        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Rejected);
        copy.Trouble!.Code.ShouldBe("network.rejected");
        copy.Trouble.Said.ShouldNotBeNullOrWhiteSpace();
        (await FarSide.AcceptedAsync()).ShouldBeEmpty();
        FarSide.Arrived.ShouldBe(1);
    }

    [Fact]
    public async Task An_ended_sign_in_is_asked_for_again_and_nothing_goes_out()
    {
        await FarSide.FailAsync(Fault.EndSignIn);
        var copy = await ApproveAsync("Who are we?");

        await WorkAsync();

        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Missed);
        copy.Trouble!.Code.ShouldBe("network.sign-in");
        (await slice.DbAsync(db => db.Accounts.SingleAsync(Ct))).SignInNeeded.ShouldNotBeNull();
        (await FarSide.AcceptedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_rate_limited_post_waits_as_long_as_the_network_says()
    {
        await FarSide.FailAsync(Fault.RateLimit, wait: TimeSpan.FromSeconds(90));
        var copy = await ApproveAsync("Patience");

        await WorkAsync();
        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Due);
        copy.Trouble!.Until.ShouldBe(Clock.GetUtcNow() + TimeSpan.FromSeconds(90));

        Clock.Advance(TimeSpan.FromSeconds(89));
        await WorkAsync();
        FarSide.Arrived.ShouldBe(1);

        Clock.Advance(TimeSpan.FromSeconds(1));
        await WorkAsync();
        (await ReadAsync(copy)).Status.ShouldBe(CopyStatus.Published);
        (await FarSide.AcceptedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_unreachable_network_is_tried_later_and_gets_the_post_once()
    {
        await FarSide.SetReachableAsync(false);
        var copy = await ApproveAsync("Anyone there?");

        await WorkAsync();
        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Due);
        copy.Trouble!.Code.ShouldBe("network.try-later");

        await FarSide.SetReachableAsync(true);
        Clock.Advance(TimeSpan.FromSeconds(30));
        await WorkAsync();
        (await ReadAsync(copy)).Status.ShouldBe(CopyStatus.Published);
        (await FarSide.AcceptedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_post_the_network_still_works_on_is_looked_for_and_never_sent_again()
    {
        Assert.SkipUnless(Processes, "This network publishes at once or not at all.");
        await FarSide.FailAsync(Fault.Process, wait: TimeSpan.FromSeconds(20));
        var copy = await ApproveAsync("A long video");

        await WorkAsync();
        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Processing);
        copy.RemoteId.ShouldNotBeNull();

        Clock.Advance(TimeSpan.FromSeconds(20));
        await WorkAsync();
        await ShouldBeOutOnceAsync(copy);
        FarSide.Arrived.ShouldBe(1);
    }

    [Theory]
    [InlineData(Fault.LoseAnswer)]
    [InlineData(Fault.CutAnswer)]
    [InlineData(Fault.FailAfter)]
    public async Task A_lost_answer_is_settled_by_reading_back(Fault fault)
    {
        await FarSide.FailAsync(fault);
        var copy = await ApproveAsync("Did you get this?");

        await WorkAsync();
        (await ReadAsync(copy)).Status.ShouldBe(CopyStatus.Sending);
        await SettleAsync();

        await ShouldBeOutOnceAsync(copy);
        FarSide.Arrived.ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_before_accepting_is_unknown_too_and_is_sent_again_only_after_reading_back()
    {
        await FarSide.FailAsync(Fault.FailBefore);
        var copy = await ApproveAsync("Second time lucky");

        await WorkAsync();
        (await ReadAsync(copy)).Status.ShouldBe(CopyStatus.Sending);
        FarSide.Arrived.ShouldBe(1);
        await SettleAsync();

        await ShouldBeOutOnceAsync(copy);
        FarSide.Arrived.ShouldBe(2);
    }

    [Theory]
    [InlineData(Fault.HangAfter)]
    [InlineData(Fault.HangBefore)]
    public async Task A_timeout_is_unknown_and_settled_by_reading_back(Fault fault)
    {
        await FarSide.FailAsync(
            fault,
            wait: fault == Fault.HangAfter
                ? TimeSpan.FromMinutes(2)
                : Timeout + TimeSpan.FromSeconds(1)
        );
        var copy = await ApproveAsync("Slow");

        var working = WorkAsync();
        await Eventually.TrueAsync(() => FarSide.Arrived == 1, "the call arrives");
        if (fault == Fault.HangAfter)
            await Eventually.TrueAsync(
                async () => (await FarSide.AcceptedAsync()).Count == 1,
                "the post is accepted"
            );
        await PassTimeUntilAsync(working);
        (await ReadAsync(copy)).Status.ShouldBe(CopyStatus.Sending);

        Clock.Advance(TimeSpan.FromSeconds(3));
        await Eventually.TrueAsync(
            async () => (await FarSide.AcceptedAsync()).Count == 1,
            "the far side accepts what it held"
        );
        await SettleAsync();
        await ShouldBeOutOnceAsync(copy);
    }

    [Fact]
    public async Task A_post_that_shows_late_is_not_sent_twice()
    {
        await FarSide.FailAsync(Fault.ShowLate, wait: Window - TimeSpan.FromMilliseconds(100));
        await FarSide.FailAsync(Fault.LoseAnswer);
        var copy = await ApproveAsync("Fashionably late");

        await WorkAsync();
        await SettleAsync();

        await ShouldBeOutOnceAsync(copy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_in_the_middle_of_a_call_neither_loses_nor_doubles_the_post(
        bool itHadLeft
    )
    {
        var copy = await ApproveAsync("Then the lights went out");
        await CrashWhileSendingAsync(copy, itHadLeft);

        Clock.Advance(TimeSpan.FromMinutes(2)); // the dead owner's lease
        await WorkAsync();
        await SettleAsync();

        await ShouldBeOutOnceAsync(copy);
    }

    [Fact]
    public async Task Two_posts_with_the_same_text_are_not_taken_for_each_other()
    {
        var first = await ApproveAsync("Good morning");
        await WorkAsync();
        await FarSide.FailAsync(Fault.FailBefore);
        var second = await ApproveAsync("Good morning");

        await WorkAsync();
        await SettleAsync();

        (await FarSide.AcceptedAsync()).Count.ShouldBe(2);
        (await ReadAsync(first)).RemoteId.ShouldNotBe((await ReadAsync(second)).RemoteId);
    }

    [Fact]
    public async Task A_first_comment_follows_the_post_once_even_when_its_answer_is_lost()
    {
        Assert.SkipWhen(
            Networks.Find<IReplies>(network) is null,
            "This network takes no comments from us."
        );
        var copy = await ApproveAsync("The post", firstComment: "The first comment");
        await slice.Services.GetRequiredService<WorkDueLane>().OnceAsync(Lane.Network, Ct);
        await FarSide.FailAsync(Fault.LoseAnswer);

        await WorkAsync();
        await SettleAsync();

        copy = await ReadAsync(copy);
        copy.Comment.ShouldBe(CommentStatus.Published);
        var accepted = await FarSide.AcceptedAsync();
        accepted.Select(a => a.Text).ShouldBe(["The post", "The first comment"]);
        accepted[1].InReplyTo.ShouldBe(copy.RemoteId);
    }

    [Fact]
    public async Task A_thread_goes_out_part_by_part_each_under_the_one_before()
    {
        var copy = await ThreadAsync();

        await WorkAsync();

        await ShouldBeThreadAsync(copy);
    }

    [Theory]
    [InlineData(Fault.LoseAnswer, 3)]
    [InlineData(Fault.FailBefore, 4)]
    public async Task A_lost_answer_in_the_middle_of_a_thread_is_settled_and_the_rest_follows(
        Fault fault,
        int calls
    )
    {
        var copy = await ThreadAsync();
        await FirstPartAsync();
        await FarSide.FailAsync(fault);
        await WorkAsync();
        FarSide.Arrived.ShouldBe(2);

        await SettleAsync();

        await ShouldBeThreadAsync(copy);
        FarSide.Arrived.ShouldBe(calls);
    }

    [Fact]
    public async Task A_refused_part_stops_the_thread_until_a_person_goes_on()
    {
        var copy = await ThreadAsync();
        await FirstPartAsync();
        await FarSide.FailAsync(Fault.Refuse);
        await WorkAsync();
        Clock.Advance(TimeSpan.FromHours(3));
        await WorkAsync();

        var part = (await ReadAsync(copy)).NextPart!;
        part.Status.ShouldBe(PartStatus.Rejected);
        part.Trouble!.Said.ShouldNotBeNullOrWhiteSpace();
        (await FarSide.AcceptedAsync()).ShouldHaveSingleItem();

        Done(
            await slice.RunAsync<DecideMissed, Outcome<MissedPost>>(d =>
                d.SendNowAsync(slice.Omar, copy.PostId, Ct)
            )
        );
        await WorkAsync();
        await ShouldBeThreadAsync(copy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_crash_in_the_middle_of_a_thread_neither_loses_nor_doubles_a_part(
        bool itHadLeft
    )
    {
        var copy = await ThreadAsync();
        await FirstPartAsync();
        var part = (await ReadAsync(copy)).NextPart!;
        var attempt = await CrashAsync(PublishPart.Subject(part.Id), copy.Revision);
        await slice.DbAsync(async db =>
        {
            (await db.Parts.SingleAsync(p => p.Id == part.Id, Ct)).Start(
                Clock.GetUtcNow() + PublishCopy.TryWindow
            );
            return await db.SaveChangesAsync(Ct);
        });
        if (itHadLeft)
            await Networks
                .Find<IReplies>(network)!
                .ReplyAsync(
                    Opened,
                    (await ReadAsync(copy)).RemoteId!,
                    new OutgoingPost(attempt.Key, part.Text, []),
                    Ct
                );

        Clock.Advance(TimeSpan.FromMinutes(2)); // the dead owner's lease
        await WorkAsync();
        await SettleAsync();

        await ShouldBeThreadAsync(copy);
    }

    [Fact]
    public async Task A_thread_is_taken_down_with_all_its_parts()
    {
        Assert.SkipWhen(
            Networks.Find<ITakesDown>(network) is null,
            "This network lets nothing be taken down."
        );
        var copy = await ThreadAsync();
        await WorkAsync();

        await slice.RunAsync<TakeDownPost, Outcome<Post>>(t =>
            t.RunAsync(slice.Omar, copy.PostId, copyId: null, Ct)
        );
        await WorkAsync();

        (await ReadAsync(copy)).TakenDownAt.ShouldNotBeNull();
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_key_makes_the_same_post_where_the_network_says_so()
    {
        Assert.SkipUnless(Publisher.KeepsOnePerKey, "This network knows no keys.");
        var post = Outgoing("Once and for all");

        var first = await Publisher.PublishAsync(Opened, post, Ct);
        var again = await Publisher.PublishAsync(Opened, post, Ct);

        again
            .ShouldBeOfType<PublishOutcome.Published>()
            .RemoteId.ShouldBe(first.ShouldBeOfType<PublishOutcome.Published>().RemoteId);
        (await FarSide.AcceptedAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_post_is_found_by_its_key_and_by_no_other()
    {
        var byKey = Networks.Find<IFindsByKey>(network);
        Assert.SkipWhen(byKey is null, "This network cannot be asked for a key.");
        var post = Outgoing("Here I am");
        var published = (PublishOutcome.Published)await Publisher.PublishAsync(Opened, post, Ct);

        (await byKey.FindAsync(Opened, post.Key, Ct))
            .ShouldBeOfType<FoundByKey.Out>()
            .Post.RemoteId.ShouldBe(published.RemoteId);
        (
            await byKey.FindAsync(Opened, AttemptKey.New(Clock.GetUtcNow()), Ct)
        ).ShouldBeOfType<FoundByKey.NotOut>();
    }

    [Fact]
    public async Task A_post_that_waited_goes_out_under_its_first_key_where_keys_mean_something()
    {
        Assert.SkipUnless(Publisher.KeepsOnePerKey, "This network knows no keys.");
        await FarSide.FailAsync(Fault.FailBefore);
        await FarSide.FailAsync(Fault.RateLimit, wait: TimeSpan.FromSeconds(90));
        var copy = await ApproveAsync("Third time lucky");
        await WorkAsync();
        await SettleAsync();
        Clock.Advance(TimeSpan.FromSeconds(90));
        await WorkAsync();
        await SettleAsync();

        await ShouldBeOutOnceAsync(copy);
        var attempts = await slice.DbAsync(db => db.Attempts.AsNoTracking().ToListAsync(Ct));
        attempts.ShouldHaveSingleItem().Tries.ShouldBe(FarSide.Arrived);
    }

    [Fact]
    public async Task What_is_taken_down_is_gone_and_taking_it_down_twice_does_no_harm()
    {
        Assert.SkipWhen(
            Networks.Find<ITakesDown>(network) is null,
            "This network lets nothing be taken down."
        );
        var copy = await ApproveAsync("Oops");
        await WorkAsync();

        await slice.RunAsync<TakeDownPost, Outcome<Post>>(t =>
            t.RunAsync(slice.Omar, copy.PostId, copyId: null, Ct)
        );
        await WorkAsync();

        copy = await ReadAsync(copy);
        copy.TakenDownAt.ShouldNotBeNull();
        (await ListAsync()).ShouldBeEmpty();
        var again = await Networks
            .Find<ITakesDown>(network)!
            .TakeDownAsync(Opened, copy.RemoteId!, Ct);
        again.ShouldBeOfType<PublishOutcome.Published>();
    }

    [Fact]
    public async Task A_call_cancelled_before_it_leaves_sends_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            Publisher.PublishAsync(Opened, Outgoing("Never"), cancelled.Token)
        );

        (await FarSide.AcceptedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_call_cancelled_while_it_is_under_way_may_be_out()
    {
        await FarSide.FailAsync(Fault.HangAfter, wait: TimeSpan.FromSeconds(60));
        using var stopping = new CancellationTokenSource();

        var sending = Publisher.PublishAsync(Opened, Outgoing("Perhaps"), stopping.Token);
        await Eventually.TrueAsync(
            async () => (await FarSide.AcceptedAsync()).Count == 1,
            "the post is accepted"
        );
        await stopping.CancelAsync();

        (await sending).ShouldBeOfType<PublishOutcome.Unconfirmed>();
    }

    [Fact]
    public async Task No_token_and_no_text_is_in_the_logs()
    {
        foreach (var fault in Enum.GetValues<Fault>().Except([Fault.HangAfter, Fault.HangBefore]))
        {
            await FarSide.FailAsync(fault);
            await ApproveAsync($"words of ours, {fault}");
            await WorkAsync();
            await SettleAsync();
        }

        logs.All.ShouldContain("leaves under");
        foreach (var token in Tokens(secret))
            logs.All.ShouldNotContain(token);
        logs.All.ShouldNotContain("words of ours");
    }

    [Fact]
    public async Task What_people_wrote_is_read_in_order_and_reading_again_gives_the_same()
    {
        Assert.SkipWhen(Reader is null, "This network's mentions cannot be read.");
        var copy = await ApproveAsync("Talk to us");
        await WorkAsync();
        copy = await ReadAsync(copy);
        await FarSide.SayAsync("Jo", IncomingKind.Comment, "Mine broke", copy.RemoteId);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await FarSide.SayAsync("Mia", IncomingKind.Mention, "thanks @acme");

        var first = await ReadInboxAsync(cursor: null);
        var again = await ReadInboxAsync(cursor: null);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await FarSide.SayAsync("Jo", Kinds[^1], "Are you there?", copy.RemoteId);
        var next = await ReadInboxAsync(first.Cursor);
        var nothing = await ReadInboxAsync(next.Cursor);

        first.Found.Select(i => i.Kind).ShouldBe([IncomingKind.Comment, IncomingKind.Mention]);
        first.Found.ShouldBeInOrder(
            SortDirection.Ascending,
            Comparer<IncomingItem>.Create((a, b) => a.At.CompareTo(b.At))
        );
        again.Found.Select(Alone).ShouldBe(first.Found.Select(Alone));
        again.Found.SelectMany(i => i.Context).ShouldBe(first.Found.SelectMany(i => i.Context));
        next.Found.ShouldHaveSingleItem().Kind.ShouldBe(Kinds[^1]);
        nothing.Found.ShouldBeEmpty();

        var everything = first.Found.Concat(next.Found).ToList();
        everything.Select(i => i.EventId).ShouldBeUnique();
        everything.Select(i => i.RemoteId).ShouldBeUnique();
        everything[0].Conversation.ShouldBe(copy.RemoteId);
        everything[0].InReplyTo.ShouldBe(copy.RemoteId);
        everything[0].AuthorId.ShouldBe(everything[2].AuthorId);
        everything[0].AuthorName.ShouldBe("Jo");

        // Two lists are never the same list.
        static IncomingItem Alone(IncomingItem item) => item with { Context = [] };
    }

    [Fact]
    public async Task What_comes_in_twice_or_out_of_order_is_kept_once()
    {
        Assert.SkipWhen(Reader is null, "This network's mentions cannot be read.");
        for (var n = 1; n <= 5; n++)
        {
            await FarSide.SayAsync(
                $"Visitor {n}",
                IncomingKind.Mention,
                $"@{Account.Handle} text {n}"
            );
            Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var found = (await ReadInboxAsync(cursor: null)).Found;

        await ReceiveAsync([found[3], found[1], found[3]]);
        await ReceiveAsync([.. found.Reverse(), .. found]);
        await ReceiveAsync(found);

        var kept = await slice.DbAsync(db =>
            db.CaseItems.AsNoTracking().OrderBy(i => i.At).ToListAsync(Ct)
        );
        kept.Select(i => i.RemoteId).ShouldBe(found.Select(i => i.RemoteId));
        kept.Select(i => i.Text).ShouldBe(found.Select(i => i.Text));

        Task<ReceivedItems> ReceiveAsync(IReadOnlyList<IncomingItem> items) =>
            slice.RunAsync<ReceiveItems, ReceivedItems>(r => r.RunAsync(Account.Id, items, Ct));
    }

    [Fact]
    public async Task A_person_is_answered_under_what_they_wrote()
    {
        Assert.SkipWhen(Reader is null || Networks.Find<IReplies>(network) is null, "No replies.");
        foreach (var kind in Kinds)
        {
            var post = (PublishOutcome.Published)
                await Publisher.PublishAsync(Opened, Outgoing($"About {kind}"), Ct);
            await FarSide.SayAsync("Jo", kind, $"a {kind} @{Account.Handle}", post.RemoteId);
        }

        foreach (var item in (await ReadInboxAsync(cursor: null)).Found)
        {
            var outcome = await Networks
                .Find<IReplies>(network)!
                .ReplyAsync(Opened, item.RemoteId, Outgoing($"Answer to {item.Kind}"), Ct);
            var reply = outcome.ShouldBeOfType<PublishOutcome.Published>();
            (await ListAsync())
                .Single(p => p.RemoteId == reply.RemoteId)
                .InReplyTo.ShouldBe(item.RemoteId);
        }
    }

    [Fact]
    public async Task Hostile_texts_arrive_as_they_were_written()
    {
        HostileTexts.All.Count.ShouldBe(30);
        foreach (var text in HostileTexts.All)
        {
            var outcome = await Publisher.PublishAsync(Opened, Outgoing(text), Ct);

            if (Shown(text) is not { } shown)
            {
                outcome
                    .ShouldBeOfType<PublishOutcome.Rejected>($"{text}: {outcome}")
                    .Reason.ShouldNotBeNullOrWhiteSpace();
                continue;
            }
            var published = outcome.ShouldBeOfType<PublishOutcome.Published>($"{text}: {outcome}");
            (await ListAsync()).Single(p => p.RemoteId == published.RemoteId).Text.ShouldBe(shown);
        }
    }

    [Fact]
    public async Task Hostile_texts_are_found_again_when_their_answers_are_lost()
    {
        var taken = HostileTexts.All.Where(text => Shown(text) is not null).ToList();
        foreach (var text in taken)
        {
            await FarSide.FailAsync(Fault.LoseAnswer);
            var copy = await ApproveAsync(text);
            await WorkAsync();
            await SettleAsync();
            (await ReadAsync(copy)).Status.ShouldBe(CopyStatus.Published, text);
        }

        (await FarSide.AcceptedAsync()).Count.ShouldBe(taken.Count);
        FarSide.Arrived.ShouldBe(taken.Count);
    }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected NetworkCatalogue Networks => slice.Services.GetRequiredService<NetworkCatalogue>();

    protected IPublishes Publisher => Networks.Find<IPublishes>(network)!;

    protected IReadsMentions? Reader => Networks.Find<IReadsMentions>(network);

    protected TimeSpan Window => Publisher.SettleWindow;

    protected NetworkAccount Opened =>
        new(
            Account.Id,
            Account.WorkspaceId,
            network,
            Account.RemoteId,
            Account.Handle,
            Account.Settings,
            secret
        );

    protected OutgoingPost Outgoing(string text) =>
        new(AttemptKey.New(Clock.GetUtcNow()), text, []);

    /// <summary>Three parts, approved; skips where the network's rules know no threads.</summary>
    protected Task<Copy> ThreadAsync()
    {
        var replies = Networks.Find<IReplies>(network);
        Assert.SkipWhen(replies is null || !Threads, "This network knows no threads.");
        return ApproveAsync(Parts[0], thread: Parts[1..]);
    }

    /// <summary>Only what is due now: the first part of a thread.</summary>
    protected Task<int> FirstPartAsync() =>
        slice.Services.GetRequiredService<WorkDueLane>().OnceAsync(Lane.Network, Ct);

    protected async Task ShouldBeThreadAsync(Copy copy)
    {
        copy = await ReadAsync(copy);
        copy.NextPart.ShouldBeNull();
        var accepted = await FarSide.AcceptedAsync();
        accepted.Select(a => a.Text).ShouldBe(Parts);
        accepted
            .Select(a => a.InReplyTo)
            .ShouldBe([null, accepted[0].RemoteId, accepted[1].RemoteId]);
        copy.RemoteId.ShouldBe(accepted[0].RemoteId);
        copy.Parts.OrderBy(p => p.Number)
            .Select(p => p.RemoteId)
            .ShouldBe(accepted.Skip(1).Select(a => a.RemoteId));
    }

    private static readonly string[] Parts = ["The first part", "The second part", "The third"];

    /// <summary>Anna drafts and submits, Omar approves: from here on it is due.</summary>
    protected async Task<Copy> ApproveAsync(
        string text,
        string? firstComment = null,
        AttachedMedia? picture = null,
        IReadOnlyList<string>? thread = null
    )
    {
        var content = new CopyContent
        {
            Text = text,
            Thread = thread ?? [],
            FirstComment = firstComment,
            Media = picture is null ? [] : [picture],
        };
        var post = Done(
            await slice.RunAsync<DraftPost, Outcome<Post>>(d =>
                d.RunAsync(slice.Anna, [Account.Id], content, when: null, Ct)
            )
        );
        Done(
            await slice.RunAsync<SubmitPost, Outcome<Post>>(s =>
                s.RunAsync(slice.Anna, post.Id, shownVersion: null, Ct)
            )
        );
        Done(
            await slice.RunAsync<ApprovePost, Outcome<ApprovedPost>>(a =>
                a.RunAsync(slice.Omar, post.Id, shownVersion: null, copyIds: null, Ct)
            )
        );
        return post.Copies.Single();
    }

    protected Task<int> WorkAsync() => slice.WorkAsync(Lane.Network);

    /// <summary>The settle window passes, and the workers look again.</summary>
    protected async Task SettleAsync()
    {
        Clock.Advance(Window);
        await WorkAsync();
    }

    protected Task<Copy> ReadAsync(Copy copy) =>
        slice.DbAsync(db =>
            db.Copies.Include(c => c.Parts).AsNoTracking().SingleAsync(c => c.Id == copy.Id, Ct)
        );

    protected async Task<IReadOnlyList<RemotePost>> ListAsync()
    {
        var found = await Networks
            .Find<IFindsPosts>(network)!
            .FindAsync(Opened, Slice.Start - TimeSpan.FromMinutes(2), Ct);
        return found.ShouldBeOfType<FoundPosts.Listed>().Posts;
    }

    protected async Task<MentionPage.Items> ReadInboxAsync(string? cursor) =>
        (await Reader!.ReadAsync(Opened, cursor, Ct)).ShouldBeOfType<MentionPage.Items>();

    protected async Task ShouldBeOutOnceAsync(Copy copy)
    {
        copy = await ReadAsync(copy);
        copy.Status.ShouldBe(CopyStatus.Published);
        (await FarSide.AcceptedAsync()).ShouldHaveSingleItem().RemoteId.ShouldBe(copy.RemoteId);
        (await slice.DbAsync(db => db.Attempts.CountAsync(a => a.SettledAt == null, Ct))).ShouldBe(
            0
        );
    }

    protected static T Done<T>(Outcome<T> outcome) =>
        outcome.ShouldBeOfType<Outcome<T>.Done>(outcome.ToString()).Value;

    /// <summary>What a process leaves behind that dies between the commit of the attempt and its settling.</summary>
    private async Task<Attempt> CrashAsync(string subject, string revision)
    {
        var claimed = await slice
            .Services.GetRequiredService<DueTable>()
            .ClaimAsync(Lane.Network, most: 10, TimeSpan.FromMinutes(2), Ct);
        claimed.ShouldHaveSingleItem().Subject.ShouldBe(subject);
        var attempt = new Attempt
        {
            Subject = subject,
            AccountId = Account.Id,
            Key = AttemptKey.New(Clock.GetUtcNow()),
            Revision = revision,
            IntentAt = Clock.GetUtcNow(),
        };
        await slice.DbAsync(async db =>
        {
            db.Attempts.Add(attempt);
            return await db.SaveChangesAsync(Ct);
        });
        return attempt;
    }

    private async Task CrashWhileSendingAsync(Copy copy, bool itHadLeft)
    {
        var attempt = await CrashAsync(PublishCopy.Subject(copy.Id), copy.Revision);
        await slice.DbAsync(async db =>
        {
            (await db.Copies.SingleAsync(c => c.Id == copy.Id, Ct)).Start(
                Clock.GetUtcNow() + PublishCopy.TryWindow
            );
            return await db.SaveChangesAsync(Ct);
        });
        if (itHadLeft)
            await Publisher.PublishAsync(
                Opened,
                new OutgoingPost(attempt.Key, copy.Content.Text, []),
                Ct
            );
    }

    /// <summary>Lets the clock run, a second at a time, while the work waits for it.</summary>
    private async Task PassTimeUntilAsync(Task working)
    {
        for (var second = 0; second < 60 && !working.IsCompleted; second++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(
                working,
                Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct)
            );
        }
        await working;
    }

    /// <summary>Half a surrogate pair cannot be written in UTF-8: it arrives as U+FFFD.</summary>
    protected static string WellFormed(string text) =>
        System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
