using System.Text.RegularExpressions;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Sandbox;

/// <summary>Connecting by a handle alone: whoever can open the page may be anybody on the Sandbox.</summary>
internal sealed partial class ConnectSandbox(SandboxAccounts accounts) : IConnects
{
    private const string Handle = "handle";

    public string Name => SandboxNetwork.NetworkName;

    public IReadOnlyList<ConnectField> Fields { get; } = [new(Handle, Secret: false)];

    public async Task<ConnectStep> BeginAsync(
        IReadOnlyDictionary<string, string> values,
        Uri returnTo,
        string state,
        CancellationToken ct
    )
    {
        var handle = values.GetValueOrDefault(Handle, "").Trim().TrimStart('@');
        if (!HandleForm().IsMatch(handle))
            return new ConnectStep.Refused("sandbox-handle");
        try
        {
            var made = await accounts.CreateProfileAsync(handle, handle, ct);
            return new ConnectStep.Connected([
                new ConnectedProfile(
                    made.RemoteId,
                    made.Handle,
                    DisplayName: null,
                    Settings: null,
                    made.Token,
                    SecretEndsAt: null
                ),
            ]);
        }
        catch (InvalidOperationException away)
        {
            return new ConnectStep.NotNow(away.Message, After: null);
        }
    }

    /// <summary>Nobody is sent to a page of the network's.</summary>
    public Task<ConnectStep> ReturnAsync(
        IReadOnlyDictionary<string, string> query,
        string kept,
        Uri returnTo,
        CancellationToken ct
    ) => Task.FromResult<ConnectStep>(new ConnectStep.Refused("sandbox-handle"));

    [GeneratedRegex(@"\A[a-z0-9_.-]{1,40}\z")]
    private static partial Regex HandleForm();
}
