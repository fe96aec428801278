using Microsoft.EntityFrameworkCore;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Digests;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Digests;

/// <summary>Asking for the digest, looking behind it, and saying when it is told.</summary>
internal sealed class DigestVerbs(
    SocialBotDb db,
    AskDigest askDigest,
    SetDigestPlan setPlan,
    ReadDigestRows readRows,
    ListTopPosts listTop
) : IVerbs
{
    private const Roles Keepers = Roles.Analyst | Roles.Admin;

    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<DigestVerbs>("digest.now", (v, ask, ct) => v.NowAsync(ask, ct)),
        Verb.Of<DigestVerbs>("digest.details", (v, ask, ct) => v.DetailsAsync(ask, ct)),
        Verb.Of<DigestVerbs>("digest.top", (v, ask, ct) => v.TopAsync(ask, ct)),
        Verb.Of<DigestVerbs>("digest.at", (v, ask, ct) => v.AtAsync(ask, ct)) with
        {
            Needs = Keepers,
            Acts = true,
            Fields = [new FormField("when") { MaxLength = 40 }],
        },
        Verb.Of<DigestVerbs>(
            "digest.mute",
            (v, ask, ct) => v.SetAsync(ask, new DigestChange.Mute(), ct)
        ) with
        {
            Needs = Keepers,
            Acts = true,
        },
        Verb.Of<DigestVerbs>(
            "digest.unmute",
            (v, ask, ct) => v.SetAsync(ask, new DigestChange.Unmute(), ct)
        ) with
        {
            Needs = Keepers,
            Acts = true,
        },
    ];

    private async Task<Reply> NowAsync(Ask ask, CancellationToken ct)
    {
        var here = ask.By.Room?.Purpose == RoomPurpose.Digests;
        await askDigest.RunAsync(ask.Member, here, ct);
        return Reply.Say(ask.Words["digest.now.coming"], ask.Words["digest.now.how"]);
    }

    private async Task<Reply> DetailsAsync(Ask ask, CancellationToken ct)
    {
        var id =
            ask.PartId
            ?? ask.Subject
            ?? await db
                .Digests.OrderByDescending(d => d.ToldAt)
                .Select(d => (long?)d.Id)
                .FirstOrDefaultAsync(ct);
        if (id is null)
            return Reply.Say(ask.Words["digest.details.no-digest"]);
        return await readRows.RunAsync(id.Value, ct) is { } rows
            ? DigestCards.Behind(rows, ask.By.Workspace.Name, ask.Words)
            : Card.Say(ask.Words["subject.none", id]);
    }

    private async Task<Reply> TopAsync(Ask ask, CancellationToken ct) =>
        DigestCards.Top(await listTop.RunAsync(ct), ask.By.Workspace.Name, ask.Words);

    private async Task<Reply> AtAsync(Ask ask, CancellationToken ct) =>
        TimeOfDay.Read(ask["when"]!) is { } time
            ? await SetAsync(ask, new DigestChange.TellAt(time), ct)
            : new Reply.Again("when", ask.Words["digest.at.unclear", ask["when"]]);

    private async Task<Reply> SetAsync(Ask ask, DigestChange change, CancellationToken ct)
    {
        switch (await setPlan.RunAsync(ask.Member, change, ct))
        {
            case Outcome<DigestSetting>.Refused { Why: var why }:
                return why;
            case Outcome<DigestSetting>.Done { Value: var set }:
                return Said(set, change, ask);
            default:
                throw new InvalidOperationException("An outcome is done or refused.");
        }
    }

    private static Reply Said(DigestSetting set, DigestChange change, Ask ask)
    {
        var words = ask.Words;
        var at = $"{set.Plan.At.ToString("HH:mm", words.Culture)} ({Words.ZoneName(words.Zone)})";
        var title =
            change is DigestChange.TellAt ? words["digest.at.done", at]
            : set.Plan.Muted ? words["digest.mute.done"]
            : words["digest.unmute.done", at];
        return set.Plan.Muted ? Reply.Say(title, words["digest.muted"])
            : set.NextAt is { } next && next > ask.By.Now
                ? Reply.Say(title, words["digest.next", next])
            : Reply.Say(title, words["digest.next.at-once"]);
    }
}
