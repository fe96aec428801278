using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Sandbox;

/// <summary>Only where keys are honoured: a network that takes none has none to ask for.</summary>
internal sealed class SandboxKeys(SandboxClient client) : IFindsByKey
{
    public string Name => SandboxNetwork.NetworkName;

    public async Task<FoundByKey> FindAsync(
        NetworkAccount account,
        string key,
        CancellationToken ct
    )
    {
        var answer = await client.GetAsync(
            $"posts/{Uri.EscapeDataString(key)}",
            account.Secret,
            SandboxJson.Default.OwnPosts,
            ct
        );
        if (answer is not SandboxAnswer<OwnPosts>.Got { Value: var listed })
            return new FoundByKey.NotNow(answer.Reason, answer.Wanted);
        return listed.Posts is [var post]
            ? new FoundByKey.Out(SandboxNetwork.Remote(post))
            : new FoundByKey.NotOut();
    }
}
