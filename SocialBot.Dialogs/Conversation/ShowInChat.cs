using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>Looks without doing: reads who asks, draws what they may see. A bug is logged here, once; nothing is shown then.</summary>
public sealed partial class ShowInChat(
    IServiceScopeFactory scopes,
    VerbCatalogue verbs,
    TimeProvider clock,
    ILogger<ShowInChat> log
) : IShowsInChat
{
    public Task<Card?> ViewAsync(ChatTurn turn, CancellationToken ct) =>
        LookAsync<Card>(
            turn,
            async (services, by) =>
            {
                if (
                    turn.Input is not ChatInput.Pressed pressed
                    || CardCommand.Read(pressed.Command) is not { } command
                    || verbs.Find(command.Verb)?.Subject is not { } kind
                )
                    return null;
                var cards = await services
                    .GetRequiredService<DrawCards>()
                    .ReplyAsync(by, new Reply.Subject(kind, command.Subject), ct);
                return OwnViews.Of(cards[0], by, verbs);
            },
            ct
        );

    public bool HasForm(string command) =>
        CardCommand.Read(command) is { } read && FormOf(read) is not null;

    public Task<Card?> OpenAsync(ChatTurn turn, CancellationToken ct) =>
        LookAsync<Card>(
            turn,
            async (services, by) =>
            {
                var meant = await services.GetRequiredService<Understand>().RunAsync(by, ct);
                if (meant is not Meaning.Asked { Ask: var ask } || ask.Verb.Fields.Count == 0)
                    return null;
                var draw = services.GetRequiredService<DrawCards>();
                return ask.Verb.Needs != default && !ask.Member.Has(ask.Verb.Needs)
                    ? draw.NotAllowed(ask)
                    : await draw.FormAsync(
                        ask,
                        ask.Verb.Missing(ask) ?? ask.Verb.Fields[0],
                        why: null,
                        offers: null,
                        ct
                    );
            },
            ct
        );

    public Task<IReadOnlyList<ChatFind>?> SearchAsync(
        ChatTurn turn,
        ChatSearch search,
        CancellationToken ct
    ) =>
        LookAsync<IReadOnlyList<ChatFind>>(
            turn,
            async (services, by) =>
                services.GetServices<IFindsThings>().FirstOrDefault(s => s.Shelf == search.Shelf)
                    is { } shelf
                    ? await shelf.FindAsync(by, search.Words, search.Skip, search.Count, ct)
                    : [],
            ct
        );

    public Task<ChatFind?> UnfurlAsync(ChatTurn turn, string address, CancellationToken ct) =>
        LookAsync<ChatFind>(
            turn,
            async (services, by) =>
            {
                foreach (var shelf in services.GetServices<IFindsThings>())
                    if (await shelf.UnfurlAsync(by, address, ct) is { } found)
                        return found;
                return null;
            },
            ct
        );

    public Task<ChatFile?> FileAsync(ChatTurn turn, CancellationToken ct) =>
        LookAsync<ChatFile>(
            turn,
            async (services, _) =>
                turn.Input is ChatInput.Pressed pressed
                && CardCommand.Read(pressed.Command) is { Verb: "post.export" } command
                    ? await services.GetRequiredService<ExportPost>().RunAsync(command.Subject, ct)
                    : null,
            ct
        );

    /// <summary>A picture is sent in the chat; it cannot be filled in.</summary>
    private Verb? FormOf(CardCommand command) =>
        verbs.Find(command.Verb) is { } verb
        && (verb.NeedsOneField || verb.Fields.Any(f => f.Required))
        && verb.Fields.All(f => !f.Required || f.Kind != FieldKind.Picture)
            ? verb
            : null;

    private async Task<T?> LookAsync<T>(
        ChatTurn turn,
        Func<IServiceProvider, Asker, Task<T?>> look,
        CancellationToken ct
    )
        where T : class
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var speaker = await scope
                .ServiceProvider.GetRequiredService<WhoSpeaks>()
                .FindAsync(turn, ct);
            return speaker is Speaker.Known known
                ? await look(scope.ServiceProvider, Asker.Of(known, turn, clock.GetUtcNow()))
                : null;
        }
        catch (Exception e)
            when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            LogBroke(e, turn.In.Platform, turn.Id);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Error, "Showing what {TurnId} on {Platform} looks at broke")]
    private partial void LogBroke(Exception error, string platform, string turnId);
}
