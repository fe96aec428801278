using System.Net.Http.Headers;

namespace SocialBot.Commands.Demo;

/// <summary>The local chat as a browser uses it: reads its pages, types into its field, presses its buttons.</summary>
/// <param name="atRest">Returns when the bot has done everything that is due.</param>
internal sealed class DemoChat(HttpClient http, Func<CancellationToken, Task> atRest)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>What a person sees in a room, or in the own chat, oldest first.</summary>
    public async Task<IReadOnlyList<DemoCard>> ReadAsync(
        string who,
        string? room,
        CancellationToken ct
    )
    {
        var page = await http.GetStringAsync(
            new Uri(
                $"/?as={who}&in={Uri.EscapeDataString(In(who, room))}&show=2000",
                UriKind.Relative
            ),
            ct
        );
        return DemoPage.Cards(page, who, In(who, room));
    }

    /// <summary>The newest card of a subject (<c>post:1</c>).</summary>
    public async Task<DemoCard> CardAsync(
        string who,
        string? room,
        string subject,
        CancellationToken ct
    )
    {
        await atRest(ct);
        return (await ReadAsync(who, room, ct)).LastOrDefault(c => c.Subject == subject)
            ?? throw new StoryBrokeException(
                $"{who} sees no card of {subject} in {In(who, room)}."
            );
    }

    /// <summary>Waits for a card that no row of the due table announces, such as the digest's.</summary>
    public async Task<DemoCard> AwaitAsync(
        string who,
        string? room,
        Func<DemoCard, bool> fits,
        string what,
        CancellationToken ct
    )
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if ((await ReadAsync(who, room, ct)).LastOrDefault(fits) is { } card)
                return card;
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new StoryBrokeException($"{who} waited in vain for {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }
    }

    /// <summary>Types something; what the bot says to it, the last thing last.</summary>
    public async Task<DemoCard> SayAsync(
        string who,
        string? room,
        string text,
        CancellationToken ct,
        byte[]? picture = null
    )
    {
        var before = await NewestAsync(who, room, ct);
        await PostAsync(
            "/local/say",
            [("as", who), ("in", In(who, room)), ("id", $"{Guid.NewGuid():N}"), ("text", text)],
            ct,
            picture
        );
        await atRest(ct);
        return (await ReadAsync(who, room, ct)).LastOrDefault(c => c.Message > before)
            ?? throw new StoryBrokeException($"The bot said nothing to {who}'s \"{text}\".");
    }

    /// <summary>Presses a button with the card's fields; what who pressed it then sees: the card as it is, or an answer to them.</summary>
    public async Task<DemoCard> PressAsync(
        DemoCard card,
        string label,
        CancellationToken ct,
        params (string Field, string Value)[] values
    )
    {
        await PostAsync("/local/press", card.Press(card.Command(label), values), ct);
        await atRest(ct);
        var seen = await ReadAsync(card.Viewer, card.Room, ct);
        return seen.LastOrDefault(c => c.Private && c.Root == card.Root)
            ?? seen.LastOrDefault(c => c.Message == card.Root)
            ?? throw new StoryBrokeException($"Nothing came of {card.Viewer}'s press on {label}.");
    }

    private async Task<long> NewestAsync(string who, string? room, CancellationToken ct)
    {
        var all = await ReadAsync(who, room, ct);
        return all.Count == 0 ? 0 : all.Max(c => c.Message);
    }

    private async Task PostAsync(
        string path,
        IEnumerable<(string Name, string Value)> fields,
        CancellationToken ct,
        byte[]? picture = null
    )
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        if (picture is not null)
            form.Add(new ByteArrayContent(picture), "picture", "picture.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = form,
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var answer = await http.SendAsync(request, ct);
        if (!answer.IsSuccessStatusCode)
            throw new StoryBrokeException(
                $"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}"
            );
    }

    private static string In(string who, string? room) => room ?? $"personal:{who}";
}
