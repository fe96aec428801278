using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Accounts;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>Polls one account for what is new, page by page from where it stood, and comes back after <see cref="InboxOptions.ReadEvery"/>.</summary>
public sealed class ReadInbox(
    SocialBotDb db,
    NetworkCatalogue networks,
    IKeepsSecrets secrets,
    ReceiveItems receive,
    StreamPulse pulse,
    IOptions<InboxOptions> options,
    TimeProvider clock
) : IDoesDueWork
{
    public const string WorkKind = "inbox.read";

    /// <summary>Other accounts want their turn too: a long backlog goes on in the next round.</summary>
    private const int MostPages = 20;

    private static readonly TimeSpan NotNowWait = TimeSpan.FromMinutes(5);

    public string Kind => WorkKind;

    public static string Subject(long accountId) =>
        FormattableString.Invariant($"account:{accountId}");

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.Id == claim.SubjectId, ct);
        if (
            account is null or { DisconnectedAt: not null }
            || networks.Find<IReadsMentions>(account.Network) is not { } network
        )
            return DueResult.Finished;
        // Whoever signs in again makes it readable; until then nothing is asked.
        if (account.SignInNeeded is not null)
            return Again(options.Value.ReadEvery);

        for (var page = 0; page < MostPages; page++)
        {
            var reading = await network.ReadAsync(account.Open(secrets), account.InboxCursor, ct);
            switch (reading)
            {
                case MentionPage.Items items:
                    await receive.RunAsync(
                        account.Id,
                        items.Found,
                        ct,
                        new CameBy.Polled(items.Cursor, items.More)
                    );
                    if (!items.More)
                        return Again(Pause(account.Network));
                    break;
                case MentionPage.NotNow later:
                    return Again(later.After ?? NotNowWait);
                case MentionPage.SignInNeeded signIn:
                    await AskToSignInAsync(account, signIn.Reason, ct);
                    return Again(options.Value.ReadEvery);
            }
        }
        return Again(TimeSpan.Zero);
    }

    /// <summary>Where the network tells of everything by itself, polling only fills gaps.</summary>
    private TimeSpan Pause(string network) =>
        pulse.Beats(network) && options.Value.BackfillEvery > options.Value.ReadEvery
            ? options.Value.BackfillEvery
            : options.Value.ReadEvery;

    private async Task AskToSignInAsync(Account account, string reason, CancellationToken ct)
    {
        db.AskToSignIn(account, reason, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    private DueResult.Again Again(TimeSpan after) => new(clock.GetUtcNow() + after);
}
