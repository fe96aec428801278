using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>A remark for the team, whoever holds the case.</summary>
public sealed class NoteCase(SocialBotDb db, CaseDesk desk, TimeProvider clock)
{
    public const int Most = 2000;

    public async Task<Outcome<Case>> RunAsync(
        Member by,
        long caseId,
        string text,
        CancellationToken ct
    )
    {
        var opened = await desk.OpenAsync(
            by,
            caseId,
            shownVersion: null,
            ct,
            evenIfHeld: true,
            evenIfClosed: true
        );
        if (opened is not Outcome<Case>.Done { Value: var found })
            return opened;
        if (string.IsNullOrWhiteSpace(text))
            return new Refusal("note.empty");
        if (text.Length > Most)
            return new Refusal("note.too-long", text.Length, Most);
        db.CaseNotes.Add(
            new CaseNote
            {
                CaseId = caseId,
                MemberId = by.Id,
                Text = text.Trim(),
                At = clock.GetUtcNow(),
            }
        );
        await desk.WriteAsync(found, by.Id, "case.note", detail: null, ct);
        return found;
    }
}
