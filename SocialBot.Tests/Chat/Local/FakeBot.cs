using System.Collections.Concurrent;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;

namespace SocialBot.Tests.Chat.Local;

/// <summary>Remembers what it was told, and answers as the test says.</summary>
internal sealed class FakeBot : IAnswersChat, IShowsInChat
{
    private readonly ConcurrentQueue<ChatTurn> turns = new();

    public IReadOnlyList<ChatTurn> Turns => [.. turns];

    public IReadOnlyList<ChatTurn> Spoken => [.. turns.Where(t => t.Input is not ChatInput.Met)];

    public Func<ChatTurn, CancellationToken, Task<InlineAnswer?>> Answers { get; set; } =
        (_, _) => Task.FromResult<InlineAnswer?>(null);

    public void AnswersWith(InlineAnswer answer) =>
        Answers = (_, _) => Task.FromResult<InlineAnswer?>(answer);

    public Func<ChatTurn, ChatFile?> Files { get; set; } = _ => null;

    public bool HasForm(string command) => false;

    public Task<Card?> ViewAsync(ChatTurn turn, CancellationToken ct) =>
        Task.FromResult<Card?>(null);

    public Task<Card?> OpenAsync(ChatTurn turn, CancellationToken ct) =>
        Task.FromResult<Card?>(null);

    public Task<IReadOnlyList<ChatFind>?> SearchAsync(
        ChatTurn turn,
        ChatSearch search,
        CancellationToken ct
    ) => Task.FromResult<IReadOnlyList<ChatFind>?>(null);

    public Task<ChatFind?> UnfurlAsync(ChatTurn turn, string address, CancellationToken ct) =>
        Task.FromResult<ChatFind?>(null);

    public Task<ChatFile?> FileAsync(ChatTurn turn, CancellationToken ct) =>
        Task.FromResult(Files(turn));

    public Task<InlineAnswer?> AnswerAsync(ChatTurn turn, CancellationToken ct)
    {
        turns.Enqueue(turn);
        return Answers(turn, ct);
    }
}
