using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SocialBot.Commands.Demo;

/// <summary>The Sandbox as its visitors and onlookers use it: the forms of its page, its feed, its ledger.</summary>
internal sealed class DemoSandbox(HttpClient http)
{
    /// <summary>What the network really accepted, in order.</summary>
    public async Task<IReadOnlyList<LedgerLine>> LedgerAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri("/sandbox/ledger", UriKind.Relative)
        );
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await http.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
        return (
            await answer.Content.ReadFromJsonAsync<LedgerPage>(JsonSerializerOptions.Web, ct)
        )!.Entries;
    }

    /// <summary>The whole page as a visitor's browser gets it.</summary>
    public Task<string> FeedAsync(CancellationToken ct) =>
        http.GetStringAsync(new Uri("/sandbox", UriKind.Relative), ct);

    public Task CommentAsync(string visitor, string itemId, string text, CancellationToken ct) =>
        PostAsync($"items/{itemId}/comments", visitor, text, ct);

    public Task LikeAsync(string visitor, string itemId, CancellationToken ct) =>
        PostAsync($"items/{itemId}/like", visitor, text: null, ct);

    public Task ShareAsync(string visitor, string itemId, CancellationToken ct) =>
        PostAsync($"items/{itemId}/share", visitor, text: null, ct);

    public Task MentionAsync(string visitor, string profile, string text, CancellationToken ct) =>
        PostAsync($"profiles/{profile}/mentions", visitor, text, ct);

    public Task MessageAsync(string visitor, string profile, string text, CancellationToken ct) =>
        PostAsync($"profiles/{profile}/messages", visitor, text, ct);

    private async Task PostAsync(string what, string visitor, string? text, CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["name"] = visitor, ["text"] = text ?? "" }
        );
        using var answer = await http.PostAsync(
            new Uri($"/sandbox/{what}", UriKind.Relative),
            form,
            ct
        );
        if (!answer.IsSuccessStatusCode)
            throw new StoryBrokeException(
                $"The Sandbox answered {(int)answer.StatusCode} to {visitor} at {what}."
            );
    }

    private sealed record LedgerPage(IReadOnlyList<LedgerLine> Entries);
}

/// <param name="What"><c>publish</c>, <c>reply</c>, <c>takedown</c>, …</param>
internal sealed record LedgerLine(
    long Number,
    DateTimeOffset At,
    string What,
    string Profile,
    string Id,
    string? InReplyTo,
    string Text
);
