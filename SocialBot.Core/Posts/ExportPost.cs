using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Posts;

/// <summary>A post's whole history as a file: who did what to which revision when, with the hashes that chain it.</summary>
public sealed class ExportPost(SocialBotDb db)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>JSON in UTF-8; null when there is no such post in this workspace.</summary>
    public async Task<ChatFile?> RunAsync(long postId, CancellationToken ct)
    {
        var subject = PostHistory.Subject(postId);
        var entries = await db
            .Audit.AsNoTracking()
            .Where(e => e.Subject == subject)
            .OrderBy(e => e.Number)
            .ToListAsync(ct);
        if (entries.Count == 0)
            return null;
        var names = await db.Members.AsNoTracking().ToDictionaryAsync(m => m.Id, m => m.Name, ct);
        var history = new
        {
            Post = postId,
            Entries = entries.Select(e => new
            {
                e.Number,
                At = e.At.ToUniversalTime(),
                By = Name(e.MemberId),
                OnBehalfOf = Name(e.OnBehalfOfId),
                e.Action,
                e.Revision,
                e.Detail,
                e.Before,
                e.Hash,
            }),
        };
        return new ChatFile(
            FormattableString.Invariant($"post-{postId}.json"),
            "application/json",
            JsonSerializer.SerializeToUtf8Bytes(history, Readable)
        );

        string? Name(long? id) => id is { } known ? names.GetValueOrDefault(known) : null;
    }
}
