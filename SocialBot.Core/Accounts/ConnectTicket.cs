using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Accounts;

/// <summary>
/// The right to connect one account, once and soon, for whoever asked for it in chat. Whoever has the link has the right, so the link is shown
/// to them alone, and only its hash is kept.
/// </summary>
public sealed class ConnectTicket : InWorkspace
{
    public static readonly TimeSpan Lives = TimeSpan.FromMinutes(15);

    /// <summary>How often something may be sent in before a new link must be asked for.</summary>
    public const int MostTries = 10;

    public long Id { get; private set; }
    public required string TokenHash { get; init; }
    public required long MemberId { get; init; }
    public required string Network { get; init; }

    /// <summary>The account to sign in to again; null = whichever the person signs in to.</summary>
    public long? AccountId { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public int Tries { get; set; }
    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>While the person is on the network's own page: the hash of what must come back from there, in the same browser.</summary>
    public string? StateHash { get; set; }

    /// <summary>Sealed: what the network wants back then, and the way back to our page.</summary>
    public string? Kept { get; set; }

    /// <summary>Sealed: the profiles to choose from, signed in to already.</summary>
    public string? Profiles { get; set; }

    /// <summary>Unguessable: 256 bits, 43 characters that an address takes as they are.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

internal sealed class AccountModel : IEntityTypeConfiguration<ConnectTicket>
{
    public void Configure(EntityTypeBuilder<ConnectTicket> builder)
    {
        builder.HasIndex(t => t.TokenHash).IsUnique();
        builder.HasIndex(t => t.StateHash);
        // Two who send in the same ticket at once: the second finds it used.
        builder.Property(t => t.UsedAt).IsConcurrencyToken();
    }
}

/// <summary>Addresses of the page where a ticket is used.</summary>
public interface IConnectLinks
{
    Uri For(string token);

    /// <summary>Where a network's own page leads back to.</summary>
    Uri Return { get; }

    /// <summary>The address means this computer: nobody else can open it.</summary>
    bool OnlyHere { get; }
}
