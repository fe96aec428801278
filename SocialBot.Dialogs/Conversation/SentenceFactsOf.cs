using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Language;

namespace SocialBot.Dialogs.Conversation;

/// <summary>Reads a sentence against the workspace's accounts; which networks it means becomes which accounts.</summary>
internal sealed class SentenceFactsOf(SocialBotDb db, NetworkRulebook rulebook) : IReadsSentences
{
    public async Task<SentenceFacts> ReadAsync(Asker by, string text, CancellationToken ct)
    {
        var accounts = (
            await db
                .Accounts.AsNoTracking()
                .Where(a => a.DisconnectedAt == null)
                .OrderBy(a => a.Id)
                .Select(a => new
                {
                    a.Id,
                    a.Network,
                    a.Handle,
                })
                .ToListAsync(ct)
        ).Select(a => new KnownAccount(a.Id, a.Network, a.Handle)).ToList();
        var found = SentenceReader.Read(
            text,
            new SentenceContext(
                [
                    .. accounts
                        .Select(a => a.Network)
                        .Concat(rulebook.All.Select(r => r.Network))
                        .Distinct(StringComparer.OrdinalIgnoreCase),
                ],
                accounts,
                by.Now,
                by.Zone,
                by.Words.Language
            )
        );
        var notConnected = found.Networks.Except(accounts.Select(a => a.Network)).ToList();
        // Not even the others by themselves: whoever names a network wants the post there.
        var meant = accounts
            .Where(_ => notConnected.Count == 0)
            .Where(a =>
                !found.Excluded.Contains(a.Network)
                && (
                    found.AllAccounts
                    || found.Networks.Contains(a.Network)
                    || found.Accounts.Any(named => named.Id == a.Id)
                )
            )
            .Select(a => a.Id.ToString(CultureInfo.InvariantCulture))
            .ToList();
        // With one account there is nothing to choose.
        if (meant.Count == 0 && accounts.Count == 1 && found.Networks.Count == 0)
            meant = [accounts[0].Id.ToString(CultureInfo.InvariantCulture)];
        return new SentenceFacts(
            meant.Count == 0 ? null : string.Join(',', meant),
            found.Text,
            found.WhenSaid,
            found.PostNumbers.Concat(found.Cases).Select(n => (long?)n).FirstOrDefault(),
            found.Reason
        )
        {
            NotConnected = notConnected,
        };
    }
}
