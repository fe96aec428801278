namespace SocialBot.Connectors.Networks.Bluesky.Identity;

/// <summary>What became of looking for the person behind a handle.</summary>
internal abstract record FoundIdentity
{
    private FoundIdentity() { }

    /// <param name="Pds">The server that the account's records live on.</param>
    public sealed record Found(string Did, Uri Pds) : FoundIdentity;

    /// <param name="Code">The key of its sentence: <c>connect.no.&lt;code&gt;</c>.</param>
    public sealed record None(string Code) : FoundIdentity;

    public sealed record NotNow(string Reason, TimeSpan? After) : FoundIdentity;
}
