using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Networks;
using SocialBot.Core.Sentiment;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>
/// Which case an incoming text belongs to, read once for a batch: the conversation that it continues (an answer to our reply, the
/// same person in the same thread, the same message thread), else the case of a near-duplicate, else none yet.
/// </summary>
internal sealed class CaseHomes
{
    private const int MostLeads = 2000;

    private readonly SocialBotDb db;
    private readonly TimeSpan foldWithin;
    private readonly Dictionary<string, Home> byOurReply = [];
    private readonly Dictionary<(string Conversation, string? Author), Home> byTalk = [];
    private readonly List<Lead> leads = [];

    private CaseHomes(SocialBotDb db, TimeSpan foldWithin)
    {
        this.db = db;
        this.foldWithin = foldWithin;
    }

    public static async Task<CaseHomes> LoadAsync(
        SocialBotDb db,
        long accountId,
        IReadOnlyList<IncomingItem> items,
        TimeSpan foldWithin,
        CancellationToken ct
    )
    {
        var homes = new CaseHomes(db, foldWithin);
        await homes.LoadRepliesAsync(accountId, items, ct);
        await homes.LoadTalksAsync(accountId, items, ct);
        await homes.LoadLeadsAsync(accountId, items, ct);
        return homes;
    }

    public async Task<(Case Case, ItemRole Role)?> FindAsync(
        IncomingItem item,
        byte[] sketch,
        SentimentLabel? mood,
        CancellationToken ct
    )
    {
        if (
            item.InReplyTo is { } answered && byOurReply.TryGetValue(answered, out var home)
            || byTalk.TryGetValue(TalkOf(item), out home)
        )
            return (await home.OpenAsync(db, ct), ItemRole.Further);
        // Every private message wants its own answer, whatever others wrote.
        if (item.Kind == IncomingKind.Message)
            return null;
        foreach (var lead in leads)
        {
            if (
                (item.At - lead.At).Duration() > foldWithin
                || lead.Mood != mood
                // What is sent to us must not vanish behind something that was only found.
                || lead.OnlyFound && item.Kind != IncomingKind.Post
                || !TextSketch.AreAlike(lead.Sketch, sketch)
            )
                continue;
            var found = await lead.Home.OpenAsync(db, ct);
            // What is closed was answered to its own people: this is a new one.
            if (found.State != CaseState.Done)
                return (found, ItemRole.Similar);
        }
        return null;
    }

    /// <summary>Later texts of the same batch find this one too.</summary>
    public void Remember(CaseItem item)
    {
        var home = new Home(item.CaseId, item.Case);
        byTalk[TalkOf(item.Kind, item.Conversation, item.AuthorId)] = home;
        if (item.Role == ItemRole.Lead && item.Kind != IncomingKind.Message)
            leads.Insert(
                0,
                new Lead(home, item.Sketch, item.Mood, item.At, item.Kind == IncomingKind.Post)
            );
    }

    private async Task LoadRepliesAsync(
        long accountId,
        IReadOnlyList<IncomingItem> items,
        CancellationToken ct
    )
    {
        var answered = items.Select(i => i.InReplyTo).OfType<string>().Distinct().ToList();
        if (answered.Count == 0)
            return;
        foreach (
            var reply in await db
                .Replies.Where(r =>
                    r.AccountId == accountId && r.RemoteId != null && answered.Contains(r.RemoteId)
                )
                .Select(r => new { r.RemoteId, r.CaseId })
                .ToListAsync(ct)
        )
            byOurReply[reply.RemoteId!] = new Home(reply.CaseId);
    }

    private async Task LoadTalksAsync(
        long accountId,
        IReadOnlyList<IncomingItem> items,
        CancellationToken ct
    )
    {
        var conversations = items.Select(i => i.Conversation).Distinct().ToList();
        var authors = items.Select(i => i.AuthorId).Distinct().ToList();
        foreach (
            var talk in await db
                .CaseItems.Where(i =>
                    i.AccountId == accountId
                    && conversations.Contains(i.Conversation)
                    && (i.Kind == IncomingKind.Message || authors.Contains(i.AuthorId))
                )
                .OrderBy(i => i.Id)
                .Select(i => new
                {
                    i.Kind,
                    i.Conversation,
                    i.AuthorId,
                    i.CaseId,
                })
                .ToListAsync(ct)
        )
            byTalk[TalkOf(talk.Kind, talk.Conversation, talk.AuthorId)] = new Home(talk.CaseId);
    }

    private async Task LoadLeadsAsync(
        long accountId,
        IReadOnlyList<IncomingItem> items,
        CancellationToken ct
    )
    {
        var (from, to) = (items.Min(i => i.At) - foldWithin, items.Max(i => i.At) + foldWithin);
        foreach (
            var lead in await db
                .CaseItems.Where(i =>
                    i.AccountId == accountId
                    && i.Role == ItemRole.Lead
                    && i.Kind != IncomingKind.Message
                    && i.At >= from
                    && i.At <= to
                )
                .OrderByDescending(i => i.Id)
                .Take(MostLeads)
                .Select(i => new
                {
                    i.CaseId,
                    i.Sketch,
                    i.Mood,
                    i.At,
                    i.Kind,
                })
                .ToListAsync(ct)
        )
            leads.Add(
                new Lead(
                    new Home(lead.CaseId),
                    lead.Sketch,
                    lead.Mood,
                    lead.At,
                    lead.Kind == IncomingKind.Post
                )
            );
    }

    private static (string, string?) TalkOf(IncomingItem item) =>
        TalkOf(item.Kind, item.Conversation, item.AuthorId);

    /// <summary>Under one post many people talk, each with us; a message thread is one talk.</summary>
    private static (string, string?) TalkOf(
        IncomingKind kind,
        string conversation,
        string authorId
    ) => (conversation, kind == IncomingKind.Message ? null : authorId);

    private sealed record Lead(
        Home Home,
        byte[] Sketch,
        SentimentLabel? Mood,
        DateTimeOffset At,
        bool OnlyFound
    );

    private sealed class Home(long id, Case? open = null)
    {
        private Case? found = open;

        public async Task<Case> OpenAsync(SocialBotDb db, CancellationToken ct) =>
            found ??= await db.Cases.SingleAsync(c => c.Id == id, ct);
    }
}
