using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Inbox;

/// <summary>Short notices to whoever holds a case or wrote a reply.</summary>
public sealed class CaseNotices(SocialBotDb db) : IComposesNotices
{
    public async Task<Card?> ComposeAsync(
        string notice,
        string? payload,
        CardViewer viewer,
        CancellationToken ct
    )
    {
        if (
            notice
            is not (
                "case.went-on"
                or "case.claim-expired"
                or "case.reply-trouble"
                or "case.moderation-trouble"
            )
        )
            return null;
        var facts = JsonSerializer.Deserialize<Facts>(payload ?? "{}", JsonSerializerOptions.Web)!;
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var words = Words.For(viewer, workspace);
        var card = notice switch
        {
            "case.reply-trouble" => About(
                facts,
                words,
                words["notice.case.reply-trouble", facts.Case],
                await TroubleAsync(facts, words, ct),
                Tone.Bad
            ),
            "case.moderation-trouble" => About(
                facts,
                words,
                words[$"notice.case.{facts.What}-trouble", facts.Case],
                facts.Said is { Length: > 0 } said ? new CardBlock.Quote(said) : null,
                Tone.Warning
            ),
            _ => About(
                facts,
                words,
                words[$"notice.{notice}", facts.Case],
                CardBlock.Plain(words[$"notice.{notice}.body"]),
                Tone.Warning
            ),
        };
        return card with { Workspace = workspace.Name };
    }

    private static Card About(Facts facts, Words words, string title, CardBlock? body, Tone tone) =>
        new()
        {
            Title = title,
            Tone = tone,
            Body = body is null ? [] : [body],
            Buttons =
            [
                new CardButton(
                    words["case.show.button"],
                    new CardCommand("case.show", facts.Case, 0).ToString(),
                    ButtonStyle.Primary
                ),
            ],
        };

    private async Task<CardBlock?> TroubleAsync(Facts facts, Words words, CancellationToken ct)
    {
        var reply = await db
            .Replies.AsNoTracking()
            .FirstOrDefaultAsync(r => r.Id == facts.Reply, ct);
        return reply?.Trouble is { } trouble
            ? CardBlock.Plain(words[$"reply.trouble.{trouble.Code}", trouble.Until ?? trouble.At])
            : null;
    }

    private sealed record Facts
    {
        public long Case { get; init; }
        public long Reply { get; init; }
        public string? What { get; init; }
        public string? Said { get; init; }
    }
}
