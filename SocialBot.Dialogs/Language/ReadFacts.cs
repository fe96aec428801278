using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Language;

/// <summary>The sentence reader over the workspace's own accounts, for the conversation.</summary>
internal sealed partial class ReadFacts(
    SocialBotDb db,
    NetworkRulebook rulebook,
    SetPreferences people
) : IReadsSentences
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
        var notConnected = said.Networks.Except(accounts.Select(a => a.Network)).ToList();
        return new SentenceFacts(
            // Not even the others by themselves: whoever names a network wants the post there.
            notConnected.Count == 0
            && Chosen(said, accounts) is { Count: > 0 } chosen
                ? string.Join(',', chosen.Select(a => a.Id.ToString(CultureInfo.InvariantCulture)))
                : null,
            said.Text,
            said.WhenSaid,
            Number(said),
            said.Reason,
            await DelegateAsync(by, text, ct)
        )
        {
            NotConnected = notConnected,
            Network = said.Networks is [var only] ? only : null,
        };
    }

    /// <summary>A mention is kept as the member's name: the yes to this sentence is another turn, without it.</summary>
    private async Task<string?> DelegateAsync(Asker by, string text, CancellationToken ct) =>
        by.Turn.Mentions is [var mention, ..]
            ? (await people.FindByIdentityAsync(mention.User, ct))?.Name ?? mention.Name
        : StandIn().Match(text) is { Success: true } named ? named.Groups["name"].Value
        : null;

    /// <summary>"@Carl for me", "Carl stands in for me", "Carl vertritt mich".</summary>
    [GeneratedRegex(
        @"@(?<name>\p{L}[\p{L}\p{M}'’-]*)|(?<name>\p{L}[\p{L}\p{M}'’-]*)\s+(?:(?:acts|covers|decides|stands\s+in|steps\s+in)\s+for\s+me|for\s+me|für\s+mich|vertritt\s+mich)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex StandIn();

    /// <summary>A network means all its accounts, unless one of them was named by its handle.</summary>
    private static List<KnownAccount> Chosen(Entities said, List<KnownAccount> accounts)
    {
        if (said.AllAccounts)
            return [.. accounts.Where(a => !said.Excluded.Contains(a.Network))];
        // With one account there is nothing to choose.
        if (accounts is [var sole] && said.Networks.Count + said.Excluded.Count == 0)
            return [sole];
        return
        [
            .. said.Accounts,
            .. said
                .Networks.Where(n => !said.Accounts.Any(a => a.Network == n))
                .SelectMany(n => accounts.Where(a => a.Network == n)),
        ];
    }

    /// <summary>One number, or none: "approve 214 and 215" must not become one of them.</summary>
    private static long? Number(Entities said) =>
        said.Posts.Concat(said.Cases).Concat(said.Numbers).Distinct().ToList() is [var only]
            ? only
            : null;
}
