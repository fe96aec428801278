using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>Makes one text of a thread again: the one that it was split from, where its words are still the same.</summary>
public sealed class JoinThread(SocialBotDb db, PostHistory history, EditPost editPost)
{
    /// <param name="copyIds">Null = every copy that is a thread.</param>
    public async Task<Outcome<EditedPost>> RunAsync(
        Member by,
        long postId,
        IReadOnlyList<long>? copyIds,
        int? shownVersion,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        var threads = post
            .Living.Where(c =>
                c.CanChange
                && c.Content.Thread.Count > 0
                && (copyIds is null || copyIds.Contains(c.Id))
            )
            .ToList();
        if (threads.Count == 0)
            return new Refusal("thread.none", post.Id);
        var joined = new Dictionary<long, CopyContent>();
        foreach (var copy in threads)
            joined[copy.Id] = copy.Content with
            {
                Text = await BeforeAsync(copy, ct) ?? Whole(copy.Content),
                Thread = [],
            };
        return await editPost.EachAsync(
            by,
            postId,
            joined.Keys,
            shownVersion,
            copy => joined[copy.Id],
            ct
        );
    }

    /// <summary>The parts as one text, a paragraph each, without their numbers.</summary>
    internal static string Whole(CopyContent content)
    {
        if (content.Thread.Count == 0)
            return content.Text;
        string[] parts = [content.Text, .. content.Thread];
        return string.Join(
            "\n\n",
            parts.Select((part, i) => ThreadParts.Unnumbered(part, i, parts.Length))
        );
    }

    private async Task<string?> BeforeAsync(Copy copy, CancellationToken ct)
    {
        var revisions = await db
            .Revisions.AsNoTracking()
            .Where(r => r.CopyId == copy.Id)
            .OrderByDescending(r => r.Id)
            .Take(50)
            .ToListAsync(ct);
        var words = Letters(Whole(copy.Content));
        return revisions
            .Select(r => r.Content)
            .FirstOrDefault(c => c.Thread.Count == 0 && Letters(c.Text) == words)
            ?.Text;
    }

    private static string Letters(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
