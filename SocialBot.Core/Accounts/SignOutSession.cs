using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Accounts;

/// <summary>Ends a session at its network after the account was disconnected. Tried for a day; then it ends by itself some time.</summary>
public sealed class SignOutSession(
    SocialBotDb db,
    NetworkCatalogue networks,
    IKeepsSecrets secrets,
    TimeProvider clock
) : IDoesDueWork
{
    public const string WorkKind = "account.sign-out";

    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(5);

    public string Kind => WorkKind;

    public TimeSpan? GivesUpAfter => TimeSpan.FromDays(1);

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var account = await db
            .Accounts.AsNoTracking()
            .FirstOrDefaultAsync(a => a.Id == claim.SubjectId, ct);
        if (account is null || networks.Find<ISignsOut>(account.Network) is not { } network)
            return DueResult.Finished;
        var secret = secrets.Unprotect(
            account.WorkspaceId,
            account.Network,
            account.RemoteId,
            claim.Payload!
        );
        return await network.SignOutAsync(account.Open(secrets) with { Secret = secret }, ct)
            ? DueResult.Finished
            : new DueResult.Again(clock.GetUtcNow() + Wait);
    }
}
