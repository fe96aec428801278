using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Approvals;
using SocialBot.Core.Board;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;
using IEntityType = Microsoft.EntityFrameworkCore.Metadata.IEntityType;
using IModel = Microsoft.EntityFrameworkCore.Metadata.IModel;

namespace SocialBot.Tests.Workspaces;

/// <summary>Every row belongs to one workspace, and no query crosses it.</summary>
public sealed class IsolationTests
{
    /// <summary>What belongs to no workspace, or is a workspace. Whoever adds to this list explains it in <c>docs/decisions.md</c>.</summary>
    private static readonly string[] BelongToNone =
    [
        nameof(Workspace),
        nameof(AnsweredTurn),
        nameof(ChosenWorkspace),
        nameof(StreamPosition), // how far a network's stream was read, for all workspaces at once
        nameof(DueRow), // carries its workspace; every worker enters it before its first query
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_entity_is_filtered_by_its_workspace()
    {
        await using var slice = await Slice.OpenAsync();

        var entities = await slice.DbAsync(db =>
            Task.FromResult(db.Model.GetEntityTypes().ToList())
        );

        entities
            .Where(e => e.GetDeclaredQueryFilters().Count == 0)
            .Select(e => e.ClrType.Name)
            .ShouldBe(BelongToNone, ignoreOrder: true);
        entities
            .Where(e => e.GetDeclaredQueryFilters().Count > 0)
            .ShouldAllBe(e => e.ClrType.IsAssignableTo(typeof(InWorkspace)));
    }

    [Fact]
    public async Task Every_query_of_every_entity_asks_for_its_workspace()
    {
        await using var slice = await Slice.OpenAsync();

        var queries = await slice.DbAsync(db =>
            Task.FromResult(
                Filtered(db.Model).ToDictionary(e => e, e => QueryOf(db, e).ToQueryString())
            )
        );

        queries.Count.ShouldBeGreaterThan(15);
        foreach (var (entity, sql) in queries)
            sql.ShouldMatch(
                @"WHERE\s+""\w+"".""(WorkspaceId|workspace_id)"" = @",
                entity.ClrType.Name
            );
    }

    [Fact]
    public async Task A_full_days_rows_are_invisible_from_another_workspace_and_from_none()
    {
        await using var stage = await PostStage.OpenAsync();
        await FullDayAsync(stage);
        var other = await OtherAsync(stage.Slice);

        var (seen, there) = await CountAsync(stage.Slice, other);
        there.Count(c => c > 0).ShouldBeGreaterThan(10);
        seen.ShouldAllBe(c => c == 0);
        (await CountAsync(stage.Slice, workspace: null)).Seen.ShouldAllBe(c => c == 0);
        (await CountAsync(stage.Slice, stage.Slice.WorkspaceId)).ShouldSatisfyAllConditions(c =>
            c.Seen.ShouldBe(c.There)
        );
    }

    [Fact]
    public async Task A_row_of_another_workspace_cannot_be_changed_or_deleted_or_added()
    {
        await using var stage = await PostStage.OpenAsync();
        var other = await OtherAsync(stage.Slice);

        foreach (
            var act in (Action<SocialBotDb, Member>[])
                [
                    (_, omar) => omar.Name = "Mallory",
                    (db, omar) => db.Remove(omar),
                    (db, omar) =>
                        db.Add(new Member { Name = "Mallory", WorkspaceId = omar.WorkspaceId }),
                ]
        )
            await Should.ThrowAsync<InvalidOperationException>(() =>
                stage.Slice.InAsync(
                    other,
                    async services =>
                    {
                        var db = services.GetRequiredService<SocialBotDb>();
                        var omar = await db
                            .Members.IgnoreQueryFilters()
                            .SingleAsync(m => m.Id == stage.Omar.Id, Ct);
                        act(db, omar);
                        return await db.SaveChangesAsync(Ct);
                    }
                )
            );

        (
            await stage.Slice.DbAsync(db =>
                db.Members.IgnoreQueryFilters().CountAsync(m => m.Name == "Mallory", Ct)
            )
        ).ShouldBe(0);
        (
            await stage.Slice.DbAsync(db => db.Members.AnyAsync(m => m.Id == stage.Omar.Id, Ct))
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task A_unit_of_work_that_entered_no_workspace_writes_no_row_of_any()
    {
        await using var slice = await Slice.OpenAsync();

        foreach (
            var act in (Action<SocialBotDb>[])
                [
                    db => db.Add(new Member { Name = "Nobody's" }),
                    db => db.CardStale("post:1", Slice.Start),
                    db => db.Record(new Core.Audit.AuditEntry { Action = "x", Subject = "post:1" }),
                ]
        )
            await Should.ThrowAsync<InvalidOperationException>(() =>
                slice.InAsync(
                    workspaceId: null,
                    async services =>
                    {
                        var db = services.GetRequiredService<SocialBotDb>();
                        act(db);
                        return await db.SaveChangesAsync(Ct);
                    }
                )
            );
    }

    [Fact]
    public void A_unit_of_work_stays_in_one_workspace()
    {
        var scope = new WorkspaceScope();
        scope.Enter(1);
        scope.Enter(1);

        Should.Throw<InvalidOperationException>(() => scope.Enter(2));
    }

    [Fact]
    public async Task Another_workspaces_ids_are_unknown_to_every_use_case()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.SubmittedAsync();
        var unconfirmed = post.Copies[0].Id;
        var other = await OtherAsync(stage.Slice);
        var boss = await stage.Slice.InAsync(
            other,
            s => s.GetRequiredService<SocialBotDb>().Members.SingleAsync(Ct)
        );
        Task<T> Run<TUseCase, T>(Func<TUseCase, Task<T>> run)
            where TUseCase : notnull =>
            stage.Slice.InAsync(other, s => run(s.GetRequiredService<TUseCase>()));

        (
            await Run<EditPost, Outcome<EditedPost>>(u =>
                u.RunAsync(boss, post.Id, unconfirmed, null, c => c with { Text = "x" }, Ct)
            )
        ).ShouldBeRefused("post.unknown");
        (
            await Run<SchedulePost, Outcome<EditedPost>>(u =>
                u.RunAsync(boss, post.Id, null, null, Ct)
            )
        ).ShouldBeRefused("post.unknown");
        (
            await Run<SubmitPost, Outcome<Post>>(u => u.RunAsync(boss, post.Id, null, Ct))
        ).ShouldBeRefused("post.unknown");
        (
            await Run<WithdrawPost, Outcome<Post>>(u => u.RunAsync(boss, post.Id, Ct))
        ).ShouldBeRefused("post.unknown");
        (
            await Run<DiscardPost, Outcome<Post>>(u => u.RunAsync(boss, post.Id, null, Ct))
        ).ShouldBeRefused("post.unknown");
        (
            await Run<DuplicatePost, Outcome<Post>>(u => u.RunAsync(boss, post.Id, Ct))
        ).ShouldBeRefused("post.unknown");
        (
            await Run<ApprovePost, Outcome<ApprovedPost>>(u =>
                u.RunAsync(boss, post.Id, null, null, Ct)
            )
        ).ShouldBeRefused("post.unknown");
        (
            await Run<SendBackPost, Outcome<Post>>(u =>
                u.RunAsync(boss, post.Id, null, null, "why", true, Ct)
            )
        ).ShouldBeRefused("post.unknown");
        (
            await Run<TakeBackApproval, Outcome<Post>>(u => u.RunAsync(boss, post.Id, Ct))
        ).ShouldBeRefused("post.unknown");
        (
            await Run<DecideMissed, Outcome<MissedPost>>(u => u.SendNowAsync(boss, post.Id, Ct))
        ).ShouldBeRefused("post.unknown");
        (
            await Run<ResolveUnconfirmed, Outcome<Post>>(u =>
                u.RunAsync(boss, post.Id, null, true, null, Ct)
            )
        ).ShouldBeRefused("post.unknown");
        (
            await Run<TakeDownPost, Outcome<Post>>(u => u.RunAsync(boss, post.Id, null, Ct))
        ).ShouldBeRefused("post.unknown");
        (
            await Run<DraftPost, Outcome<Post>>(u =>
                u.RunAsync(boss, [stage.First.Id], new CopyContent { Text = "x" }, null, Ct)
            )
        ).ShouldBeRefused("account.unknown");
        (
            await Run<SetAway, Outcome<Member>>(u =>
                u.RunAsync(boss, new Absence(stage.Now.AddDays(1), stage.Omar.Id), Ct)
            )
        ).ShouldBeRefused("member.unknown");
        (
            await Run<ListPosts, IReadOnlyList<Post>>(u =>
                u.RunAsync(Slice.Start, Slice.Start.AddDays(7), Ct)
            )
        ).ShouldBeEmpty();

        var after = await stage.PostAsync(post.Id);
        after.Version.ShouldBe(post.Version);
        after.Status.ShouldBe(CopyStatus.InReview);
    }

    [Fact]
    public async Task A_pause_a_policy_and_an_audit_chain_are_each_workspaces_own()
    {
        await using var stage = await PostStage.OpenAsync();
        await stage.ApprovedAsync();
        var other = await OtherAsync(stage.Slice);
        var boss = await stage.Slice.InAsync(
            other,
            s => s.GetRequiredService<SocialBotDb>().Members.SingleAsync(Ct)
        );

        await stage.Slice.InAsync(
            other,
            s => s.GetRequiredService<PauseAll>().RunAsync(boss, "theirs", Ct)
        );
        await stage.ToAsync(PostStage.Noon);

        stage.Network.Published.Count.ShouldBe(2);
        var theirs = await stage.Slice.InAsync(
            other,
            s => s.GetRequiredService<SocialBotDb>().Audit.SingleAsync(Ct)
        );
        theirs.Number.ShouldBe(1);
        theirs.Before.ShouldBe("");
    }

    [Fact]
    public async Task Due_work_of_two_workspaces_with_equal_words_is_two_rows()
    {
        await using var slice = await Slice.OpenAsync();
        var other = await OtherAsync(slice);
        foreach (var workspace in (long[])[slice.WorkspaceId, other])
            await slice.InAsync(
                workspace,
                s =>
                {
                    var db = s.GetRequiredService<SocialBotDb>();
                    db.CardStale("post:1", Slice.Start);
                    return db.SaveChangesAsync(Ct);
                }
            );
        await slice.InAsync(
            other,
            s =>
            {
                var db = s.GetRequiredService<SocialBotDb>();
                db.Cancel(Outbox.Stale, "post:1");
                return db.SaveChangesAsync(Ct);
            }
        );

        (await slice.DbAsync(db => db.Set<DueRow>().SingleAsync(Ct))).WorkspaceId.ShouldBe(
            slice.WorkspaceId
        );
    }

    private static IEnumerable<IEntityType> Filtered(IModel model) =>
        model.GetEntityTypes().Where(e => e.ClrType.IsAssignableTo(typeof(InWorkspace)));

    private static IQueryable<InWorkspace> QueryOf(SocialBotDb db, IEntityType entity) =>
        (IQueryable<InWorkspace>)
            typeof(DbContext)
                .GetMethod(nameof(DbContext.Set), 1, [])!
                .MakeGenericMethod(entity.ClrType)
                .Invoke(db, null)!;

    private static Task<(List<int> Seen, List<int> There)> CountAsync(
        Slice slice,
        long? workspace
    ) =>
        slice.InAsync(
            workspace,
            async services =>
            {
                var db = services.GetRequiredService<SocialBotDb>();
                var (seen, there) = (new List<int>(), new List<int>());
                foreach (var entity in Filtered(db.Model))
                {
                    seen.Add(
                        await QueryOf(db, entity)
                            .CountAsync(r => r.WorkspaceId == slice.WorkspaceId, Ct)
                    );
                    there.Add(
                        await QueryOf(db, entity)
                            .IgnoreQueryFilters()
                            .CountAsync(r => r.WorkspaceId == slice.WorkspaceId, Ct)
                    );
                }
                return (seen, there);
            }
        );

    /// <summary>Another client, whose one member may do everything.</summary>
    private static async Task<long> OtherAsync(Slice slice)
    {
        var id = await slice.InAsync(
            workspaceId: null,
            async services =>
            {
                var db = services.GetRequiredService<SocialBotDb>();
                var workspace = new Workspace { Name = "Other", TimeZone = "Europe/Paris" };
                db.Workspaces.Add(workspace);
                await db.SaveChangesAsync(Ct);
                return workspace.Id;
            }
        );
        await slice.InAsync(
            id,
            services =>
            {
                var db = services.GetRequiredService<SocialBotDb>();
                db.Members.Add(
                    new Member
                    {
                        Name = "Boss",
                        Roles =
                            Roles.Author
                            | Roles.Approver
                            | Roles.CommunityManager
                            | Roles.Analyst
                            | Roles.Admin,
                    }
                );
                return db.SaveChangesAsync(Ct);
            }
        );
        return id;
    }

    /// <summary>A post from draft to published with a picture, rooms, cards and an open form: rows in most tables.</summary>
    private static async Task FullDayAsync(PostStage stage)
    {
        await stage.Slice.RunAsync<Core.Media.StorePicture, Outcome<AttachedMedia>>(s =>
            s.RunAsync(PictureHeads.Png(2, 2), "Two", Ct)
        );
        await stage.PublishedAsync(firstComment: "Directions");
        await stage.Slice.DbAsync(db =>
        {
            db.Rooms.Add(
                new Room
                {
                    Platform = "local",
                    Tenant = "",
                    Conversation = "approvals",
                }
            );
            db.Identities.Add(
                new MemberIdentity
                {
                    MemberId = stage.Omar.Id,
                    Platform = "local",
                    Tenant = "",
                    UserId = "omar",
                }
            );
            db.AdminCodes.Add(new AdminCode { CodeHash = "h" });
            db.OpenForms.Add(
                new OpenForm
                {
                    MemberId = stage.Omar.Id,
                    Platform = "local",
                    Conversation = "omar",
                    Kind = "draft",
                    Json = "{}",
                }
            );
            db.Board.Add(
                new BoardCard
                {
                    Subject = "post:1",
                    Platform = "local",
                    Tenant = "",
                    Conversation = "approvals",
                    MessageId = "m1",
                }
            );
            return db.SaveChangesAsync(Ct);
        });
    }
}
