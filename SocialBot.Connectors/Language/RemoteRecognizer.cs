using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Language;

namespace SocialBot.Connectors.Language;

/// <summary>
/// A recognizer that lives elsewhere. Whatever goes wrong there, the local one answers: at once while the service rests after a
/// failure, otherwise after two seconds at most. It says so once per outage, not once per sentence.
/// </summary>
public abstract partial class RemoteRecognizer(
    IHttpClientFactory clients,
    IRecognizesIntents local,
    TimeProvider clock,
    ILogger log
) : IRecognizesIntents
{
    /// <summary>Nobody waits longer than this for an answer that the local recognizer could give.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>After a failure the service is not asked again for this long, so that not every turn waits for it.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(5);

    /// <summary>Both services refuse more.</summary>
    private const int LongestQuery = 500;

    private readonly Lock door = new();
    private DateTimeOffset restsUntil = DateTimeOffset.MinValue;
    private bool away;

    public abstract string Name { get; }

    public async Task<Recognition> RecognizeAsync(
        string text,
        string language,
        CancellationToken ct
    )
    {
        var own = await local.RecognizeAsync(text, language, ct);
        if (string.IsNullOrWhiteSpace(text) || IsResting())
            return own;
        var query = text.Length > LongestQuery ? text[..LongestQuery] : text;
        if (await AskAsync(query, language, ct) is not { } ranked)
            return own;
        // The services know no "not": that is read here, whoever names the intent.
        var margin = ranked.Count > 1 ? ranked[0].Score - ranked[1].Score : ranked[0].Score;
        return new Recognition(ranked[0].Intent, ranked[0].Score, margin, ranked, own.Negated);
    }

    /// <summary>The vendor's request; the key travels in a header.</summary>
    protected abstract HttpRequestMessage Request(string query, string language);

    /// <summary>The intents of the vendor's answer, in any order; null when it is no answer of theirs.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    protected abstract Task<IReadOnlyList<IntentScore>?> ReadAsync(
        HttpContent content,
        CancellationToken ct
    );

    private async Task<IReadOnlyList<IntentScore>?> AskAsync(
        string query,
        string language,
        CancellationToken ct
    )
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            using var client = clients.CreateClient(Name);
            using var request = Request(query, language);
            using var response = await client.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
                return Failed($"HTTP {(int)response.StatusCode}", RestAfter(response));
            if (
                await ReadAsync(response.Content, either.Token) is not { Count: > 0 } found
                || found.Any(i => string.IsNullOrEmpty(i.Intent) || i.Score is not (>= 0 and <= 1))
            )
                return Failed("an answer that is none", Rest);
            Answered();
            return
            [
                .. found
                    .Select(i =>
                        string.Equals(
                            i.Intent,
                            Recognition.None,
                            StringComparison.OrdinalIgnoreCase
                        )
                            ? i with
                            {
                                Intent = Recognition.None,
                            }
                            : i
                    )
                    .OrderByDescending(i => i.Score),
            ];
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed("no answer in time", Rest);
        }
        catch (HttpRequestException e)
        {
            return Failed(e.HttpRequestError.ToString(), Rest);
        }
        catch (IOException)
        {
            return Failed("an answer that broke off", Rest);
        }
        catch (JsonException)
        {
            return Failed("an answer that is none", Rest);
        }
    }

    /// <summary>A refused key or an unknown app does not mend itself in seconds; a busy service says how long.</summary>
    private TimeSpan RestAfter(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.BadRequest)
            return TimeSpan.Zero;
        if ((int)response.StatusCode is 401 or 403 or 404)
            return LongestRest;
        var asked =
            response.Headers.RetryAfter?.Delta
            ?? response.Headers.RetryAfter?.Date - clock.GetUtcNow()
            ?? Rest;
        return asked < Rest ? Rest
            : asked > LongestRest ? LongestRest
            : asked;
    }

    private bool IsResting()
    {
        lock (door)
            return clock.GetUtcNow() < restsUntil;
    }

    private IReadOnlyList<IntentScore>? Failed(string reason, TimeSpan rest)
    {
        bool first;
        lock (door)
        {
            restsUntil = clock.GetUtcNow() + rest;
            first = !away;
            away = true;
        }
        if (first)
            LogAway(Name, reason);
        return null;
    }

    private void Answered()
    {
        bool returned;
        lock (door)
        {
            returned = away;
            away = false;
        }
        if (returned)
            LogBack(Name);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Service} is away ({Reason}): sentences are understood locally meanwhile"
    )]
    private partial void LogAway(string service, string reason);

    [LoggerMessage(LogLevel.Information, "{Service} answers again")]
    private partial void LogBack(string service);
}
