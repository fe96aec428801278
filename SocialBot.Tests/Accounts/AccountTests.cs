using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Accounts;

public sealed class AccountTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_step_before_an_account_signs_out_is_told_once()
    {
        await using var stage = await PostStage.OpenAsync();
        await EndsAsync(stage, stage.Now.AddDays(10));
        foreach (
            var (day, told) in new[] { (2, 0), (3, 1), (4, 1), (8, 2), (9, 2), (10, 3), (12, 3) }
        )
        {
            await stage.ToAsync(Slice.Start.AddDays(day));
            (await stage.NoticesAsync())
                .Count(n => n == "account.signs-out to Alerts")
                .ShouldBe(told, $"day {day}");
        }
    }

    [Fact]
    public async Task A_session_renewed_in_time_is_an_incident_of_its_own_only_when_it_was_well_between()
    {
        await using var stage = await PostStage.OpenAsync();
        await EndsAsync(stage, stage.Now.AddDays(6));
        await EndsAsync(stage, stage.Now.AddDays(5));
        (await stage.NoticesAsync()).Count.ShouldBe(1);
        await EndsAsync(stage, stage.Now.AddDays(90));
        await EndsAsync(stage, stage.Now.AddDays(5));
        (await stage.NoticesAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Disconnecting_forgets_the_secret_and_misses_what_was_planned_there_alone()
    {
        await using var stage = await PostStage.OpenAsync();
        var post = await stage.ApprovedAsync();
        await stage.Slice.DbAsync(db =>
            db.Accounts.ExecuteUpdateAsync(
                a => a.SetProperty(p => p.ProtectedSecret, "sealed:s"),
                Ct
            )
        );
        (await DisconnectAsync(stage, stage.Anna)).ShouldBeRefused("account.not-allowed");
        (await DisconnectAsync(stage, stage.Ada)).ShouldBeDone();

        var account = await stage.Slice.DbAsync(db =>
            db.Accounts.SingleAsync(a => a.Id == stage.First.Id, Ct)
        );
        account.ProtectedSecret.ShouldBeNull();
        (await stage.CopyAsync(post.Id)).Trouble!.Code.ShouldBe("account.disconnected");
        (await stage.CopyAsync(post.Id)).Status.ShouldBe(CopyStatus.Missed);
        (await stage.AuditAsync("account.disconnect")).Count.ShouldBe(1);

        await stage.ToAsync(PostStage.Noon);
        stage.Network.Published.ShouldHaveSingleItem().Account.Id.ShouldBe(stage.Second.Id);
    }

    [Fact]
    public async Task The_same_profile_again_is_the_same_account_with_a_fresh_secret()
    {
        await using var slice = await OpenAsync();
        var first = (await ConnectAsync(slice, Profile("one"))).ShouldBeDone();
        await slice.DbAsync(db =>
            db.Accounts.ExecuteUpdateAsync(a => a.SetProperty(p => p.SignInNeeded, "revoked"), Ct)
        );
        var again = (
            await ConnectAsync(slice, Profile("two") with { Handle = "renamed" })
        ).ShouldBeDone();
        again.Again.ShouldBeTrue();
        again.Account.Id.ShouldBe(first.Account.Id);
        var account = await slice.DbAsync(db => db.Accounts.SingleAsync(Ct));
        account.ProtectedSecret.ShouldBe("sealed:two");
        account.Handle.ShouldBe("renamed");
        account.SignInNeeded.ShouldBeNull();
    }

    [Fact]
    public async Task A_link_to_sign_in_again_takes_no_other_profile()
    {
        await using var slice = await OpenAsync();
        var first = (await ConnectAsync(slice, Profile("one"))).ShouldBeDone();
        (
            await ConnectAsync(slice, Profile("two") with { RemoteId = "id-2" }, first.Account.Id)
        ).ShouldBeRefused("account.other-profile");
        (await slice.DbAsync(db => db.Accounts.SingleAsync(Ct))).ProtectedSecret.ShouldBe(
            "sealed:one"
        );
    }

    [Fact]
    public async Task A_profile_of_another_workspace_is_refused_until_it_is_disconnected_there()
    {
        await using var slice = await OpenAsync();
        (await ConnectAsync(slice, Profile("one"))).ShouldBeDone();
        var (other, admin) = await OtherWorkspaceAsync(slice);
        (await ConnectAsync(slice, Profile("two"), workspace: other, by: admin)).ShouldBeRefused(
            "account.elsewhere"
        );
        await slice.DbAsync(db =>
            db.Accounts.ExecuteUpdateAsync(
                a => a.SetProperty(p => p.DisconnectedAt, Slice.Start),
                Ct
            )
        );
        (await ConnectAsync(slice, Profile("two"), workspace: other, by: admin)).ShouldBeDone();
    }

    [Fact]
    public async Task The_sample_workspace_connects_nothing_but_the_Sandbox()
    {
        await using var slice = await Slice.OpenAsync(s =>
            s.AddSingleton<INetwork>(new Signs("Real"))
        );
        (
            await slice.RunAsync<AskToConnect, Outcome<ConnectLink>>(a =>
                a.RunAsync(slice.Ada, "real", null, Ct)
            )
        ).ShouldBeRefused("account.sample");
    }

    private static Task<Slice> OpenAsync() =>
        Slice.OpenAsync(s => s.AddSingleton<INetwork>(new Signs("Sandbox")));

    private static ConnectedProfile Profile(string secret) =>
        new("id-1", "acme", null, null, secret, null);

    private static async Task<Outcome<ConnectedAccount>> ConnectAsync(
        Slice slice,
        ConnectedProfile profile,
        long? account = null,
        long? workspace = null,
        Member? by = null
    )
    {
        var link = await slice.InAsync(
            workspace ?? slice.WorkspaceId,
            s =>
                s.GetRequiredService<AskToConnect>()
                    .RunAsync(by ?? slice.Ada, "Sandbox", account, Ct)
        );
        return await slice.InAsync(
            null,
            async s =>
            {
                var opened = await s.GetRequiredService<OpenTicket>()
                    .RunAsync(link.ShouldBeDone().Address.Segments[^1], Ct);
                return await s.GetRequiredService<ConnectAccount>().RunAsync(opened!, profile, Ct);
            }
        );
    }

    private static async Task<(long Id, Member Admin)> OtherWorkspaceAsync(Slice slice)
    {
        var id = await slice.InAsync(
            null,
            async s =>
            {
                var db = s.GetRequiredService<Core.Storage.SocialBotDb>();
                var made = new Workspace { Name = "Other", TimeZone = "Europe/Berlin" };
                db.Workspaces.Add(made);
                await db.SaveChangesAsync(Ct);
                return made.Id;
            }
        );
        return (
            id,
            await slice.InAsync(
                id,
                async s =>
                {
                    var db = s.GetRequiredService<Core.Storage.SocialBotDb>();
                    var admin = new Member { Name = "Otto", Roles = Roles.Admin };
                    db.Members.Add(admin);
                    await db.SaveChangesAsync(Ct);
                    return admin;
                }
            )
        );
    }

    private static Task<Outcome<Account>> DisconnectAsync(PostStage stage, Member by) =>
        stage.Slice.RunAsync<DisconnectAccount, Outcome<Account>>(d =>
            d.RunAsync(by, stage.First.Id, Ct)
        );

    private static async Task EndsAsync(PostStage stage, DateTimeOffset at)
    {
        await stage.Slice.DbAsync(async db =>
        {
            (await db.Accounts.SingleAsync(a => a.Id == stage.First.Id, Ct)).SecretEndsAt = at;
            db.LookAtHealth(stage.First.Id, stage.Now);
            return await db.SaveChangesAsync(Ct);
        });
        await stage.ToAsync(stage.Now);
    }

    private sealed class Signs(string name) : IConnects
    {
        public string Name => name;
        public IReadOnlyList<ConnectField> Fields => [];

        public Task<ConnectStep> BeginAsync(
            IReadOnlyDictionary<string, string> values,
            Uri returnTo,
            string state,
            CancellationToken ct
        ) => throw new NotSupportedException();

        public Task<ConnectStep> ReturnAsync(
            IReadOnlyDictionary<string, string> query,
            string kept,
            Uri returnTo,
            CancellationToken ct
        ) => throw new NotSupportedException();
    }
}
