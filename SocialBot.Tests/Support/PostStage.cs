using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Approvals;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Workspaces;
using Xunit;

namespace SocialBot.Tests.Support;

/// <summary>
/// A team with two accounts on a scripted network, and the verbs of the day as short as a person says them. The clock stands at
/// 08:00 UTC; a post is planned for 12:00 unless told otherwise.
/// </summary>
internal sealed class PostStage : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = Slice.Start.AddHours(4);

    private PostStage() => Keys = new ScriptedKeys(() => Network);

    public Slice Slice { get; private set; } = null!;
    public ScriptedNetwork Network { get; private set; } = null!;
    public MuteNetwork Mute { get; } = new();

    /// <summary>Of a network that can be asked for a key; else unused.</summary>
    public ScriptedKeys Keys { get; }

    /// <summary>Of a network that finishes in a later call; else unused.</summary>
    public ScriptedFinish Finish { get; } = new();
    public Account First { get; private set; } = null!;
    public Account Second { get; private set; } = null!;

    public Member Anna => Slice.Anna;
    public Member Omar => Slice.Omar;
    public Member Olga => Slice.Olga;
    public Member Ada => Slice.Ada;
    public DateTimeOffset Now => Slice.Clock.GetUtcNow();
    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PostStage> OpenAsync(
        ApprovalPolicy? policy = null,
        bool findsByKey = false,
        bool finishes = false,
        Action<IServiceCollection>? more = null
    )
    {
        var stage = new PostStage();
        stage.Slice = await Slice.OpenAsync(services =>
        {
            services.AddSingleton<INetwork>(provider =>
                stage.Network = new ScriptedNetwork(provider.GetRequiredService<TimeProvider>())
            );
            services.AddSingleton<INetwork>(stage.Mute);
            if (findsByKey)
                services.AddSingleton<INetwork>(stage.Keys);
            if (finishes)
                services.AddSingleton<INetwork>(stage.Finish);
            more?.Invoke(services);
        });
        stage.Slice.Services.GetRequiredService<NetworkCatalogue>();
        stage.First = await stage.Slice.AddAccountAsync("Scripted", "one");
        stage.Second = await stage.Slice.AddAccountAsync("Scripted", "two");
        if (policy is not null)
            await stage.PolicyAsync(policy);
        return stage;
    }

    public static PlannedTime At(DateTimeOffset at) => new(at, "Europe/Berlin");

    public Task<int> PolicyAsync(ApprovalPolicy policy) =>
        Slice.DbAsync(async db =>
        {
            (await db.Workspaces.SingleAsync(Ct)).Policy = policy;
            return await db.SaveChangesAsync(Ct);
        });

    public Task<int> MemberAsync(Member member, Action<Member> change) =>
        Slice.DbAsync(async db =>
        {
            change(await db.Members.SingleAsync(m => m.Id == member.Id, Ct));
            return await db.SaveChangesAsync(Ct);
        });

    public Task<Outcome<Post>> TryDraftAsync(
        Member by,
        IReadOnlyList<Account> on,
        CopyContent content,
        PlannedTime? when
    ) =>
        Slice.RunAsync<DraftPost, Outcome<Post>>(d =>
            d.RunAsync(by, [.. on.Select(a => a.Id)], content, when, Ct)
        );

    /// <summary>A draft of Anna's on both accounts for noon, unless told otherwise.</summary>
    public async Task<Post> DraftAsync(
        string text = "We open our lab",
        DateTimeOffset? at = null,
        bool asSoonAsApproved = false,
        IReadOnlyList<Account>? on = null,
        string? firstComment = null,
        Member? by = null
    ) =>
        (
            await TryDraftAsync(
                by ?? Anna,
                on ?? [First, Second],
                new CopyContent { Text = text, FirstComment = firstComment },
                asSoonAsApproved ? null : At(at ?? Noon)
            )
        ).ShouldBeDone();

    /// <summary>The same, submitted.</summary>
    public async Task<Post> SubmittedAsync(
        string text = "We open our lab",
        DateTimeOffset? at = null,
        bool asSoonAsApproved = false,
        IReadOnlyList<Account>? on = null,
        string? firstComment = null,
        Member? by = null
    )
    {
        var post = await DraftAsync(text, at, asSoonAsApproved, on, firstComment, by);
        (await SubmitAsync(post.Id, by)).ShouldBeDone();
        return await PostAsync(post.Id);
    }

    /// <summary>The same, approved by Omar.</summary>
    public async Task<Post> ApprovedAsync(
        string text = "We open our lab",
        DateTimeOffset? at = null,
        bool asSoonAsApproved = false,
        IReadOnlyList<Account>? on = null,
        string? firstComment = null
    )
    {
        var post = await SubmittedAsync(text, at, asSoonAsApproved, on, firstComment);
        (await ApproveAsync(Omar, post.Id)).ShouldBeDone();
        return await PostAsync(post.Id);
    }

    /// <summary>The same on one account, out at noon.</summary>
    public async Task<Post> PublishedAsync(string? firstComment = null)
    {
        var post = await ApprovedAsync(on: [First], firstComment: firstComment);
        await ToAsync(Noon);
        return await PostAsync(post.Id);
    }

    /// <summary>A thread on one account, out as far as it came at noon.</summary>
    public async Task<Post> ThreadAsync(string[] parts, string? firstComment = null)
    {
        var content = new CopyContent
        {
            Text = parts[0],
            Thread = parts[1..],
            FirstComment = firstComment,
        };
        var post = (await TryDraftAsync(Anna, [First], content, At(Noon))).ShouldBeDone();
        (await SubmitAsync(post.Id)).ShouldBeDone();
        (await ApproveAsync(Omar, post.Id)).ShouldBeDone();
        await ToAsync(Noon);
        return await PostAsync(post.Id);
    }

    public Task<Outcome<Post>> SubmitAsync(long post, Member? by = null, int? shown = null) =>
        Slice.RunAsync<SubmitPost, Outcome<Post>>(s => s.RunAsync(by ?? Anna, post, shown, Ct));

    public Task<Outcome<ApprovedPost>> ApproveAsync(
        Member by,
        long post,
        int? shown = null,
        IReadOnlyList<long>? copies = null
    ) =>
        Slice.RunAsync<ApprovePost, Outcome<ApprovedPost>>(a =>
            a.RunAsync(by, post, shown, copies, Ct)
        );

    public Task<Outcome<Post>> SendBackAsync(
        Member by,
        long post,
        string? reason,
        bool forGood = false,
        int? shown = null,
        IReadOnlyList<long>? copies = null
    ) =>
        Slice.RunAsync<SendBackPost, Outcome<Post>>(s =>
            s.RunAsync(by, post, shown, copies, reason, forGood, Ct)
        );

    public Task<Outcome<EditedPost>> EditAsync(
        long post,
        Func<CopyContent, CopyContent> change,
        long? copy = null,
        int? shown = null,
        Member? by = null
    ) =>
        Slice.RunAsync<EditPost, Outcome<EditedPost>>(e =>
            e.RunAsync(by ?? Anna, post, copy, shown, change, Ct)
        );

    public Task<Outcome<EditedPost>> MoveAsync(
        long post,
        DateTimeOffset? at,
        long? copy = null,
        Member? by = null
    ) =>
        Slice.RunAsync<SchedulePost, Outcome<EditedPost>>(s =>
            s.RunAsync(by ?? Anna, post, copy, at is { } then ? At(then) : null, Ct)
        );

    public Task<Outcome<Post>> WithdrawAsync(long post, Member? by = null) =>
        Slice.RunAsync<WithdrawPost, Outcome<Post>>(w => w.RunAsync(by ?? Anna, post, Ct));

    public Task<Outcome<Post>> DiscardAsync(long post, long? copy = null, Member? by = null) =>
        Slice.RunAsync<DiscardPost, Outcome<Post>>(d => d.RunAsync(by ?? Anna, post, copy, Ct));

    public Task<Outcome<Post>> TakeBackAsync(Member by, long post) =>
        Slice.RunAsync<TakeBackApproval, Outcome<Post>>(t => t.RunAsync(by, post, Ct));

    public Task<Outcome<PausedWork>> PauseAsync(Member by, string? reason = "fire drill") =>
        Slice.RunAsync<PauseAll, Outcome<PausedWork>>(p => p.RunAsync(by, reason, Ct));

    public Task<Outcome<IReadOnlyList<Post>>> ResumeAsync(Member by) =>
        Slice.RunAsync<ResumeAll, Outcome<IReadOnlyList<Post>>>(r => r.RunAsync(by, Ct));

    public Task<Outcome<MissedPost>> SendNowAsync(Member by, long post) =>
        Slice.RunAsync<DecideMissed, Outcome<MissedPost>>(d => d.SendNowAsync(by, post, Ct));

    public Task<Outcome<Post>> ResolveAsync(
        Member by,
        long post,
        bool isLive,
        string? permalink = null,
        long? copy = null
    ) =>
        Slice.RunAsync<ResolveUnconfirmed, Outcome<Post>>(r =>
            r.RunAsync(by, post, copy, isLive, permalink, Ct)
        );

    public Task<Outcome<Post>> TakeDownAsync(Member by, long post, long? copy = null) =>
        Slice.RunAsync<TakeDownPost, Outcome<Post>>(t => t.RunAsync(by, post, copy, Ct));

    public Task<Outcome<Member>> AwayAsync(Member by, Absence? absence) =>
        Slice.RunAsync<SetAway, Outcome<Member>>(a => a.RunAsync(by, absence, Ct));

    public Task<Post> PostAsync(long id) =>
        Slice.DbAsync(db =>
            db.Posts.Include(p => p.Copies)
                    .ThenInclude(c => c.Account)
                .Include(p => p.Copies)
                    .ThenInclude(c => c.Parts.OrderBy(x => x.Number))
                .AsNoTracking()
                .SingleAsync(p => p.Id == id, Ct)
        );

    /// <summary>The first account's copy.</summary>
    public async Task<Copy> CopyAsync(long post, Account? on = null) =>
        (await PostAsync(post)).Copies.Single(c => c.AccountId == (on ?? First).Id);

    public Task<List<Approval>> ApprovalsAsync(long post) =>
        Slice.DbAsync(db =>
            db.Approvals.AsNoTracking()
                .Where(a => a.PostId == post)
                .OrderBy(a => a.Id)
                .ToListAsync(Ct)
        );

    public Task<List<Attempt>> AttemptsAsync() =>
        Slice.DbAsync(db => db.Attempts.AsNoTracking().OrderBy(a => a.Id).ToListAsync(Ct));

    public Task<List<AuditEntry>> AuditAsync(string? action = null) =>
        Slice.DbAsync(db =>
            db.Audit.AsNoTracking()
                .Where(e => action == null || e.Action == action)
                .OrderBy(e => e.Number)
                .ToListAsync(Ct)
        );

    public Task<List<DueRow>> DueAsync(string kind) =>
        Slice.DbAsync(db =>
            db.Set<DueRow>()
                .AsNoTracking()
                .Where(r => r.Kind == kind)
                .OrderBy(r => r.Id)
                .ToListAsync(Ct)
        );

    /// <summary>Notices written so far and not delivered: <c>approval.reminder to 2</c>, in the order they were written.</summary>
    public async Task<IReadOnlyList<string>> NoticesAsync() =>
        [
            .. (await DueAsync(Outbox.Notice)).Select(r =>
            {
                var payload = System.Text.Json.JsonSerializer.Deserialize<NoticePayload>(
                    r.Payload!
                )!;
                return $"{r.Subject} to {payload.MemberId?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? payload.Room.ToString()}";
            }),
        ];

    /// <summary>The members who are about to be told, one entry each time.</summary>
    public async Task<IReadOnlyList<long>> ToldAsync() =>
        [
            .. (await DueAsync(Outbox.Tell)).Select(r =>
                System.Text.Json.JsonSerializer.Deserialize<TellPayload>(r.Payload!)!.MemberId
            ),
        ];

    /// <summary>Forgets what was to be said so far.</summary>
    public Task<int> HushAsync() =>
        Slice.DbAsync(db =>
            db.Set<DueRow>().Where(r => r.Lane == (int)Lane.Chat).ExecuteDeleteAsync(Ct)
        );

    /// <summary>Goes to that time and works off what is due then.</summary>
    public async Task ToAsync(DateTimeOffset time)
    {
        if (time > Now)
            Slice.Clock.Advance(time - Now);
        await Slice.WorkAsync(Lane.Clock);
        await Slice.WorkAsync(Lane.Network);
    }

    public Task PassAsync(TimeSpan time) => ToAsync(Now + time);

    /// <summary>Lets time pass in steps until nothing of the network's lane is left, at most a day.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; i < 24 * 120; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(30));
            if (
                await Slice.DbAsync(db =>
                    db.Set<DueRow>().CountAsync(r => r.Lane == (int)Lane.Network, Ct)
                ) == 0
            )
                return;
        }
        throw new InvalidOperationException("The network's lane never came to rest.");
    }

    public ValueTask DisposeAsync() => Slice.DisposeAsync();
}

internal static class OutcomeAssertions
{
    public static T ShouldBeDone<T>(this Outcome<T> outcome) =>
        outcome is Outcome<T>.Refused refused
            ? throw new ShouldAssertException($"Refused: {refused.Why}")
            : ((Outcome<T>.Done)outcome).Value;

    public static Refusal ShouldBeRefused<T>(this Outcome<T> outcome, string code)
    {
        var why = outcome.ShouldBeOfType<Outcome<T>.Refused>().Why;
        why.Code.ShouldBe(code);
        return why;
    }
}
