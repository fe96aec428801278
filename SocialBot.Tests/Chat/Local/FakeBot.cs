using System.Collections.Concurrent;
using SocialBot.Core.Chat;

namespace SocialBot.Tests.Chat.Local;

/// <summary>Remembers what it was told, and answers as the test says.</summary>
internal sealed class FakeBot : IAnswersChat
{
    private readonly ConcurrentQueue<ChatTurn> turns = new();

    public IReadOnlyList<ChatTurn> Turns => [.. turns];

    public IReadOnlyList<ChatTurn> Spoken => [.. turns.Where(t => t.Input is not ChatInput.Met)];

    public Func<ChatTurn, CancellationToken, Task<InlineAnswer?>> Answers { get; set; } =
        (_, _) => Task.FromResult<InlineAnswer?>(null);

    public void AnswersWith(InlineAnswer answer) =>
        Answers = (_, _) => Task.FromResult<InlineAnswer?>(answer);

    public Task<InlineAnswer?> AnswerAsync(ChatTurn turn, CancellationToken ct)
    {
        turns.Enqueue(turn);
        return Answers(turn, ct);
    }
}
