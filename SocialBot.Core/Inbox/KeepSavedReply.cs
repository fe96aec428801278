using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Saves a text to answer with under a name; the same name again replaces the text.</summary>
public sealed class KeepSavedReply(SocialBotDb db, TimeProvider clock)
{
    public const int MostName = 40;
    public const int MostText = 4000;

    /// <summary>Names differ by more than case and white space.</summary>
    public static string NameOf(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ToLowerInvariant();

    public async Task<Outcome<SavedReply>> RunAsync(
        Member by,
        string name,
        string text,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.CommunityManager | Roles.Approver | Roles.Admin))
            return new Refusal("saved-reply.not-allowed");
        var plain = NameOf(name);
        if (plain.Length is 0 or > MostName)
            return new Refusal("saved-reply.name", MostName);
        if (string.IsNullOrWhiteSpace(text))
            return new Refusal("reply.empty");
        if (text.Length > MostText)
            return new Refusal("saved-reply.too-long", text.Length, MostText);
        if (ReplyVariables.FirstUnknown(text) is { } unknown)
            return new Refusal("reply.unknown-variable", unknown);
        var saved = await db.SavedReplies.FirstOrDefaultAsync(r => r.Name == plain, ct);
        if (saved is null)
            db.SavedReplies.Add(saved = new SavedReply { Name = plain, Text = "" });
        saved.Text = text.Trim();
        saved.MemberId = by.Id;
        saved.ChangedAt = clock.GetUtcNow();
        db.Record(
            new AuditEntry
            {
                At = clock.GetUtcNow(),
                MemberId = by.Id,
                Action = "saved-reply.keep",
                Subject = $"saved-reply:{plain}",
            }
        );
        await db.SaveChangesAsync(ct);
        return saved;
    }
}
