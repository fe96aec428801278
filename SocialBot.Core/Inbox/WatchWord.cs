using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Listens for a word or phrase from now on, wherever a connected network can be searched or tells of everything.</summary>
public sealed class WatchWord(SocialBotDb db, NetworkCatalogue networks, TimeProvider clock)
{
    private static readonly char[] Quotes = ['"', '“', '”', '„', '«', '»', '\'', '‘', '’', '‚'];

    /// <param name="said">As it was typed, with or without quotation marks.</param>
    public async Task<Outcome<WatchedWord>> RunAsync(Member by, string said, CancellationToken ct)
    {
        if (!by.Has(Roles.CommunityManager | Roles.Admin))
            return new Refusal("watch.not-allowed");
        var phrase = Bare(said);
        var folded = Phrases.Fold(phrase);
        if (folded.Length is < WatchedWord.Shortest or > WatchedWord.Longest)
            return new Refusal("watch.length", WatchedWord.Shortest, WatchedWord.Longest);
        if (!folded.Any(char.IsLetterOrDigit))
            return new Refusal("watch.no-words");
        if (await db.WatchedWords.AnyAsync(w => w.Folded == folded, ct))
            return new Refusal("watch.already", phrase);
        if (await db.WatchedWords.CountAsync(ct) >= WatchedWord.Most)
            return new Refusal("watch.too-many", WatchedWord.Most);
        var word = new WatchedWord
        {
            Phrase = phrase,
            Folded = folded,
            MemberId = by.Id,
            At = clock.GetUtcNow(),
        };
        db.WatchedWords.Add(word);
        Record(by, "watch.keep", phrase);
        await SearchWords.QueueAsync(db, networks, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);
        return word;
    }

    /// <summary>Stops listening for it. What it found stays.</summary>
    public async Task<Outcome<WatchedWord>> StopAsync(Member by, string said, CancellationToken ct)
    {
        if (!by.Has(Roles.CommunityManager | Roles.Admin))
            return new Refusal("watch.not-allowed");
        var folded = Phrases.Fold(Bare(said));
        if (await db.WatchedWords.FirstOrDefaultAsync(w => w.Folded == folded, ct) is not { } word)
            return new Refusal("watch.unknown", Bare(said));
        db.WatchedWords.Remove(word);
        Record(by, "watch.drop", word.Phrase);
        await db.SaveChangesAsync(ct);
        return word;
    }

    public async Task<WatchedWords> ListAsync(CancellationToken ct)
    {
        var accounts = await db
            .Accounts.Where(a => a.DisconnectedAt == null)
            .Select(a => a.Network)
            .Distinct()
            .ToListAsync(ct);
        return new WatchedWords(
            await db.WatchedWords.AsNoTracking().OrderBy(w => w.Folded).ToListAsync(ct),
            [.. accounts.Where(n => networks.Find<ISearchesPosts>(n) is not null).Order()]
        );
    }

    private static string Bare(string said) =>
        string.Join(
            ' ',
            said.Trim().Trim(Quotes).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    private void Record(Member by, string action, string phrase) =>
        db.Record(
            new AuditEntry
            {
                At = clock.GetUtcNow(),
                MemberId = by.Id,
                Action = action,
                Subject = "watch",
                Detail = phrase,
            }
        );
}

/// <param name="Networks">Connected ones that can be searched.</param>
public sealed record WatchedWords(IReadOnlyList<WatchedWord> Words, IReadOnlyList<string> Networks);
