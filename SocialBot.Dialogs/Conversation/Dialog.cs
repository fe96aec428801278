using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// What a person has begun in a conversation and not finished: a verb and what is known of its fields. One at a time per person
/// and conversation; it survives a restart.
/// </summary>
/// <param name="Confirms">Everything is known; only a yes is awaited.</param>
/// <param name="Answered">Fields in the order they were answered, for <c>back</c>.</param>
public sealed record Dialog(
    string Verb,
    long? Subject,
    int? ShownVersion,
    string? Part,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<string> Answered,
    bool Confirms
)
{
    /// <summary>Raised whenever an older row can no longer be read as this record.</summary>
    public const int Shape = 1;

    public Ask ToAsk(Asker by, Verb verb) =>
        new(by, verb)
        {
            Subject = Subject,
            ShownVersion = ShownVersion,
            Part = Part,
            Values = Values,
        };
}

/// <summary>Keeps the dialog of a person in a conversation.</summary>
public sealed class DialogStore(SocialBotDb db)
{
    private (long Member, string Platform, string Conversation)? looked;

    public async Task<StoredDialog> FindAsync(Asker by, CancellationToken ct)
    {
        if (await RowAsync(by, ct) is not { } row)
            return new StoredDialog(Dialog: null, Unreadable: false);
        try
        {
            return
                row.Shape == Dialog.Shape
                && JsonSerializer.Deserialize<Dialog>(row.Json, JsonSerializerOptions.Web)
                    is { } dialog
                ? new StoredDialog(dialog, Unreadable: false)
                : new StoredDialog(Dialog: null, Unreadable: true);
        }
        catch (JsonException)
        {
            return new StoredDialog(Dialog: null, Unreadable: true);
        }
    }

    public async Task KeepAsync(Asker by, Dialog dialog, CancellationToken ct)
    {
        var json = JsonSerializer.Serialize(dialog, JsonSerializerOptions.Web);
        if (await RowAsync(by, ct) is { } row)
        {
            row.Kind = dialog.Verb;
            row.Shape = Dialog.Shape;
            row.Json = json;
            row.ChangedAt = by.Now;
        }
        else
        {
            db.OpenForms.Add(
                new OpenForm
                {
                    MemberId = by.Member.Id,
                    Platform = by.Turn.In.Platform,
                    Conversation = by.Turn.In.Conversation,
                    Kind = dialog.Verb,
                    Shape = Dialog.Shape,
                    Json = json,
                    ChangedAt = by.Now,
                }
            );
        }
    }

    public async Task<bool> EndAsync(Asker by, CancellationToken ct)
    {
        if (await RowAsync(by, ct) is not { } row)
            return false;
        db.OpenForms.Remove(row);
        return true;
    }

    // Local first: a dialog begun and ended in one turn is not in the database yet. A turn asks several times, the database once.
    private async Task<OpenForm?> RowAsync(Asker by, CancellationToken ct)
    {
        var place = (by.Member.Id, by.Turn.In.Platform, by.Turn.In.Conversation);
        if (looked != place)
        {
            await db
                .OpenForms.Where(f =>
                    f.MemberId == by.Member.Id
                    && f.Platform == by.Turn.In.Platform
                    && f.Conversation == by.Turn.In.Conversation
                )
                .LoadAsync(ct);
            looked = place;
        }
        return db.OpenForms.Local.FirstOrDefault(f =>
            f.MemberId == by.Member.Id
            && f.Platform == by.Turn.In.Platform
            && f.Conversation == by.Turn.In.Conversation
        );
    }
}

/// <param name="Unreadable">There was one, of a shape this build does not know: it ends aloud.</param>
public sealed record StoredDialog(Dialog? Dialog, bool Unreadable);
