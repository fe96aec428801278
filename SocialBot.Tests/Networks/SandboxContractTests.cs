namespace SocialBot.Tests.Networks;

public sealed class SandboxContractTests() : NetworkContract("Sandbox")
{
    protected override bool Processes => true;

    protected override async Task<INetworkStandIn> OpenAsync(TimeProvider clock) =>
        await SandboxHost.OpenAsync(clock);
}

/// <summary>The same with our keys handed over, as on networks that take one.</summary>
public sealed class SandboxWithKeysContractTests() : NetworkContract("Sandbox")
{
    protected override bool Processes => true;

    protected override async Task<INetworkStandIn> OpenAsync(TimeProvider clock) =>
        await SandboxHost.OpenAsync(clock, ("Sandbox:HonoursKeys", "true"));
}
