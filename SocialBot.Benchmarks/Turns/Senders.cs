using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SocialBot.Benchmarks.Turns;

/// <summary>People who write to a subject, each in an own personal chat, each waiting for the reply before writing again.</summary>
internal sealed class Senders(HttpClient client, FarEnd farEnd, string token, int people)
{
    public const string Tenant = "00000000-0000-0000-0000-0000000000aa";

    /// <summary>Over all runs: a turn that was seen before is not answered again.</summary>
    private static int written;

    public static string UserOf(int person) =>
        string.Create(CultureInfo.InvariantCulture, $"00000000-0000-0000-0000-{person:d12}");

    /// <summary>Sends the turns and waits for each reply. Returns from sending to the arrival of the reply, in order of size.</summary>
    public async Task<IReadOnlyList<TimeSpan>> RunAsync(Uri to, TurnKind kind, int turns)
    {
        var waits = new ConcurrentBag<TimeSpan>();
        var left = turns;
        await Task.WhenAll(
            Enumerable
                .Range(0, people)
                .Select(async person =>
                {
                    while (Interlocked.Decrement(ref left) >= 0)
                        waits.Add(await TurnAsync(to, kind, person));
                })
        );
        return [.. waits.Order()];
    }

    /// <summary>
    /// Sends so many turns a second, whether or not earlier ones are answered yet, each person waiting for the reply before
    /// writing again. A wait is from when the turn was to be sent: who is held up by another's turn waits too.
    /// </summary>
    public async Task<IReadOnlyList<TimeSpan>> RunPacedAsync(
        Uri to,
        TurnKind kind,
        int turns,
        int perSecond
    )
    {
        var waits = new ConcurrentBag<TimeSpan>();
        var start = TimeProvider.System.GetTimestamp();
        var next = -1;
        await Task.WhenAll(
            Enumerable
                .Range(0, people)
                .Select(async person =>
                {
                    while (Interlocked.Increment(ref next) is var number && number < turns)
                    {
                        var due = TimeSpan.FromSeconds((double)number / perSecond);
                        var early = due - TimeProvider.System.GetElapsedTime(start);
                        if (early > TimeSpan.Zero)
                            await Task.Delay(early, TimeProvider.System);
                        await TurnAsync(to, kind, person);
                        waits.Add(TimeProvider.System.GetElapsedTime(start) - due);
                    }
                })
        );
        return [.. waits.Order()];
    }

    private async Task<TimeSpan> TurnAsync(Uri to, TurnKind kind, int person)
    {
        var number = Interlocked.Increment(ref written);
        var conversation = string.Create(CultureInfo.InvariantCulture, $"a:person-{person}");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(to, "/api/messages"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(
                Activity(kind.Text(number), number, person, conversation)
            )
        );
        request.Content.Headers.ContentType = new("application/json");
        var reply = farEnd.NextAsync(conversation, kind.Answer);
        var start = TimeProvider.System.GetTimestamp();
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        await reply.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        return TimeProvider.System.GetElapsedTime(start);
    }

    /// <summary>What Teams sends, with everything that it always sends.</summary>
    private object Activity(string text, int number, int person, string conversation) =>
        new
        {
            type = "message",
            text,
            id = string.Create(CultureInfo.InvariantCulture, $"turn-{number}"),
            from = new
            {
                id = string.Create(CultureInfo.InvariantCulture, $"29:person-{person}"),
                name = "A Person",
                aadObjectId = UserOf(person),
            },
            timestamp = TimeProvider.System.GetUtcNow(),
            localTimezone = "Europe/Berlin",
            serviceUrl = farEnd.ServiceUrl,
            conversation = new
            {
                conversationType = "personal",
                tenantId = Tenant,
                id = conversation,
            },
            recipient = new { id = "28:bot", name = "SocialBot" },
            textFormat = "plain",
            locale = "en-US",
            entities = new[]
            {
                new
                {
                    type = "clientInfo",
                    locale = "en-US",
                    country = "US",
                    platform = "Web",
                    timezone = "Europe/Berlin",
                },
            },
            channelData = new { tenant = new { id = Tenant } },
            deliveryMode = "default",
            channelId = "msteams",
        };
}

/// <param name="Answer">A word of the right reply.</param>
internal sealed record TurnKind(string Name, Func<int, string> Text, string Answer)
{
    public static readonly TurnKind Waiting = new(
        "what's waiting for me?",
        _ => "what's waiting for me?",
        "waits for you"
    );

    /// <summary>Each its own text and time, as posts have: equal ones are warned about.</summary>
    public static readonly TurnKind Draft = new(
        "draft … (one sentence)",
        number =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"draft a post for {new DateTime(2031, 1, 1, 8, 0, 0, DateTimeKind.Unspecified).AddMinutes(number * 7):yyyy-MM-dd HH:mm}: We open our lab number {number} and everybody is welcome"
            ),
        "Submit"
    );

    public static readonly TurnKind Relayed = new("raw relay", _ => "hello", "hello");
}
