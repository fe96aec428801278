using System.Text.Json.Serialization.Metadata;
using SocialBot.Core.Networks;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>Opens an account's session for one piece of work.</summary>
/// <param name="sessions">Asked for when it is needed: who keeps the sessions knows the networks, so it cannot come before them.</param>
internal sealed class AccountSessions(
    XrpcClient client,
    Func<IKeepsSessions> sessions,
    TimeProvider clock
)
{
    public AccountSession Open(NetworkAccount account) => new(account, client, sessions, clock);
}

/// <summary>
/// Calls in the name of one account, on its own server. The access token is renewed before it ends, or once when the server calls it
/// ended: a call refused for that did nothing, so making it again is safe.
/// </summary>
internal sealed class AccountSession(
    NetworkAccount account,
    XrpcClient client,
    Func<IKeepsSessions> sessions,
    TimeProvider clock
)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly AccountSettings? settings = AccountSettings.Of(account);
    private NetworkAccount current = account;

    /// <summary>The account's DID.</summary>
    public string Did { get; } = AccountSettings.Of(account)?.Did ?? account.RemoteId;

    /// <param name="method">With its query.</param>
    public Task<XrpcAnswer<T>> GetAsync<T>(
        string method,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    ) => CallAsync((pds, bearer) => client.GetAsync(pds, method, bearer, shape, ct), ct);

    /// <exception cref="OperationCanceledException">Cancelled before anything left.</exception>
    public Task<XrpcAnswer<T>> PostAsync<TBody, T>(
        string method,
        TBody body,
        JsonTypeInfo<TBody> bodyShape,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    ) =>
        CallAsync(
            (pds, bearer) => client.PostAsync(pds, method, bearer, body, bodyShape, shape, ct),
            ct
        );

    /// <exception cref="OperationCanceledException">Cancelled before anything left.</exception>
    public Task<XrpcAnswer<T>> PostAsync<T>(
        string method,
        byte[] body,
        string contentType,
        JsonTypeInfo<T> shape,
        CancellationToken ct
    ) =>
        CallAsync(
            (pds, bearer) => client.PostAsync(pds, method, bearer, body, contentType, shape, ct),
            ct
        );

    private async Task<XrpcAnswer<T>> CallAsync<T>(
        Func<Uri, Bearer, Task<XrpcAnswer<T>>> call,
        CancellationToken ct
    )
    {
        if (settings is null || AccountSecret.Read(current.Secret) is not { } secret)
            return new XrpcAnswer<T>.SignInNeeded(Reasons.NotConnected);

        var endsSoon =
            JwtExpiry.Of(secret.AccessJwt) is { } ends && ends - Early <= clock.GetUtcNow();
        if (endsSoon && await RenewAsync<T>(ct) is { } notRenewed)
        {
            // Early is early: what cannot be renewed this moment may still be good for this call.
            if (notRenewed is not XrpcAnswer<T>.NotSent || Ended(secret))
                return notRenewed;
        }

        var answer = await call(settings.Pds, Bearer());
        if (
            endsSoon
            || answer is not XrpcAnswer<T>.Refused { Code: "ExpiredToken" or "InvalidToken" }
        )
            return answer;
        return await RenewAsync<T>(ct) ?? await call(settings.Pds, Bearer());
    }

    private bool Ended(AccountSecret secret) =>
        JwtExpiry.Of(secret.AccessJwt) is { } ends && ends <= clock.GetUtcNow();

    private Bearer Bearer() => new(Did, AccountSecret.Read(current.Secret)!.AccessJwt);

    /// <summary>Null = renewed.</summary>
    private async Task<XrpcAnswer<T>?> RenewAsync<T>(CancellationToken ct)
    {
        switch (await sessions().RenewAsync(current, ct))
        {
            case SessionRenewal.Renewed renewed:
                current = current with { Secret = renewed.Secret };
                return null;
            case SessionRenewal.SignInNeeded needed:
                return new XrpcAnswer<T>.SignInNeeded(needed.Reason);
            case SessionRenewal.NotNow notNow:
                return new XrpcAnswer<T>.NotSent(notNow.Reason, notNow.After);
            case var other:
                throw new InvalidOperationException(other.GetType().Name);
        }
    }
}
