using System.Text.RegularExpressions;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>
/// Signing in with handle and app password, and renewing the session: https://docs.bsky.app/docs/advanced-guides/api-directory,
/// com.atproto.server.createSession. Only an app password is ever sent: it can be revoked alone and cannot change the account.
/// </summary>
internal sealed partial class ConnectBluesky(
    XrpcClient client,
    IdentityLookup identities,
    LoginBudget budget
) : IConnects, IRenewsSessions, ISignsOut
{
    private const string Handle = "handle";
    private const string Password = "password";

    public string Name => BlueskyNames.Network;

    public IReadOnlyList<ConnectField> Fields { get; } =
    [new(Handle, Secret: false), new(Password, Secret: true)];

    public async Task<ConnectStep> BeginAsync(
        IReadOnlyDictionary<string, string> values,
        Uri returnTo,
        string state,
        CancellationToken ct
    )
    {
        var typed = TypedHandle.Read(values.GetValueOrDefault(Handle, ""));
        if (typed is not TypedHandle.Valid { Handle: var handle })
            return new ConnectStep.Refused(typed is TypedHandle.Email ? "email" : "handle");
        // Phones begin a field with a capital letter and end it with a space.
        var password = values.GetValueOrDefault(Password, "").Trim().ToLowerInvariant();
        if (!AppPassword().IsMatch(password))
            return new ConnectStep.Refused("app-password");

        switch (await identities.FindAsync(handle, ct))
        {
            case FoundIdentity.None none:
                return new ConnectStep.Refused(none.Code, handle);
            case FoundIdentity.NotNow notNow:
                return new ConnectStep.NotNow(notNow.Reason, notNow.After);
            case FoundIdentity.Found found:
                if (budget.Spend(handle) is { } wait)
                    return new ConnectStep.NotNow(Reasons.TooManySignIns, wait);
                return await SignInAsync(found, handle, password, ct);
            case var other:
                throw new InvalidOperationException(other.GetType().Name);
        }
    }

    /// <summary>Nobody is sent to a page of the network's.</summary>
    public Task<ConnectStep> ReturnAsync(
        IReadOnlyDictionary<string, string> query,
        string kept,
        Uri returnTo,
        CancellationToken ct
    ) => Task.FromResult<ConnectStep>(new ConnectStep.Refused("handle"));

    public bool LooksLikeSecret(string text) => AppPasswordInText().IsMatch(text);

    public async Task<SessionRenewal> RenewAsync(NetworkAccount account, CancellationToken ct)
    {
        if (
            AccountSettings.Of(account) is not { } settings
            || AccountSecret.Read(account.Secret) is not { } secret
        )
            return new SessionRenewal.SignInNeeded(Reasons.NotConnected);
        var answer = await client.PostAsync(
            settings.Pds,
            "com.atproto.server.refreshSession",
            new Bearer(settings.Did, secret.RefreshJwt),
            BlueskyJson.Default.Session,
            ct
        );
        switch (answer)
        {
            case XrpcAnswer<Session>.Got { Value: var session }:
                if (Inactive(session) is { } trouble)
                    return new SessionRenewal.SignInNeeded(trouble.Reason);
                return session.Did == settings.Did
                    ? new SessionRenewal.Renewed(
                        new AccountSecret(session.AccessJwt, session.RefreshJwt).ToJson(),
                        JwtExpiry.Of(session.RefreshJwt)
                    )
                    : new SessionRenewal.SignInNeeded(Reasons.SignIn);
            // Nothing is sent that the server could dislike but the token itself.
            case XrpcAnswer<Session>.Refused { Status: >= 400 and < 429 } refused:
                return new SessionRenewal.SignInNeeded(
                    Outcomes.AccountTrouble(refused.Status, refused.Code) ?? Reasons.SignIn
                );
            default:
                var (signIn, reason, after) = Outcomes.OfRead(answer);
                return signIn is null
                    ? new SessionRenewal.NotNow(reason, after)
                    : new SessionRenewal.SignInNeeded(signIn);
        }
    }

    /// <summary>The refresh token ends the session it belongs to. What the server no longer takes is over already.</summary>
    public async Task<bool> SignOutAsync(NetworkAccount account, CancellationToken ct)
    {
        if (
            AccountSettings.Of(account) is not { } settings
            || AccountSecret.Read(account.Secret) is not { } secret
        )
            return true;
        var answer = await client.PostAsync(
            settings.Pds,
            "com.atproto.server.deleteSession",
            new Bearer(settings.Did, secret.RefreshJwt),
            BlueskyJson.Default.Nothing,
            ct
        );
        return answer
            is XrpcAnswer<Nothing>.Got
                or XrpcAnswer<Nothing>.Refused { Status: >= 400 and < 429 };
    }

    private async Task<ConnectStep> SignInAsync(
        FoundIdentity.Found found,
        string handle,
        string password,
        CancellationToken ct
    )
    {
        var answer = await client.PostAsync(
            found.Pds,
            "com.atproto.server.createSession",
            bearer: null,
            new NewSession(handle, password),
            BlueskyJson.Default.NewSession,
            BlueskyJson.Default.Session,
            ct
        );
        switch (answer)
        {
            case XrpcAnswer<Session>.Got { Value: var session }:
                if (Inactive(session) is { } trouble)
                    return new ConnectStep.Refused(trouble.Code, handle);
                return session.Did == found.Did
                    ? await ConnectedAsync(found, handle, session, ct)
                    : new ConnectStep.Refused("identity", handle);
            case XrpcAnswer<Session>.Refused { Status: 429 } limited:
                return new ConnectStep.NotNow(Reasons.TooManySignIns, limited.After);
            case XrpcAnswer<Session>.Refused { Code: "AccountTakedown" }:
                return new ConnectStep.Refused("taken-down", handle);
            case XrpcAnswer<Session>.Refused { Code: "AccountSuspended" }:
                return new ConnectStep.Refused("suspended", handle);
            case XrpcAnswer<Session>.Refused { Code: "AccountDeactivated" }:
                return new ConnectStep.Refused("deactivated", handle);
            case XrpcAnswer<Session>.Refused { Code: "AuthFactorTokenRequired" }:
                return new ConnectStep.Refused("app-password");
            case XrpcAnswer<Session>.Refused { Status: 400 or 401 or 403 }:
                return new ConnectStep.Refused("wrong-password", handle);
            default:
                var (_, reason, after) = Outcomes.OfRead(answer);
                return new ConnectStep.NotNow(reason, after);
        }
    }

    private async Task<ConnectStep> ConnectedAsync(
        FoundIdentity.Found found,
        string handle,
        Session session,
        CancellationToken ct
    )
    {
        var profile = await client.GetAsync(
            found.Pds,
            $"app.bsky.actor.getProfile?actor={found.Did}",
            new Bearer(found.Did, session.AccessJwt),
            BlueskyJson.Default.ProfileView,
            ct
        );
        // A name to show is nice to have: whoever cannot be read now is shown by handle.
        var name = (profile as XrpcAnswer<ProfileView>.Got)?.Value.DisplayName;
        return new ConnectStep.Connected([
            new ConnectedProfile(
                found.Did,
                handle,
                string.IsNullOrWhiteSpace(name) ? null : name,
                new AccountSettings(found.Did, found.Pds).ToJson(),
                new AccountSecret(session.AccessJwt, session.RefreshJwt).ToJson(),
                JwtExpiry.Of(session.RefreshJwt)
            ),
        ]);
    }

    private static (string Code, string Reason)? Inactive(Session session) =>
        session.Active is not false
            ? null
            : session.Status switch
            {
                "takendown" => ("taken-down", Reasons.TakenDown),
                "suspended" => ("suspended", Reasons.Suspended),
                "deactivated" => ("deactivated", Reasons.Deactivated),
                _ => ("inactive", Reasons.Inactive),
            };

    /// <summary>16 characters of base 32 in four groups, as Bluesky's server makes them.</summary>
    [GeneratedRegex(@"^[a-z2-7]{4}(-[a-z2-7]{4}){3}$", RegexOptions.CultureInvariant)]
    private static partial Regex AppPassword();

    [GeneratedRegex(
        @"(?<![\w-])[a-z2-7]{4}(-[a-z2-7]{4}){3}(?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex AppPasswordInText();
}
