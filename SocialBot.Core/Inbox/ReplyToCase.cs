using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Due;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>The claimer answers, freely or with a saved reply. It leaves after <see cref="InboxOptions.UndoFor"/>, until which Undo stops it.</summary>
public sealed class ReplyToCase(
    SocialBotDb db,
    CaseDesk desk,
    NetworkCatalogue networks,
    NetworkRulebook rulebook,
    IOptions<InboxOptions> options,
    TimeProvider clock
)
{
    /// <param name="text">The answer, variables allowed; where blank, <paramref name="savedReply"/> is taken by its name.</param>
    /// <param name="shownVersion">The version on the card that was read; null for a typed command.</param>
    public async Task<Outcome<Reply>> RunAsync(
        Member by,
        long caseId,
        int? shownVersion,
        string? text,
        string? savedReply,
        CancellationToken ct
    )
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion, ct);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return ((Outcome<Case>.Refused)opened).Why;
        if (found.HeldBy(clock.GetUtcNow()) != by.Id)
            return new Refusal("reply.claim-first", caseId);
        if (networks.Find<IReplies>(found.Account.Network) is null)
            return new Refusal("reply.not-offered", found.Account.Network);
        if (found.Account.SignInNeeded is { } signIn)
            return new Refusal("account.sign-in", found.Account.Label, signIn);
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, ct);
        if (workspace.Pause is { } pause)
            return new Refusal("pause.on", pause.Since, pause.Reason);
        if (
            await db.Replies.AnyAsync(
                r =>
                    r.CaseId == caseId
                    && (
                        r.State == ReplyState.Waiting
                        || r.State == ReplyState.Sending
                        || r.State == ReplyState.Unconfirmed
                    ),
                ct
            )
        )
            return new Refusal("reply.on-its-way", caseId);

        var words = await WordsAsync(text, savedReply, ct);
        if (words is not Outcome<string>.Done { Value: var template })
            return ((Outcome<string>.Refused)words).Why;
        var to = await db
            .CaseItems.Where(i => i.CaseId == caseId && i.Role != ItemRole.Similar)
            .OrderBy(i => i.GoneAt != null)
            .ThenByDescending(i => i.At)
            .ThenByDescending(i => i.Id)
            .FirstAsync(ct);
        if (to.IsBrought)
            return new Refusal("reply.brought", caseId);
        if (to.GoneAt is not null)
            return new Refusal("item.gone", caseId);
        var final = ReplyVariables.Fill(template, to, workspace.Name, by.Name);
        if (rulebook.For(found.Account.Network)?.MeasureComment(final) is { Over: true } length)
            return new Refusal("reply.too-long", length.Count, length.Limit, length.Unit);
        return await WriteAsync(by, found, to, final, ct);
    }

    private async Task<Outcome<string>> WordsAsync(
        string? text,
        string? savedReply,
        CancellationToken ct
    )
    {
        if (string.IsNullOrWhiteSpace(text) && !string.IsNullOrWhiteSpace(savedReply))
        {
            var name = KeepSavedReply.NameOf(savedReply);
            text = await db
                .SavedReplies.Where(r => r.Name == name)
                .Select(r => r.Text)
                .FirstOrDefaultAsync(ct);
            if (text is null)
                return new Refusal("saved-reply.unknown", name);
        }
        if (string.IsNullOrWhiteSpace(text))
            return new Refusal("reply.empty");
        // A place that nobody filled must not reach a customer.
        if (ReplyVariables.FirstUnknown(text) is { } unknown)
            return new Refusal("reply.unknown-variable", unknown);
        return text.Trim();
    }

    private async Task<Outcome<Reply>> WriteAsync(
        Member by,
        Case @case,
        CaseItem to,
        string text,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var reply = new Reply
        {
            CaseId = @case.Id,
            AccountId = @case.AccountId,
            ItemId = to.Id,
            InReplyTo = to.RemoteId,
            Text = text,
            MemberId = by.Id,
            WrittenAt = now,
            LeavesAt = now + options.Value.UndoFor,
        };
        await using var own = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(ct)
            : null;
        db.Replies.Add(reply);
        await db.SaveChangesAsync(ct); // its id
        db.Queue(
            new DueWork(
                Lane.Network,
                SendReply.WorkKind,
                SendReply.Subject(reply.Id),
                reply.LeavesAt
            )
        );
        @case.TakeUp();
        await desk.WriteAsync(@case, by.Id, "case.reply", detail: null, ct);
        if (own is not null)
            await own.CommitAsync(ct);
        return reply;
    }
}
