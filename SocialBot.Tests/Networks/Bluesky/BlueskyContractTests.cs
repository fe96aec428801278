using SocialBot.Core.Networks;
using SocialBot.Core.Networks.Counting;

namespace SocialBot.Tests.Networks.Bluesky;

public sealed class BlueskyContractTests() : NetworkContract("Bluesky")
{
    /// <summary>Of its private messages a bot's sign-in sees nothing.</summary>
    protected override IReadOnlyList<IncomingKind> Kinds =>
        [IncomingKind.Mention, IncomingKind.Comment, IncomingKind.Quote];

    protected override async Task<INetworkStandIn> OpenAsync(TimeProvider clock) =>
        await BlueskyDouble.OpenAsync(clock);

    protected override IReadOnlyList<string> Tokens(string secret)
    {
        var far = (BlueskyDouble)FarSide;
        return [secret, far.Account("acme").AppPassword, .. far.Sessions.Secrets];
    }

    protected override string? Shown(string text) =>
        Graphemes.Count(WellFormed(text)) > 300 ? null : WellFormed(text);
}
