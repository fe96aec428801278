using System.Collections.Concurrent;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;

namespace SocialBot.Tests.Support;

/// <summary>A chat platform that remembers what was said in it and answers as told; delivered where nothing is told.</summary>
public sealed class ScriptedChat(string name = "local") : IChatPlatform
{
    private readonly ConcurrentQueue<ChatDelivery> postAnswers = new();
    private readonly ConcurrentQueue<ChatDelivery> editAnswers = new();
    private int numbers;

    public string Name { get; } = name;
    public bool HasOwnViews { get; set; }
    public ConcurrentQueue<Posted> Posts { get; } = new();
    public ConcurrentQueue<Edited> Edits { get; } = new();

    /// <summary>Runs inside each call, before it is answered.</summary>
    public Func<ChatPlace, Task>? Meanwhile { get; set; }

    public void AnswerPosts(params ChatDelivery[] next)
    {
        foreach (var answer in next)
            postAnswers.Enqueue(answer);
    }

    public void AnswerEdits(params ChatDelivery[] next)
    {
        foreach (var answer in next)
            editAnswers.Enqueue(answer);
    }

    public IReadOnlyList<string> Said => [.. Posts.Select(p => p.Card.Title)];

    public async Task<ChatDelivery> PostAsync(
        ChatPlace place,
        Card card,
        string key,
        CancellationToken ct
    )
    {
        if (Meanwhile is { } wait)
            await wait(place);
        var answer = postAnswers.TryDequeue(out var told)
            ? told
            : new ChatDelivery.Delivered($"m{Interlocked.Increment(ref numbers)}", place.Thread);
        Posts.Enqueue(new Posted(place, card, key, (answer as ChatDelivery.Delivered)?.MessageId));
        return answer;
    }

    public async Task<ChatDelivery> EditAsync(
        ChatPlace place,
        string messageId,
        Card card,
        CancellationToken ct
    )
    {
        if (Meanwhile is { } wait)
            await wait(place);
        Edits.Enqueue(new Edited(place, messageId, card));
        return editAnswers.TryDequeue(out var told)
            ? told
            : new ChatDelivery.Delivered(messageId, place.Thread);
    }

    /// <param name="MessageId">Null when it was not delivered.</param>
    public sealed record Posted(ChatPlace Place, Card Card, string Key, string? MessageId);

    public sealed record Edited(ChatPlace Place, string MessageId, Card Card);
}
