using SocialBot.Core.Due;
using SocialBot.Core.Media;
using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Links;

/// <summary>
/// Makes the link previews of a post's drafts, after each change of them and never on the turn. A copy that was submitted in the
/// meantime stays as its approvers see it, without one.
/// </summary>
public sealed class PreviewLinks(
    SocialBotDb db,
    PostHistory history,
    LinkCards cards,
    StorePicture storePicture,
    IEnumerable<IReadsPages> pages
) : IDoesDueWork
{
    public const string WorkKind = "link.preview";

    public string Kind => WorkKind;

    public TimeSpan? GivesUpAfter => TimeSpan.FromMinutes(10);

    public async Task<DueResult> RunAsync(DueClaim claim, CancellationToken ct)
    {
        if (await WantedAsync(claim.SubjectId, ct) is not { Count: > 0 } wanted)
            return DueResult.Finished;
        var made = new Dictionary<string, LinkCard>(StringComparer.Ordinal);
        foreach (var link in wanted.Select(c => c.Link).Distinct())
            made[link] = await MakeAsync(link, ct);

        // Reading took a while: what is true is looked up once more.
        db.ChangeTracker.Clear();
        if (await history.FindAsync(claim.SubjectId, ct) is not { } post)
            return DueResult.Finished;
        var changed = false;
        foreach (var copy in post.Living)
            if (cards.Wanted(copy) is { } link && made.TryGetValue(link, out var card))
                changed |= copy.Preview(card);
        if (changed)
            await history.WriteAsync(post, memberId: null, "post.link-preview", detail: null, ct);
        return DueResult.Finished;
    }

    private async Task<List<(long Id, string Link)>> WantedAsync(long postId, CancellationToken ct)
    {
        var post = await history.FindAsync(postId, ct);
        return
        [
            .. from copy in post?.Living ?? []
            let link = cards.Wanted(copy)
            where link is not null
            select (copy.Id, link),
        ];
    }

    private async Task<LinkCard> MakeAsync(string link, CancellationToken ct)
    {
        var read = pages.FirstOrDefault() is { } reader
            ? await reader.ReadAsync(new Uri(link), ct)
            : new PageReading.Unreadable();
        if (read is not PageReading.Read page)
            return new LinkCard(link, LinkCardState.Unreadable);
        var picture = page.Picture is null
            ? null
            : await storePicture.RunAsync(page.Picture, altText: null, ct);
        return new LinkCard(
            link,
            LinkCardState.Shown,
            Graphemes.Cut(page.Title, LinkCard.LongestTitle),
            Graphemes.Cut(page.Description, LinkCard.LongestDescription),
            (picture as Outcome<AttachedMedia>.Done)?.Value
        );
    }
}
