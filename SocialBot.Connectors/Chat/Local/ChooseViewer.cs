using SocialBot.Core.Workspaces;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>Who a tab is: the person named in its address, if the sample team has one.</summary>
internal sealed class ChooseViewer(WhoIsOnPlatform whoIsOnPlatform)
{
    public Task<PlatformRoster> EverybodyAsync(CancellationToken ct) =>
        whoIsOnPlatform.RunAsync(LocalChatPlatform.PlatformName, ct);

    public async Task<LocalViewer?> RunAsync(string? userId, CancellationToken ct)
    {
        var roster = await EverybodyAsync(ct);
        return roster.Person(userId) is { } person ? new LocalViewer(person, roster) : null;
    }
}
