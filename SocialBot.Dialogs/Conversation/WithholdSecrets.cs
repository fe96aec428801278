using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Chat;
using SocialBot.Core.Networks;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// Before anything else is done with a turn: a network's secret in it is taken out, with everything around it, and the message removed where the
/// platform lets a bot do that.
/// </summary>
public sealed class WithholdSecrets(NetworkCatalogue networks, IServiceScopeFactory scopes)
{
    public async Task<ChatTurn> RunAsync(ChatTurn turn, CancellationToken ct) =>
        turn.Input switch
        {
            ChatInput.Said said when Owner([said.Text]) is { } network => turn with
            {
                Input = new ChatInput.Withheld(network, await RemoveAsync(turn, ct)),
                Mentions = [],
            },
            ChatInput.Pressed pressed when Owner(pressed.Values.Values) is { } network => turn with
            {
                Input = new ChatInput.Withheld(network, Removed: null),
            },
            _ => turn,
        };

    private string? Owner(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        foreach (var network in networks.Names)
            if (networks.Find<IConnects>(network)?.LooksLikeSecret(text) == true)
                return network;
        return null;
    }

    private async Task<bool> RemoveAsync(ChatTurn turn, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return scope
                .ServiceProvider.GetServices<IChatPlatform>()
                .FirstOrDefault(p => p.Name == turn.In.Platform)
                is IRemovesMessages platform
            && await platform.TryRemoveAsync(turn, ct);
    }
}
