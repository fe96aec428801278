using System.Net.ServerSentEvents;
using System.Text.Json;

namespace SocialBot.Tests.Chat.Local;

/// <summary>A browser's stream of events, read one by one.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage answer;
    private readonly IAsyncEnumerator<SseItem<string>> events;

    private EventReader(HttpResponseMessage answer, Stream body, CancellationToken ct)
    {
        this.answer = answer;
        events = SseParser.Create(body).EnumerateAsync(ct).GetAsyncEnumerator(ct);
    }

    public static async Task<EventReader> OpenAsync(
        LocalChatHost host,
        string query,
        string? lastEventId,
        CancellationToken ct
    )
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri($"/local/events?{query}", UriKind.Relative)
        );
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var opened = await host.Client()
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        opened.EnsureSuccessStatusCode();
        return new EventReader(opened, await opened.Content.ReadAsStreamAsync(ct), ct);
    }

    /// <summary>The next event of a kind; what comes before it is passed over.</summary>
    public async Task<(string Id, JsonElement Data)> NextAsync(string kind)
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            var item = events.Current;
            if (item.EventType == kind)
                return (
                    item.EventId ?? "",
                    item.Data.Length == 0
                        ? default
                        : JsonSerializer.Deserialize<JsonElement>(item.Data)
                );
        }
        throw new InvalidOperationException($"The stream ended without a further {kind}.");
    }

    public async ValueTask DisposeAsync()
    {
        answer.Dispose();
        try
        {
            await events.DisposeAsync();
        }
        catch (IOException)
        {
            // The stream was cut on purpose.
        }
    }
}
