using SocialBot.Core.Networks;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Posts;

/// <summary>Makes a thread of every copy that is too long for one post, where the network has threads.</summary>
public sealed class SplitIntoThread(
    PostHistory history,
    NetworkRulebook rulebook,
    EditPost editPost
)
{
    /// <param name="copyIds">Null = every copy that is too long.</param>
    /// <param name="numbered">Each part ends with its number, <c>1/3</c>.</param>
    public async Task<Outcome<EditedPost>> RunAsync(
        Member by,
        long postId,
        IReadOnlyList<long>? copyIds,
        bool numbered,
        int? shownVersion,
        CancellationToken ct
    )
    {
        if (await history.FindAsync(postId, ct) is not { } post)
            return new Refusal("post.unknown", postId);
        var meant = post
            .Living.Where(c => c.CanChange && (copyIds is null || copyIds.Contains(c.Id)))
            .ToList();
        var able = meant.Where(c => rulebook.For(c.Account.Network) is { Thread: true }).ToList();
        if (able.Count == 0)
            return new Refusal("thread.not-there", post.Id);
        var split = new Dictionary<long, CopyContent>();
        foreach (var copy in able)
        {
            var rules = rulebook.For(copy.Account.Network)!;
            if (!IsTooLong(rules, copy.Content))
                continue;
            if (Split(rules, copy.Content, numbered) is not { } content)
                return new Refusal("thread.cannot", copy.Account.Label);
            split[copy.Id] = content;
        }
        return split.Count == 0
            ? new Refusal("thread.not-needed", post.Id)
            : await editPost.EachAsync(
                by,
                postId,
                split.Keys,
                shownVersion,
                copy => split[copy.Id],
                ct
            );
    }

    /// <summary>Whether a part is too long for one post.</summary>
    public static bool IsTooLong(NetworkRules rules, CopyContent content) =>
        rules.Measure(content.Text, content.Media.Count > 0).Over
        || content.Thread.Any(part => rules.Measure(part).Over);

    private static CopyContent? Split(NetworkRules rules, CopyContent content, bool numbered)
    {
        var parts = ThreadParts.Split(
            JoinThread.Whole(content),
            (part, text) => rules.Measure(text, part == 0 && content.Media.Count > 0),
            numbered
        );
        return parts is null ? null : content with { Text = parts[0], Thread = [.. parts.Skip(1)] };
    }
}
