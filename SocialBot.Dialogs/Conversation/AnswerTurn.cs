using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// The door for every turn. Each is one transaction: what it changes, its answer and what follows. Two turns that meet on the
/// same rows are told apart by running the later one again; a bug is logged here, once, and the person gets a reference.
/// </summary>
public sealed partial class AnswerTurn(
    IServiceScopeFactory scopes,
    WithholdSecrets withhold,
    TurnMeter meter,
    TimeProvider clock,
    ILogger<AnswerTurn> log
) : IAnswersChat
{
    private const int MostTries = 4;

    public async Task<InlineAnswer?> AnswerAsync(ChatTurn turn, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        try
        {
            turn = await withhold.RunAsync(turn, ct);
            for (var attempt = 1; ; attempt++)
            {
                await using var scope = scopes.CreateAsyncScope();
                try
                {
                    var answer = await scope
                        .ServiceProvider.GetRequiredService<TakeTurn>()
                        .RunAsync(turn, ct);
                    meter.Count(turn.In.Platform, clock.GetElapsedTime(started));
                    return answer;
                }
                catch (DbUpdateException) when (attempt < MostTries)
                {
                    // Another turn changed the same rows first (or brought this very turn): look again at what is true now.
                }
            }
        }
        catch (Exception e)
            when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
            LogBroke(e, reference, turn.In.Platform, turn.Id);
            return await ApologizeAsync(turn, reference, ct);
        }
    }

    private async Task<InlineAnswer?> ApologizeAsync(
        ChatTurn turn,
        string reference,
        CancellationToken ct
    )
    {
        var words = new Words(turn.Locale?.Split('-')[0] ?? "en", TimeZoneInfo.Utc);
        var card = Card.Say(words["turn.broke", reference]) with { Tone = Tone.Bad };
        if (turn.AnswersInline)
            return new InlineAnswer(card, ReplacesPressed: false);
        await using var scope = scopes.CreateAsyncScope();
        var platform = scope
            .ServiceProvider.GetServices<IChatPlatform>()
            .FirstOrDefault(p => p.Name == turn.In.Platform);
        if (platform is not null)
            await platform.PostAsync(turn.In, card, $"broke-{turn.Id}", ct);
        return null;
    }

    [LoggerMessage(
        LogLevel.Error,
        "Turn {TurnId} on {Platform} broke; the person was given {Reference}"
    )]
    private partial void LogBroke(
        Exception error,
        string reference,
        string platform,
        string turnId
    );
}
