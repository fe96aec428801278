using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>Speaks into Teams through the connector at the place's own service address.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference</remarks>
internal sealed partial class TeamsPlatform(
    IHttpClientFactory clients,
    TeamsTokens tokens,
    ServiceHosts hosts,
    IPictureLinks pictures,
    IShowsInChat shows,
    SendBudget budget,
    IOptions<TeamsOptions> options,
    TimeProvider clock,
    ILogger<TeamsPlatform> log
) : IChatPlatform
{
    public const string Client = "teams-connector";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>A request of Teams waits for these, and has 10 to 15 seconds.</summary>
    private static readonly TimeSpan PatienceOfCallers = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public string Name => "teams";

    public bool HasOwnViews => true;

    public async Task<ChatDelivery> PostAsync(
        ChatPlace place,
        Card card,
        string key,
        CancellationToken ct
    )
    {
        if (Address(place) is not { } to)
            return Unaddressed();
        var messages = 1 + (card.Notify.Count > 0 ? 1 : 0) + (card.File is null ? 0 : 1);
        if (Wait(to, key, messages, mayWait: false) is { } wait)
            return wait;
        var delivery = await SendAsync(HttpMethod.Post, to, Showing(card, to), ct);
        if (delivery is ChatDelivery.Delivered { Thread: var thread } && card.Notify.Count > 0)
            await NotifyAsync(place with { Thread = thread }, card);
        if (delivery is ChatDelivery.Delivered && card.File is { } file)
            await SendAsync(
                HttpMethod.Post,
                to,
                To(to) with
                {
                    Attachments =
                    [
                        new ConsentAttachment(
                            file.Name,
                            new ConsentCard(
                                Verbatim.Label(file.Words),
                                file.Bytes,
                                new PressData(file.Command),
                                new PressData(file.Command)
                            )
                        ),
                    ],
                },
                CancellationToken.None
            );
        return delivery;
    }

    public async Task<ChatDelivery> EditAsync(
        ChatPlace place,
        string messageId,
        Card card,
        CancellationToken ct
    )
    {
        if (Address(place, messageId) is not { } to)
            return Unaddressed();
        return Wait(to, $"edit {messageId}", 1, mayWait: true)
            ?? await SendAsync(HttpMethod.Put, to, Showing(card, to), ct);
    }

    /// <summary>Shows for some seconds that the bot is at work; if not, nobody misses it.</summary>
    public async Task TypeAsync(ChatPlace place)
    {
        if (Address(place) is { } to && Wait(to, "typing", 1, mayWait: true) is null)
            await SendAsync(
                HttpMethod.Post,
                to,
                To(to) with
                {
                    Type = "typing",
                },
                CancellationToken.None
            );
    }

    /// <summary>A sentence of the connector's own.</summary>
    public Task SayAsync(ChatPlace place, string words) =>
        SayAsync(place, to => To(to) with { Text = words });

    public Task ShowFileAsync(ChatPlace place, string name, FileUpload upload) =>
        SayAsync(
            place,
            to =>
                To(to) with
                {
                    Attachments =
                    [
                        new FileAttachment(
                            name,
                            upload.ContentUrl,
                            new FileInfoCard(upload.UniqueId, upload.FileType)
                        ),
                    ],
                }
        );

    private async Task SayAsync(ChatPlace place, Func<Destination, OutgoingMessage> message)
    {
        if (Address(place) is not { } to)
            return;
        var key = Guid.NewGuid().ToString("N");
        await InTurnAsync(
            PatienceOfCallers,
            async () =>
                Wait(to, key, 1, mayWait: false)
                ?? await SendAsync(HttpMethod.Post, to, message(to), CancellationToken.None)
        );
    }

    /// <summary>What no row of the outbox brings again waits here for its time, as long as somebody may still look for it.</summary>
    public async Task InTurnAsync(TimeSpan longest, Func<Task<ChatDelivery>> send)
    {
        var waited = TimeSpan.Zero;
        while (await send() is ChatDelivery.TryLater { After: var after })
        {
            waited += after;
            if (waited > longest)
            {
                LogUnsaid();
                return;
            }
            await Task.Delay(after, clock);
        }
    }

    /// <summary>
    /// A mention needs a text, and a text needs a message of its own, under the card. The card stands whatever becomes of it:
    /// failing or giving up now would post the card a second time.
    /// </summary>
    private async Task NotifyAsync(ChatPlace place, Card card)
    {
        if (
            Address(place) is { } to
            && await SendAsync(HttpMethod.Post, to, Mentioning(card, to), CancellationToken.None)
                is not ChatDelivery.Delivered
        )
            LogUnnoticed(card.Notify.Count);
    }

    /// <summary>Where, and as whom. Null when the place cannot be posted to: it has no address, or one that is not trusted.</summary>
    private Destination? Address(ChatPlace place, string? messageId = null)
    {
        if (
            ReadReference(place.Reference) is not { BotId.Length: > 0 } reference
            || !hosts.Trusts(reference.ServiceUrl, out var service)
        )
            return null;
        var conversation = place.Thread is { Length: > 0 } thread
            ? $"{place.Conversation};messageid={thread}"
            : place.Conversation;
        // The only ids that escaping cannot keep from walking up the path.
        if (conversation is "." or ".." || messageId is "." or "..")
            return null;
        var path = $"/v3/conversations/{Uri.EscapeDataString(conversation)}/activities";
        if (messageId is not null)
            path += $"/{Uri.EscapeDataString(messageId)}";
        return new Destination(
            new Uri(service.AbsoluteUri.TrimEnd('/') + path),
            place,
            conversation,
            messageId,
            reference
        );
    }

    /// <summary>Null when it fits into what Teams takes; the budget for it is spent then.</summary>
    private ChatDelivery.TryLater? Wait(Destination to, string key, int messages, bool mayWait) =>
        budget.Take(to.Place.Tenant, to.Talk, key, messages, mayWait) is { } after
            ? new ChatDelivery.TryLater(after, "Teams takes only so many messages at a time.")
            : null;

    private static PlaceReference? ReadReference(string? json)
    {
        if (json is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize(json, TeamsJson.Wire.PlaceReference);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ChatDelivery.Refused Unaddressed()
    {
        LogUnaddressed();
        return new ChatDelivery.Refused("The place has no address that the settings allow.");
    }

    private async Task<ChatDelivery> SendAsync(
        HttpMethod method,
        Destination to,
        OutgoingMessage message,
        CancellationToken ct
    )
    {
        ct.ThrowIfCancellationRequested();
        for (var attempt = 1; ; attempt++)
        {
            string? token = null;
            if (options.Value.HasApp && (token = await tokens.GetAsync(ct)) is null)
            {
                LogNoToken();
                return new ChatDelivery.TryLater(Later, "Teams gave the bot no token.");
            }
            var (delivery, unauthorized) = await SendOnceAsync(method, to, message, token);
            // A token can end between two clocks. Refused means not delivered, so one more try doubles nothing.
            if (!unauthorized || attempt > 1 || token is null)
                return delivery;
            tokens.Forget(token);
        }
    }

    /// <summary>
    /// Takes no token of the caller's: once the bytes are on their way, giving up would only lose sight of them. Its own
    /// patience ends it.
    /// </summary>
    private async Task<(ChatDelivery Delivery, bool Unauthorized)> SendOnceAsync(
        HttpMethod method,
        Destination to,
        OutgoingMessage message,
        string? token
    )
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(method, to.Url)
        {
            Content = JsonContent.Create(message, TeamsJson.Wire.OutgoingMessage),
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await client.SendAsync(request, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                budget.Worked(to.Talk);
                return (await AcceptedAsync(response, to), false);
            }
            return (
                await RefusedAsync(response, method, to),
                response.StatusCode == HttpStatusCode.Unauthorized
            );
        }
        catch (Exception e) when (NeverLeft(e, patience.Token))
        {
            LogUnreachable(method.Method, e.GetType().Name);
            return (new ChatDelivery.TryLater(Soon, "Teams could not be reached."), false);
        }
        catch (Exception e)
            when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            LogUnknown(method.Method, e.GetType().Name);
            return (new ChatDelivery.Unknown("Teams did not answer."), false);
        }
    }

    /// <summary>No connection, no delivery. What ends before our patience does is the handler's own limit for connecting.</summary>
    private static bool NeverLeft(Exception error, CancellationToken patience) =>
        error is OperationCanceledException && !patience.IsCancellationRequested
        || error
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError
                    or HttpRequestError.ProxyTunnelError
            };

    private static async Task<ChatDelivery> AcceptedAsync(
        HttpResponseMessage response,
        Destination to
    )
    {
        var thread = to.Place.Thread;
        if (to.MessageId is { } edited)
            return new ChatDelivery.Delivered(edited, thread);
        var resource = await ReadAsync(response, TeamsJson.Wire.ResourceResponse);
        if (resource?.Id is not { Length: > 0 } id)
            return new ChatDelivery.Unknown("Teams took the message and did not say its id.");
        // A message to a channel as such begins a thread, and is its root.
        return new ChatDelivery.Delivered(
            id,
            thread ?? (to.Reference.ConversationType == "channel" ? id : null)
        );
    }

    /// <summary>
    /// A create that failed in the middle of the service may have been accepted; an edit can simply be made again.
    /// </summary>
    private async Task<ChatDelivery> RefusedAsync(
        HttpResponseMessage response,
        HttpMethod method,
        Destination to
    )
    {
        var code = await ReadCodeAsync(response);
        LogRefused(method.Method, (int)response.StatusCode, code);
        var wait = RetryAfter(response);
        return (int)response.StatusCode switch
        {
            429 => new ChatDelivery.TryLater(
                budget.Hold(to.Talk, wait),
                "Teams asks for patience."
            ),
            401 => new ChatDelivery.TryLater(Later, "Teams did not accept the bot's token."),
            // Somebody else was writing to the conversation: documented as refused, to be tried again.
            412 => new ChatDelivery.TryLater(
                wait ?? budget.PauseAfterTrouble(to.Talk),
                "The conversation was busy."
            ),
            404 => new ChatDelivery.Gone(
                "The conversation or the message is gone.",
                WholePlace: code == "ConversationNotFound"
            ),
            403 when IsGone(code) => new ChatDelivery.Gone(
                "The bot was blocked or removed there.",
                WholePlace: true
            ),
            413 => new ChatDelivery.Refused("The message is too large."),
            503 when wait is not null => new ChatDelivery.TryLater(
                budget.Hold(to.Talk, wait),
                "Teams is overloaded and said when to come back."
            ),
            >= 500 when method == HttpMethod.Put => new ChatDelivery.TryLater(
                wait ?? budget.PauseAfterTrouble(to.Talk),
                "Teams had a problem."
            ),
            >= 500 => new ChatDelivery.Unknown("Teams had a problem while taking the message."),
            _ => new ChatDelivery.Refused("Teams refused the message."),
        };
    }

    private static bool IsGone(string? code) =>
        code
            is "MessageWritesBlocked"
                or "ConversationBlockedByUser"
                or "BotNotInConversationRoster"
                or "BotDisabledByAdmin";

    /// <summary>The code alone: what stands beside it may quote the message.</summary>
    private static async Task<string?> ReadCodeAsync(HttpResponseMessage response)
    {
        var error = await ReadAsync(response, TeamsJson.Wire.ErrorResponse);
        var code = error?.SubCode ?? error?.Error?.SubCode ?? error?.Error?.Code;
        return code is { Length: <= 64 } && code.All(char.IsAsciiLetterOrDigit) ? code : null;
    }

    /// <summary>The body is already here (buffered with the answer); whatever it is, the status stays true.</summary>
    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type)
        where T : class
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - clock.GetUtcNow();
        return wait is null ? null
            : wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1)
            : wait > LongestWait ? LongestWait
            : wait;
    }

    private OutgoingMessage Showing(Card card, Destination to) =>
        To(to) with
        {
            Summary = card.Summary ?? card.Title,
            Attachments = [new CardAttachment(AdaptiveCards.Render(card, pictures, shows.HasForm))],
        };

    private static OutgoingMessage Mentioning(Card card, Destination to)
    {
        var mentions = Mentions(card.Notify);
        return To(to) with
        {
            Text =
                string.Join(' ', mentions.Select(m => m.Text))
                + $" {Encode(Verbatim.Label(card.Summary ?? card.Title))}",
            Entities = mentions,
        };
    }

    private static OutgoingMessage To(Destination to) =>
        new()
        {
            From = new ChannelAccount(to.Reference.BotId, to.Reference.BotName),
            Conversation = new ConversationAccount(
                to.Conversation,
                to.Place.Tenant.Length > 0 ? to.Place.Tenant : null,
                to.Reference.ConversationType
            ),
        };

    /// <summary>Two people of one name get two texts: an entity finds its mention by the text alone.</summary>
    private static List<MentionEntity> Mentions(IReadOnlyList<CardMention> notify)
    {
        HashSet<string> taken = [];
        List<MentionEntity> mentions = [];
        foreach (var person in notify.DistinctBy(p => p.UserId))
        {
            var name = Verbatim.Label(person.Name) is { Length: > 0 } shown ? shown : person.UserId;
            var unique = name;
            for (var n = 2; !taken.Add(unique); n++)
                unique = $"{name} ({n})";
            mentions.Add(
                new MentionEntity(
                    new ChannelAccount(person.UserId, unique),
                    $"<at>{Encode(unique)}</at>"
                )
            );
        }
        return mentions;
    }

    /// <summary>What <see cref="Verbatim.Label"/> leaves of XML's own characters.</summary>
    private static string Encode(string label) =>
        label.Replace("&", "&amp;", StringComparison.Ordinal);

    private sealed record Destination(
        Uri Url,
        ChatPlace Place,
        string Conversation,
        string? MessageId,
        PlaceReference Reference
    )
    {
        /// <summary>One bot in one conversation, whichever thread: what the limits are for.</summary>
        public string Talk => $"{Reference.BotId} {Place.Conversation}";
    }

    [LoggerMessage(LogLevel.Warning, "Teams answered {Method} with {Status} {Code}")]
    private partial void LogRefused(string method, int status, string? code);

    [LoggerMessage(LogLevel.Warning, "Teams could not be reached for {Method}: {Error}")]
    private partial void LogUnreachable(string method, string error);

    [LoggerMessage(LogLevel.Warning, "Teams did not answer {Method}: {Error}")]
    private partial void LogUnknown(string method, string error);

    [LoggerMessage(
        LogLevel.Warning,
        "A card was posted, and the {People} people it is for were not notified"
    )]
    private partial void LogUnnoticed(int people);

    [LoggerMessage(LogLevel.Warning, "Teams took no message for so long that one was left out")]
    private partial void LogUnsaid();

    [LoggerMessage(LogLevel.Warning, "The token service gave the bot no token")]
    private partial void LogNoToken();

    [LoggerMessage(
        LogLevel.Warning,
        "A message was not sent: its place has no service address that Teams:AllowedServiceHosts allows"
    )]
    private partial void LogUnaddressed();
}
