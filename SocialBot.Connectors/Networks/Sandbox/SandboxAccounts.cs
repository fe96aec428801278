namespace SocialBot.Connectors.Networks.Sandbox;

/// <summary>Makes the brand's profiles on the Sandbox, over HTTP. The server takes this only from its own machine.</summary>
public sealed class SandboxAccounts
{
    private readonly SandboxClient client;

    internal SandboxAccounts(SandboxClient client) => this.client = client;

    /// <summary>
    /// The same handle (lower-case letters, digits, <c>_ . -</c>; at most 40) is the same profile, each time with a fresh token
    /// beside the older ones, which stay good. In the bot's own process this works once its server listens.
    /// </summary>
    /// <exception cref="InvalidOperationException">The Sandbox cannot be reached or refuses; the message says why.</exception>
    public async Task<SandboxProfile> CreateProfileAsync(
        string handle,
        string displayName,
        CancellationToken ct
    )
    {
        var answer = await client.PostAsync(
            "profiles",
            token: null,
            key: null,
            new NewProfile(handle, displayName),
            SandboxJson.Default.NewProfile,
            SandboxJson.Default.CreatedProfile,
            ct
        );
        return answer is SandboxAnswer<CreatedProfile>.Got { Value: var made }
            ? new SandboxProfile(made.Id, made.Handle, made.Token)
            : throw new InvalidOperationException(
                $"The Sandbox made no profile for '{handle}': {Why(answer)}"
            );
    }

    private static string Why(SandboxAnswer<CreatedProfile> answer) =>
        answer switch
        {
            SandboxAnswer<CreatedProfile>.Refused refused => refused.Reason,
            SandboxAnswer<CreatedProfile>.NotSent notSent => notSent.Reason,
            SandboxAnswer<CreatedProfile>.Lost lost => lost.Reason,
            _ => answer.GetType().Name,
        };
}

/// <param name="RemoteId">The Sandbox's own id of the profile.</param>
/// <param name="Token">The account's secret: to be kept encrypted, never logged.</param>
public sealed record SandboxProfile(string RemoteId, string Handle, string Token)
{
    public override string ToString() => $"Sandbox/{Handle}";
}
