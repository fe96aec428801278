using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>The present card of a subject for one viewer; viewers who see the same are drawn once per unit of work.</summary>
public sealed partial class DrawCard(
    SocialBotDb db,
    IEnumerable<IComposesCards> composers,
    ChatCatalogue platforms,
    ILogger<DrawCard> log
)
{
    private readonly Dictionary<(string Subject, CardViewer Viewer), Card?> drawn = [];
    private string? language;

    /// <summary>Null when there is nothing to show (any more).</summary>
    public async Task<Card?> RunAsync(string subject, CardViewer viewer, CancellationToken ct)
    {
        if (drawn.TryGetValue((subject, viewer), out var known))
            return known;
        var colon = subject.IndexOf(':', StringComparison.Ordinal);
        var kind = colon < 0 ? subject : subject[..colon];
        var composer = composers.FirstOrDefault(c => c.Kind == kind);
        if (composer is null)
            LogNobodyDraws(kind);
        var card =
            composer is not null && long.TryParse(subject.AsSpan(colon + 1), out var id)
                ? await composer.ComposeAsync(id, viewer, ct)
                : null;
        return drawn[(subject, viewer)] = card;
    }

    public async Task<CardViewer> ViewerAsync(Member member, CancellationToken ct) =>
        new(member.Language ?? await LanguageAsync(ct), member, Room: null);

    public Task<CardViewer> ViewerAsync(Room room, CancellationToken ct) =>
        ViewerAsync(room, room.Platform, ct);

    /// <summary>Everybody in a room; null = a chat that is bound to no purpose.</summary>
    public async Task<CardViewer> ViewerAsync(Room? room, string platform, CancellationToken ct) =>
        new(room?.Language ?? await LanguageAsync(ct), Member: null, room?.Purpose)
        {
            OnlyShows = platforms.Find(platform)?.HasOwnViews == true,
        };

    private async Task<string> LanguageAsync(CancellationToken ct) =>
        language ??= await db
            .Workspaces.Where(w => w.Id == db.WorkspaceId)
            .Select(w => w.Language)
            .SingleAsync(ct);

    [LoggerMessage(LogLevel.Warning, "Nothing here draws cards of a {Kind}")]
    private partial void LogNobodyDraws(string kind);
}
