using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Posts;

/// <summary>Posts by their words, number or network, and by where a copy of them was published.</summary>
public sealed class FindPosts(SocialBotDb db, IEnumerable<IComposesCards> composers) : IFindsThings
{
    /// <summary>The texts of the newest so many are looked through: a copy's content is one value to the database.</summary>
    private const int LooksThrough = 1000;

    public string Shelf => "posts";

    public async Task<IReadOnlyList<ChatFind>> FindAsync(
        Asker by,
        string words,
        int skip,
        int count,
        CancellationToken ct
    )
    {
        var sought = words.Split(
            (char[]?)null,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        var posts = await db
            .Posts.AsNoTracking()
            .Where(p => p.Copies.Any(c => c.Status != CopyStatus.Discarded))
            .OrderByDescending(p => p.ChangedAt)
            .ThenByDescending(p => p.Id)
            .Take(LooksThrough)
            .Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .AsSplitQuery()
            .ToListAsync(ct);
        var finds = new List<ChatFind>();
        foreach (var post in posts.Where(p => sought.All(w => Says(p, w))).Skip(skip).Take(count))
            if (await FoundAsync(by, post, ct) is { } find)
                finds.Add(find);
        return finds;
    }

    public async Task<ChatFind?> UnfurlAsync(Asker by, string address, CancellationToken ct)
    {
        var plain = address.TrimEnd('/');
        var post = await db
            .Posts.AsNoTracking()
            .Where(p => p.Copies.Any(c => c.Permalink == plain || c.Permalink == plain + "/"))
            .Include(p => p.Copies)
                .ThenInclude(c => c.Account)
            .FirstOrDefaultAsync(ct);
        return post is null ? null : await FoundAsync(by, post, ct);
    }

    private static bool Says(Post post, string word) =>
        post.Id.ToString(CultureInfo.InvariantCulture) == word.TrimStart('#')
        || post.Living.Any(c =>
            c.Content.Text.Contains(word, StringComparison.OrdinalIgnoreCase)
            || c.Account.Label.Contains(word, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>What others are shown: as in a chat that is bound to nothing, and nothing to press but the way to it.</summary>
    private async Task<ChatFind?> FoundAsync(Asker by, Post post, CancellationToken ct)
    {
        var viewer = new CardViewer(by.Words.Language, Member: null, Room: null)
        {
            OnlyShows = true,
        };
        var composer = composers.First(c => c.Kind == "post");
        if (await composer.ComposeAsync(post.Id, viewer, ct) is not { } card)
            return null;
        var text = post.Living.Select(c => c.Content.Text).FirstOrDefault() ?? "";
        return new ChatFind(
            DrawCards.Short(text.ReplaceLineEndings(" "), 100),
            by.Words[
                "post.find.line",
                card.Title,
                by.Words.And(post.Living.Select(c => c.Account.Label).Distinct())
            ],
            card with
            {
                Subject = null,
                View = null,
                Viewers = [],
                Buttons = [.. card.Buttons.Where(b => b.Command is null)],
            }
        );
    }
}
