using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Cards;
using SocialBot.Core.Inbox;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Inbox;

/// <summary>Cases that wait for a member: replies to look after, those they claimed, those that anybody may take.</summary>
public sealed class CasesWaiting(SocialBotDb db, ListCases list) : IListsWaiting
{
    private const int Most = 10;

    public async Task<IReadOnlyList<WaitingItem>> ForAsync(
        Member member,
        Words words,
        CancellationToken ct
    )
    {
        var doubtful = await db
            .Replies.Where(r =>
                r.MemberId == member.Id
                && (r.State == ReplyState.Unconfirmed || r.State == ReplyState.Rejected)
                && !db.Replies.Any(later => later.CaseId == r.CaseId && later.Id > r.Id)
            )
            .Select(r => r.CaseId)
            .ToListAsync(ct);
        var toMend = doubtful.Count == 0 ? [] : await ToMendAsync(doubtful, ct);
        var mine = await list.RunAsync(member, CaseFilter.Mine, ct);
        var free = (await list.RunAsync(member, CaseFilter.Free, ct)).Where(c =>
            CaseDesk.MayHandle(member, c) is null
        );
        return
        [
            .. toMend
                .Select(c => Item(c, words["waiting.case-reply"], words))
                .Concat(
                    mine.Select(c =>
                        Item(c, words["waiting.case-mine", c.ClaimedUntil ?? c.ChangedAt], words)
                    )
                )
                .Concat(
                    free.Select(c =>
                        Item(
                            c,
                            words[
                                c.Mood == SentimentLabel.Negative
                                    ? "waiting.case-negative"
                                    : "waiting.case-free",
                                c.FirstAt
                            ],
                            words
                        )
                    )
                )
                .DistinctBy(i => i.Command)
                .Take(Most),
        ];
    }

    private Task<List<Case>> ToMendAsync(List<long> doubtful, CancellationToken ct) =>
        db
            .Cases.AsNoTracking()
            .Include(c => c.Items.Where(i => i.Role == ItemRole.Lead))
            .Where(c => doubtful.Contains(c.Id) && c.State != CaseState.Done)
            .OrderBy(c => c.Id)
            .Take(Most)
            .ToListAsync(ct);

    private static WaitingItem Item(Case @case, string what, Words words) =>
        new(
            what,
            CaseComposer.Glance(@case, words).Title,
            words["case.show.one", @case.Id],
            new CardCommand("case.show", @case.Id, @case.Version).ToString()
        );
}
