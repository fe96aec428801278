using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Publishing;

/// <summary>Loads the bytes of a copy's pictures, in one query.</summary>
public sealed class ReadMedia(SocialBotDb db)
{
    public async Task<IReadOnlyList<OutgoingMedia>> RunAsync(
        CopyContent content,
        CancellationToken ct
    )
    {
        if (content.Media.Count == 0)
            return [];
        var ids = content.Media.Select(m => m.MediaId).ToList();
        var stored = await db
            .Media.AsNoTracking()
            .Where(m => ids.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, ct);
        return
        [
            .. content.Media.Select(m => new OutgoingMedia(
                m.ContentType,
                stored[m.MediaId].Bytes,
                m.AltText,
                $"{m.Sha256[..12]}.{m.ContentType.Split('/')[1]}"
            )),
        ];
    }
}
