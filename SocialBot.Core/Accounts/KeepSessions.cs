using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Accounts;

/// <summary>
/// Renews sessions, one at a time per account. Many networks take a renewal token once: what came of it is stored, encrypted, before anybody
/// uses it, and only over the secret it was made from. A newer one of another process stays, and is what the caller gets.
/// </summary>
public sealed partial class KeepSessions(
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<KeepSessions> log
) : IKeepsSessions
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, Lazy<Task<SessionRenewal>>> underWay = new();

    public Task<SessionRenewal> RenewAsync(NetworkAccount account, CancellationToken ct)
    {
        // Not with the caller's token: a renewal that has left is stored, whoever no longer waits for it.
        var mine = new Lazy<Task<SessionRenewal>>(() =>
            Task.Run(() => OnceAsync(account), CancellationToken.None)
        );
        return underWay.GetOrAdd(account.Id, mine).Value.WaitAsync(ct);
    }

    private async Task<SessionRenewal> OnceAsync(NetworkAccount account)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<WorkspaceScope>().Enter(account.WorkspaceId);
            return await RenewAsync(scope.ServiceProvider, account);
        }
        finally
        {
            underWay.TryRemove(account.Id, out _);
        }
    }

    private async Task<SessionRenewal> RenewAsync(IServiceProvider services, NetworkAccount account)
    {
        var db = services.GetRequiredService<SocialBotDb>();
        var secrets = services.GetRequiredService<IKeepsSecrets>();
        if (await StoredAsync(db, account.Id) is not { ProtectedSecret: { } before } stored)
            return new SessionRenewal.SignInNeeded("disconnected");
        if (stored.Open(secrets).Secret is { } kept && kept != account.Secret)
            return new SessionRenewal.Renewed(kept, stored.SecretEndsAt);
        if (stored.SignInNeeded is { } reason)
            return new SessionRenewal.SignInNeeded(reason);

        // The networks are asked for here: they are made of what renews their sessions.
        var answer = await CallAsync(
            services.GetRequiredService<NetworkCatalogue>(),
            stored.Open(secrets)
        );
        var written = answer switch
        {
            SessionRenewal.Renewed renewed => await StoreAsync(
                db,
                stored,
                before,
                secrets.Protect(
                    stored.WorkspaceId,
                    stored.Network,
                    stored.RemoteId,
                    renewed.Secret
                ),
                renewed.SecretEndsAt
            ),
            SessionRenewal.SignInNeeded ended => await EndAsync(db, stored, before, ended.Reason),
            _ => true,
        };
        if (written)
            return answer;

        LogOvertaken(account.Network, account.Id);
        return await StoredAsync(db, account.Id) is { ProtectedSecret: not null } newer
            ? new SessionRenewal.Renewed(newer.Open(secrets).Secret!, newer.SecretEndsAt)
            : new SessionRenewal.SignInNeeded("disconnected");
    }

    private async Task<SessionRenewal> CallAsync(NetworkCatalogue networks, NetworkAccount account)
    {
        if (networks.Find<IRenewsSessions>(account.Network) is not { } network)
            return new SessionRenewal.SignInNeeded("the session has ended");
        using var longest = new CancellationTokenSource(LongestCall, clock);
        try
        {
            return await network.RenewAsync(account, longest.Token);
        }
        catch (OperationCanceledException) when (longest.IsCancellationRequested)
        {
            return new SessionRenewal.NotNow("no answer within a minute", After: null);
        }
    }

    private static Task<Account?> StoredAsync(SocialBotDb db, long id) =>
        db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.DisconnectedAt == null);

    private async Task<bool> StoreAsync(
        SocialBotDb db,
        Account account,
        string before,
        string after,
        DateTimeOffset? endsAt
    )
    {
        await using var whole = await db.BeginAsync(CancellationToken.None);
        var rows = await db
            .Accounts.Where(a => a.Id == account.Id && a.ProtectedSecret == before)
            .ExecuteUpdateAsync(a =>
                a.SetProperty(p => p.ProtectedSecret, after)
                    .SetProperty(p => p.SecretEndsAt, endsAt)
                    .SetProperty(p => p.SignInNeeded, (string?)null)
            );
        if (rows == 0)
            return false;
        db.LookAtHealth(account.Id, clock.GetUtcNow());
        await db.SaveChangesAsync(CancellationToken.None);
        await whole.CommitAsync(CancellationToken.None);
        return true;
    }

    private async Task<bool> EndAsync(SocialBotDb db, Account account, string before, string reason)
    {
        await using var whole = await db.BeginAsync(CancellationToken.None);
        var rows = await db
            .Accounts.Where(a => a.Id == account.Id && a.ProtectedSecret == before)
            .ExecuteUpdateAsync(a => a.SetProperty(p => p.SignInNeeded, reason));
        if (rows == 0)
            return false;
        db.LookAtHealth(account.Id, clock.GetUtcNow());
        await db.SaveChangesAsync(CancellationToken.None);
        await whole.CommitAsync(CancellationToken.None);
        LogEnded(account.Network, account.Id);
        return true;
    }

    [LoggerMessage(
        LogLevel.Information,
        "A newer session of {Network} account {AccountId} was stored meanwhile; it stays"
    )]
    private partial void LogOvertaken(string network, long accountId);

    [LoggerMessage(
        LogLevel.Warning,
        "The session of {Network} account {AccountId} cannot be renewed; a person must sign in"
    )]
    private partial void LogEnded(string network, long accountId);
}
