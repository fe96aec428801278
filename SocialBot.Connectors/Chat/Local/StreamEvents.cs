using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>
/// <c>GET /local/events?as=anna</c>: server-sent events. <c>message</c> (new or changed, as this person sees it; its id is the
/// number of the change, and a stream that comes back with <c>Last-Event-ID</c> misses nothing), <c>unread</c>, <c>typing</c>,
/// <c>beat</c>. With <c>in=</c> only the messages of one conversation, else of all that the person sees; with <c>since=</c> those
/// after a change, else from now on.
/// </summary>
internal sealed class StreamEvents(
    ChooseViewer chooseViewer,
    LocalChatStore store,
    LocalChatFeed feed,
    IHostApplicationLifetime lifetime,
    TimeProvider clock
)
{
    private const int AtOnce = 50;

    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    public async Task<IResult> RunAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var query = http.Request.Query;
        if (await chooseViewer.RunAsync(query["as"], ct) is not { } viewer)
            return TypedResults.NotFound(
                new LocalChatTrouble("Nobody of that name is in the sample team.")
            );
        var asked = query["in"].ToString();
        if (asked.Length > 0 && !viewer.MaySee(asked))
            return TypedResults.NotFound(
                new LocalChatTrouble($"{viewer.Person.Name} has no such conversation.")
            );
        var after =
            LocalMessage.ReadId(http.Request.Headers["Last-Event-ID"])
            ?? LocalMessage.ReadId(query["since"])
            ?? await store.LastChangeAsync(ct);
        return TypedResults.ServerSentEvents(
            EventsAsync(viewer, asked.Length > 0 ? [asked] : viewer.Conversations, after, ct)
        );
    }

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        LocalViewer viewer,
        IReadOnlyList<string> conversations,
        long after,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(
            ct,
            lifetime.ApplicationStopping
        );
        var html = new MessageHtml(viewer, clock);
        var (unread, typing) = ("", "");
        yield return Beat();
        while (!ending.IsCancellationRequested)
        {
            var next = feed.Next;
            foreach (
                var message in await store.ChangesAsync(viewer.Id, conversations, after, AtOnce, ct)
            )
            {
                after = message.Change;
                yield return new SseItem<string>(Write(message, html), "message")
                {
                    EventId = after.ToString(CultureInfo.InvariantCulture),
                };
            }
            if (await UnreadAsync(viewer, ct) is var counted && counted != unread)
                yield return new SseItem<string>(unread = counted, "unread");
            if (Typing(conversations) is var at && at != typing)
                yield return new SseItem<string>(typing = at, "typing");
            if (!await WokenAsync(next, ending.Token) && !ending.IsCancellationRequested)
                yield return Beat();
        }
    }

    private static SseItem<string> Beat() => new("", "beat") { ReconnectionInterval = Reconnect };

    private static string Write(LocalMessage message, MessageHtml html) =>
        JsonSerializer.Serialize(
            new MessageEvent(
                message.Id,
                message.Conversation,
                message.Root,
                message.Author,
                message.Gone,
                message.Private,
                message.Edited,
                html.DayKey(message),
                message.Gone ? "" : html.Day(message).ToString(),
                message.Gone ? "" : html.Message(message).ToString(),
                message.Gone ? "" : html.Spoken(message)
            ),
            JsonSerializerOptions.Web
        );

    private async Task<string> UnreadAsync(LocalViewer viewer, CancellationToken ct) =>
        JsonSerializer.Serialize(
            await Unread.CountAsync(store, viewer, ct),
            JsonSerializerOptions.Web
        );

    private string Typing(IReadOnlyList<string> conversations) =>
        JsonSerializer.Serialize(conversations.Where(feed.IsTyping), JsonSerializerOptions.Web);

    /// <returns>False when nothing happened for the length of a heartbeat, or the stream is over.</returns>
    private async Task<bool> WokenAsync(Task next, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var first = await Task.WhenAny(next, Task.Delay(Heartbeat, clock, over.Token));
        await over.CancelAsync();
        return first == next;
    }

    /// <param name="Root">The message stands after those of a smaller root, and of the same root and a smaller id.</param>
    /// <param name="DayHtml">The line above the first message of its day.</param>
    private sealed record MessageEvent(
        long Id,
        string Conversation,
        long Root,
        string? Author,
        bool Gone,
        bool Private,
        bool Edited,
        string Day,
        string DayHtml,
        string Html,
        string Spoken
    );
}
