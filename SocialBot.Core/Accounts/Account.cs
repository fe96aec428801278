using SocialBot.Core.Networks;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Accounts;

/// <summary>One connected profile on a network.</summary>
public sealed class Account : InWorkspace
{
    public long Id { get; private set; }
    public required string Network { get; init; }
    public required string Handle { get; set; }
    public required string RemoteId { get; init; }

    /// <summary>The profile's own name for itself, where it has one beside the handle.</summary>
    public string? DisplayName { get; set; }
    public string? Settings { get; set; }

    /// <summary>The token, encrypted at rest.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>When a person must sign in again at the latest; null = not known to end.</summary>
    public DateTimeOffset? SecretEndsAt { get; set; }

    /// <summary>Null while all is well; otherwise why it must be connected again.</summary>
    public string? SignInNeeded { get; set; }

    /// <summary>
    /// Of what its people were last told: so many days before it signs out (7, 2, 0), <see cref="AccountWarning.SignIn"/> = that somebody must sign
    /// in; null = nothing since all was well.
    /// </summary>
    public int? Warned { get; set; }

    /// <summary>When it was last connected, and by which member; null = by the program itself, for the sample.</summary>
    public DateTimeOffset? ConnectedAt { get; set; }
    public long? ConnectedById { get; set; }

    /// <summary>Where the last reading of mentions ended.</summary>
    public string? InboxCursor { get; set; }
    public DateTimeOffset? InboxReadAt { get; set; }

    /// <summary>Set when disconnected: kept for the history, offered no more.</summary>
    public DateTimeOffset? DisconnectedAt { get; set; }

    /// <summary>As people write it: <c>Sandbox @acme</c>.</summary>
    public string Label => $"{Network} @{Handle}";

    public string Subject => SubjectOf(Id);

    public static string SubjectOf(long id) => FormattableString.Invariant($"account:{id}");

    /// <param name="protectedSecret">The profile's secret, encrypted.</param>
    public void Connect(
        ConnectedProfile profile,
        string protectedSecret,
        long memberId,
        DateTimeOffset now
    )
    {
        Handle = profile.Handle;
        DisplayName = profile.DisplayName;
        Settings = profile.Settings;
        ProtectedSecret = protectedSecret;
        SecretEndsAt = profile.SecretEndsAt;
        (ConnectedAt, ConnectedById) = (now, memberId);
        (SignInNeeded, DisconnectedAt) = (null, null);
        // Whoever has just signed in need not be told that it is for a short time.
        Warned = AccountWarning.At(this, now);
    }

    public void Disconnect(DateTimeOffset now)
    {
        DisconnectedAt = now;
        (ProtectedSecret, SecretEndsAt, SignInNeeded, Warned) = (null, null, null, null);
    }
}

/// <summary>Encrypts and decrypts account tokens; the purpose is bound to workspace and account.</summary>
public interface IKeepsSecrets
{
    string Protect(long workspaceId, string network, string remoteId, string secret);

    string Unprotect(long workspaceId, string network, string remoteId, string sealedSecret);
}

public static class AccountForConnector
{
    public static NetworkAccount Open(this Account account, IKeepsSecrets secrets) =>
        new(
            account.Id,
            account.WorkspaceId,
            account.Network,
            account.RemoteId,
            account.Handle,
            account.Settings,
            account.ProtectedSecret is { } secret
                ? secrets.Unprotect(account.WorkspaceId, account.Network, account.RemoteId, secret)
                : null
        );
}
