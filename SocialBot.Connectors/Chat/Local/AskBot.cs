using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>Hands a turn to the bot, while everybody in the conversation sees that it is at work. The edge: what nobody planned for ends here.</summary>
internal sealed partial class AskBot(
    IAnswersChat bot,
    LocalChatFeed feed,
    IHostApplicationLifetime lifetime,
    ILogger<AskBot> log
)
{
    /// <summary>A turn that has begun is finished, whether or not the tab is still open.</summary>
    public async Task<InlineAnswer?> RunAsync(ChatTurn turn)
    {
        using var typing = feed.Typing(turn.In.Conversation);
        try
        {
            return await bot.AnswerAsync(turn, lifetime.ApplicationStopping);
        }
        catch (Exception trouble) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            var reference = $"{Guid.NewGuid():N}"[..8];
            Failed(trouble, reference);
            return new InlineAnswer(
                Card.Say(
                    "That did not work",
                    $"Something went wrong on our side. Please try again; if it stays, the log says more about reference {reference}."
                ) with
                {
                    Tone = Tone.Bad,
                },
                ReplacesPressed: false
            );
        }
    }

    [LoggerMessage(LogLevel.Error, "A turn of the local chat failed, reference {Reference}")]
    private partial void Failed(Exception trouble, string reference);
}
