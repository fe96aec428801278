namespace SocialBot.Core.Networks;

/// <summary>
/// How an account is connected, on a page of ours that only the person who asked for it can open: by what they type there, by going to
/// the network's own sign-in and coming back, or both.
/// </summary>
public interface IConnects : INetwork
{
    /// <summary>What the page asks for, in order; empty = nothing, it leads straight to the network's own page.</summary>
    IReadOnlyList<ConnectField> Fields { get; }

    /// <summary>Takes what was typed.</summary>
    /// <param name="returnTo">Our page that the network's own page is to lead back to.</param>
    /// <param name="state">Ours, unguessable: to be handed through the network's page and checked by us on the way back.</param>
    Task<ConnectStep> BeginAsync(
        IReadOnlyDictionary<string, string> values,
        Uri returnTo,
        string state,
        CancellationToken ct
    );

    /// <summary>Takes what the network's own page led back with.</summary>
    /// <param name="query">The address's parameters; their <c>state</c> is already checked.</param>
    /// <param name="kept">As <see cref="ConnectStep.GoTo"/> had it.</param>
    Task<ConnectStep> ReturnAsync(
        IReadOnlyDictionary<string, string> query,
        string kept,
        Uri returnTo,
        CancellationToken ct
    );

    /// <summary>Whether a text has the shape of one of the network's secrets, so that chat can refuse to hear it.</summary>
    bool LooksLikeSecret(string text) => false;
}

/// <param name="Name">Its key in the words: <c>connect.&lt;network&gt;.&lt;name&gt;</c>.</param>
/// <param name="Secret">Never shown again, never kept as it is.</param>
public sealed record ConnectField(string Name, bool Secret);

/// <summary>Where connecting has come to.</summary>
public abstract record ConnectStep
{
    private ConnectStep() { }

    /// <summary>Signed in. More than one profile (the pages of a person): the person chooses on our page.</summary>
    public sealed record Connected(IReadOnlyList<ConnectedProfile> Profiles) : ConnectStep;

    /// <summary>The person has to go to the network's own page.</summary>
    /// <param name="Kept">What is needed when they come back (a code verifier); kept encrypted.</param>
    public sealed record GoTo(Uri Address, string Kept) : ConnectStep;

    /// <summary>Not like this.</summary>
    /// <param name="Code">The key of its sentence: <c>connect.no.&lt;code&gt;</c>.</param>
    public sealed record Refused(string Code, params object?[] Args) : ConnectStep;

    /// <summary>The network takes no sign-in now.</summary>
    public sealed record NotNow(string Reason, TimeSpan? After) : ConnectStep;
}

/// <param name="Settings">The connector's own JSON; no secrets.</param>
/// <param name="Secret">The connector's own form of token or session; stored encrypted.</param>
/// <param name="SecretEndsAt">When a person must sign in again at the latest; null = not known to end.</param>
public sealed record ConnectedProfile(
    string RemoteId,
    string Handle,
    string? DisplayName,
    string? Settings,
    string Secret,
    DateTimeOffset? SecretEndsAt
)
{
    public override string ToString() => Handle;
}

/// <summary>Exchanges a session that ends for a fresh one.</summary>
public interface IRenewsSessions : INetwork
{
    /// <summary>One call. Only <see cref="IKeepsSessions"/> makes it, so that there is one at a time per account.</summary>
    Task<SessionRenewal> RenewAsync(NetworkAccount account, CancellationToken ct);
}

/// <summary>Ends a session at the network when its account is disconnected.</summary>
public interface ISignsOut : INetwork
{
    /// <returns>True when the session is over, or was; false to be asked again later.</returns>
    Task<bool> SignOutAsync(NetworkAccount account, CancellationToken ct);
}

/// <summary>
/// For connectors: a session that is about to end, or that the network called expired, is renewed here: one renewal at a time per account,
/// stored encrypted before anybody uses it. Who comes while one is under way, or with a secret that is no longer the stored one, gets what
/// is stored.
/// </summary>
public interface IKeepsSessions
{
    /// <param name="account">With the secret that ended.</param>
    Task<SessionRenewal> RenewAsync(NetworkAccount account, CancellationToken ct);
}

public abstract record SessionRenewal
{
    private SessionRenewal() { }

    public sealed record Renewed(string Secret, DateTimeOffset? SecretEndsAt) : SessionRenewal
    {
        public override string ToString() => nameof(Renewed);
    }

    /// <summary>It cannot be renewed: a person must sign in.</summary>
    public sealed record SignInNeeded(string Reason) : SessionRenewal;

    public sealed record NotNow(string Reason, TimeSpan? After) : SessionRenewal;
}
