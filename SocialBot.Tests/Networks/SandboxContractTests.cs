namespace SocialBot.Tests.Networks;

public sealed class SandboxContractTests() : NetworkContract("Sandbox")
{
    protected override bool Processes => true;

    protected override async Task<INetworkStandIn> OpenAsync(TimeProvider clock) =>
        await SandboxHost.OpenAsync(clock);
}
