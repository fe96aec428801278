using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Board;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Networks;
using SocialBot.Core.Storage;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Inbox;

/// <summary>Reads a case's facts and draws its card for whoever looks; names cases for the conversation.</summary>
public sealed class CaseComposer(
    SocialBotDb db,
    ReadCase read,
    ListCases list,
    NetworkRulebook rulebook,
    TimeProvider clock
) : IComposesCards, IKnowsSubjects
{
    public string Kind => "case";

    public async Task<Card?> ComposeAsync(long id, CardViewer viewer, CancellationToken ct)
    {
        if (await read.RunAsync(id, ct) is not { } file)
            return null;
        var workspace = await db
            .Workspaces.AsNoTracking()
            .SingleAsync(w => w.Id == db.WorkspaceId, ct);
        var waiting = file.Replies.FirstOrDefault(r => r.State == ReplyState.Waiting);
        var facts = new CaseFacts(
            file,
            workspace.Name,
            waiting is null
                ? null
                : rulebook.For(file.Case.Account.Network)?.MeasureComment(waiting.Text)
        )
        {
            Team = viewer.OnlyShows ? await db.Members.AsNoTracking().ToListAsync(ct) : [],
        };
        return CaseCards.For(facts, viewer, Words.For(viewer, workspace), clock.GetUtcNow());
    }

    public async Task<SubjectGlance?> GlanceAsync(long id, Words words, CancellationToken ct)
    {
        var found = await db
            .Cases.AsNoTracking()
            .Include(c => c.Items.Where(i => i.Role == ItemRole.Lead))
            .FirstOrDefaultAsync(c => c.Id == id, ct);
        return found is null ? null : Glance(found, words);
    }

    public async Task<IReadOnlyList<SubjectGlance>> SuggestAsync(Ask ask, CancellationToken ct)
    {
        var mine = await list.RunAsync(ask.Member, CaseFilter.Mine, ct);
        var cases = ask.Verb.Name switch
        {
            "case.claim" => await list.RunAsync(ask.Member, CaseFilter.Free, ct),
            "case.reply" or "case.release" or "case.undo" => mine,
            _ =>
            [
                .. mine,
                .. (await list.RunAsync(ask.Member, CaseFilter.Open, ct)).Where(c =>
                    mine.All(m => m.Id != c.Id)
                ),
            ],
        };
        return [.. cases.Take(5).Select(c => Glance(c, ask.Words))];
    }

    internal static SubjectGlance Glance(Case @case, Words words) =>
        new(
            @case.Id,
            @case.Version,
            words[
                "case.glance",
                @case.Id,
                @case.AuthorHandle,
                DrawCards.Short(
                    @case.Items.Select(i => i.Text.ReplaceLineEndings(" ")).FirstOrDefault() ?? "",
                    60
                )
            ]
        );
}
