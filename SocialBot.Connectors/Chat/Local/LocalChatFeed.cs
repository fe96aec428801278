using System.Collections.Concurrent;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>
/// Wakes whoever streams. It carries no messages: a stream reads the store from where it stood, so that nothing can be lost
/// between two looks, and a stream that was away catches up in the same way.
/// </summary>
internal sealed class LocalChatFeed
{
    private readonly ConcurrentDictionary<string, int> typing = new(StringComparer.Ordinal);
    private TaskCompletionSource next = NewSignal();

    /// <summary>Completes at the next change. Take it before reading, await it after.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Wake() => Interlocked.Exchange(ref next, NewSignal()).TrySetResult();

    /// <summary>The bot is at work in a conversation until this is disposed.</summary>
    public IDisposable Typing(string conversation)
    {
        typing.AddOrUpdate(conversation, 1, (_, count) => count + 1);
        Wake();
        return new AtWork(this, conversation);
    }

    public bool IsTyping(string conversation) => typing.GetValueOrDefault(conversation) > 0;

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class AtWork(LocalChatFeed feed, string conversation) : IDisposable
    {
        public void Dispose()
        {
            feed.typing.AddOrUpdate(conversation, 0, (_, count) => count - 1);
            feed.Wake();
        }
    }
}
