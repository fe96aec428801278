using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Publishing;

/// <summary>Short notices about posts, approvals and pauses, in the reader's words when they are delivered.</summary>
public sealed class PublishingNotices(SocialBotDb db) : IComposesNotices
{
    public async Task<Card?> ComposeAsync(
        string notice,
        string? payload,
        CardViewer viewer,
        CancellationToken ct
    )
    {
        var facts = payload is null
            ? new NoticeFacts()
            : JsonSerializer.Deserialize<NoticeFacts>(payload, JsonSerializerOptions.Web)!;
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var words = Words.For(viewer, workspace);
        var card = notice switch
        {
            "post.published" => AboutPost(
                words["notice.post.published", facts.Post, await NetworkAsync(facts, ct)],
                body: null,
                facts,
                words,
                Tone.Good
            ),
            "post.missed" => AboutPost(
                words["notice.post.missed", facts.Post],
                words["notice.post.missed.body"],
                facts,
                words,
                Tone.Warning
            ),
            "post.trouble" => AboutPost(
                words["notice.post.trouble", facts.Post, await NetworkAsync(facts, ct)],
                body: null,
                facts,
                words,
                Tone.Bad
            ),
            "post.part-trouble" => AboutPost(
                words[
                    "notice.post.part-trouble",
                    facts.Post,
                    await NetworkAsync(facts, ct),
                    facts.Part
                ],
                words["notice.post.part-trouble.body"],
                facts,
                words,
                Tone.Warning
            ),
            "post.comment-trouble" => AboutPost(
                words["notice.post.comment-trouble", facts.Post, await NetworkAsync(facts, ct)],
                body: null,
                facts,
                words,
                Tone.Warning
            ),
            "account.sign-in" => AboutPost(
                words["notice.account.sign-in", await AccountAsync(facts, ct)],
                words["notice.account.sign-in.body", facts.Post],
                facts,
                words,
                Tone.Bad
            ),
            "approval.reminder" or "approval.escalation" => AboutPost(
                words[$"notice.{notice}", facts.Post],
                facts.By is { } by ? words[$"notice.{notice}.by", by] : null,
                facts,
                words,
                Tone.Warning
            ),
            "workspace.paused" => Card.Say(
                words["notice.workspace.paused", facts.Who],
                words["notice.workspace.paused.body", facts.Reason]
            ) with
            {
                Tone = Tone.Warning,
            },
            "workspace.resumed" => Card.Say(words["notice.workspace.resumed", facts.Who]),
            _ => null,
        };
        return card is null ? null : card with { Workspace = workspace.Name };
    }

    private static Card AboutPost(
        string title,
        string? body,
        NoticeFacts facts,
        Words words,
        Tone tone
    ) =>
        new()
        {
            Title = title,
            Tone = tone,
            Body = body is null ? [] : [CardBlock.Plain(body)],
            Buttons =
            [
                new CardButton(
                    words["post.show.button"],
                    new CardCommand("post.show", facts.Post, 0).ToString(),
                    ButtonStyle.Primary
                ),
            ],
        };

    private async Task<string> NetworkAsync(NoticeFacts facts, CancellationToken ct) =>
        await db
            .Copies.AsNoTracking()
            .Where(c => c.Id == facts.Copy)
            .Select(c => c.Account.Network)
            .FirstOrDefaultAsync(ct)
        ?? "?";

    private async Task<string> AccountAsync(NoticeFacts facts, CancellationToken ct) =>
        (
            await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == facts.Account, ct)
        )?.Label
        ?? "?";

    private sealed record NoticeFacts
    {
        public long Post { get; init; }
        public long Copy { get; init; }
        public int Part { get; init; }
        public long Account { get; init; }
        public string? Reason { get; init; }
        public DateTimeOffset? By { get; init; }
        public string? Who { get; init; }
    }
}
