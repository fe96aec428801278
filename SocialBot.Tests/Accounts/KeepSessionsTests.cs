using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using SocialBot.Core.Accounts;
using SocialBot.Core.Board;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Tests.Support;
using Xunit;

namespace SocialBot.Tests.Accounts;

public sealed class KeepSessionsTests : IAsyncLifetime
{
    private readonly RenewedNetwork network = new();
    private Slice slice = null!;
    private Account account = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        slice = await Slice.OpenAsync(s => s.AddSingleton<INetwork>(network));
        account = await slice.AddAccountAsync("Renewed");
        await StoreAsync("first");
    }

    public ValueTask DisposeAsync() => slice.DisposeAsync();

    [Fact]
    public async Task Ten_who_come_at_once_cause_one_call_and_get_what_is_stored()
    {
        var door = new TaskCompletionSource();
        network.Meanwhile = () => door.Task;
        var all = Enumerable.Range(0, 10).Select(_ => RenewAsync("first")).ToArray();
        await Eventually.TrueAsync(() => network.Got.Count == 1, "the call");
        door.SetResult();

        foreach (var renewal in await Task.WhenAll(all))
            renewal.ShouldBeOfType<SessionRenewal.Renewed>().Secret.ShouldBe("first+1");
        network.Got.ShouldHaveSingleItem().ShouldBe("first");
        (await StoredAsync()).ProtectedSecret.ShouldBe("sealed:first+1");
    }

    [Fact]
    public async Task Who_comes_with_a_secret_of_yesterday_gets_the_stored_one_without_a_call()
    {
        await StoreAsync("second");
        (await RenewAsync("first"))
            .ShouldBeOfType<SessionRenewal.Renewed>()
            .Secret.ShouldBe("second");
        network.Got.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_another_process_stored_meanwhile_stays_and_is_used()
    {
        network.Meanwhile = () => StoreAsync("theirs");
        (await RenewAsync("first"))
            .ShouldBeOfType<SessionRenewal.Renewed>()
            .Secret.ShouldBe("theirs");
        (await StoredAsync()).ProtectedSecret.ShouldBe("sealed:theirs");
    }

    [Fact]
    public async Task A_refusal_that_another_process_has_overtaken_ends_nothing()
    {
        network.Next(new SessionRenewal.SignInNeeded("used up"));
        network.Meanwhile = () => StoreAsync("theirs");
        (await RenewAsync("first"))
            .ShouldBeOfType<SessionRenewal.Renewed>()
            .Secret.ShouldBe("theirs");
        (await StoredAsync()).SignInNeeded.ShouldBeNull();
    }

    [Fact]
    public async Task It_is_stored_although_nobody_waits_for_it_any_more()
    {
        var door = new TaskCompletionSource();
        network.Meanwhile = () => door.Task;
        using var impatient = new CancellationTokenSource();
        var renewal = RenewAsync("first", impatient.Token);
        await Eventually.TrueAsync(() => network.Got.Count == 1, "the call");
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => renewal);
        door.SetResult();

        await Eventually.TrueAsync(
            async () => (await StoredAsync()).ProtectedSecret == "sealed:first+1",
            "the renewed secret is stored"
        );
    }

    [Fact]
    public async Task That_a_person_must_sign_in_is_written_and_said_once()
    {
        network.Next(new SessionRenewal.SignInNeeded("revoked"));
        (await RenewAsync("first"))
            .ShouldBeOfType<SessionRenewal.SignInNeeded>()
            .Reason.ShouldBe("revoked");
        (await RenewAsync("first"))
            .ShouldBeOfType<SessionRenewal.SignInNeeded>()
            .Reason.ShouldBe("revoked");

        network.Got.Count.ShouldBe(1);
        (await StoredAsync()).SignInNeeded.ShouldBe("revoked");
        await slice.WorkAsync(Lane.Clock);
        (await NoticesAsync()).ShouldHaveSingleItem().Subject.ShouldBe("account.sign-in-needed");
    }

    [Fact]
    public async Task What_is_not_now_changes_nothing_and_is_asked_again()
    {
        network.Next(new SessionRenewal.NotNow("busy", TimeSpan.FromMinutes(3)));
        (await RenewAsync("first")).ShouldBeOfType<SessionRenewal.NotNow>();
        (await RenewAsync("first")).ShouldBeOfType<SessionRenewal.Renewed>();
        (await StoredAsync()).ProtectedSecret.ShouldBe("sealed:first+1");
    }

    [Fact]
    public async Task A_disconnected_account_is_renewed_no_more()
    {
        await slice.DbAsync(db =>
            db.Accounts.ExecuteUpdateAsync(
                a => a.SetProperty(p => p.DisconnectedAt, Slice.Start),
                Ct
            )
        );
        (await RenewAsync("first")).ShouldBeOfType<SessionRenewal.SignInNeeded>();
        network.Got.ShouldBeEmpty();
    }

    private Task<SessionRenewal> RenewAsync(string secret, CancellationToken? ct = null) =>
        slice
            .Services.GetRequiredService<IKeepsSessions>()
            .RenewAsync(
                new NetworkAccount(
                    account.Id,
                    slice.WorkspaceId,
                    "Renewed",
                    "acme",
                    "acme",
                    null,
                    secret
                ),
                ct ?? Ct
            );

    private Task<int> StoreAsync(string secret) =>
        slice.DbAsync(db =>
            db.Accounts.ExecuteUpdateAsync(
                a => a.SetProperty(p => p.ProtectedSecret, $"sealed:{secret}"),
                Ct
            )
        );

    private Task<Account> StoredAsync() =>
        slice.DbAsync(db => db.Accounts.AsNoTracking().SingleAsync(Ct));

    private Task<List<DueRow>> NoticesAsync() =>
        slice.DbAsync(db => db.Set<DueRow>().Where(r => r.Kind == Outbox.Notice).ToListAsync(Ct));

    private sealed class RenewedNetwork : IRenewsSessions
    {
        private readonly ConcurrentQueue<SessionRenewal> answers = new();

        public string Name => "Renewed";
        public ConcurrentQueue<string?> Got { get; } = new();
        public Func<Task>? Meanwhile { get; set; }

        public void Next(SessionRenewal answer) => answers.Enqueue(answer);

        public async Task<SessionRenewal> RenewAsync(NetworkAccount account, CancellationToken ct)
        {
            Got.Enqueue(account.Secret);
            if (Meanwhile is { } wait)
                await wait();
            return answers.TryDequeue(out var told)
                ? told
                : new SessionRenewal.Renewed($"{account.Secret}+1", SecretEndsAt: null);
        }
    }
}
