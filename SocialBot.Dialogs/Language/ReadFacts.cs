using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Language;

/// <summary>The sentence reader over the workspace's own accounts, for the conversation.</summary>
internal sealed class ReadFacts(SocialBotDb db) : IReadsSentences
{
    public async Task<SentenceFacts> ReadAsync(Asker by, string text, CancellationToken ct)
    {
        var accounts = await db
            .Accounts.AsNoTracking()
            .Where(a => a.DisconnectedAt == null)
            .OrderBy(a => a.Id)
            .Select(a => new KnownAccount(a.Id, a.Network, a.Handle))
            .ToListAsync(ct);
        var said = SentenceReader.Read(
            text,
            new SentenceContext(
                [.. accounts.Select(a => a.Network).Distinct()],
                accounts,
                by.Now,
                by.Zone,
                by.Words.Language
            )
        );
        return new SentenceFacts(
            Chosen(said, accounts) is { Count: > 0 } chosen
                ? string.Join(',', chosen.Select(a => a.Id.ToString(CultureInfo.InvariantCulture)))
                : null,
            said.Text,
            said.WhenSaid,
            Number(said),
            said.Reason
        );
    }

    /// <summary>None when a network was named on which there are several accounts: then the form asks which.</summary>
    private static List<KnownAccount> Chosen(Entities said, List<KnownAccount> accounts)
    {
        if (said.AllAccounts)
            return [.. accounts.Where(a => !said.Excluded.Contains(a.Network))];
        var chosen = said.Accounts.ToList();
        foreach (var network in said.Networks.Where(n => !chosen.Exists(a => a.Network == n)))
        {
            if (accounts.Where(a => a.Network == network).ToList() is not [var only])
                return [];
            chosen.Add(only);
        }
        return chosen;
    }

    /// <summary>One number, or none: "approve 214 and 215" must not become one of them.</summary>
    private static long? Number(Entities said) =>
        said.Posts.Concat(said.Cases).Concat(said.Numbers).Distinct().ToList() is [var only]
            ? only
            : null;
}
