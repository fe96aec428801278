using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

[Flags]
public enum Roles
{
    None = 0,
    Author = 1,
    Approver = 2,
    CommunityManager = 4,
    Analyst = 8,
    Admin = 16,
}

/// <summary>A person of the team.</summary>
public sealed class Member : InWorkspace
{
    public long Id { get; private set; }
    public required string Name { get; set; }
    public Roles Roles { get; set; }

    /// <summary><c>en</c>, <c>de</c>; null = the workspace's.</summary>
    public string? Language { get; set; }

    /// <summary>IANA id, as last seen from the member's client or set; null = the workspace's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Whether to be told in person about what waits; the rooms show it either way.</summary>
    public bool Notify { get; set; } = true;
    public QuietHours? Quiet { get; set; }
    public Absence? Away { get; set; }

    public bool Has(Roles any) => (Roles & any) != Roles.None;

    public bool IsAway(DateTimeOffset now) => Away is { } away && now < away.Until;

    /// <summary>The end of the quiet hours that the member is in now; null = not in them.</summary>
    public DateTimeOffset? QuietUntil(DateTimeOffset now, TimeZoneInfo workspaceZone) =>
        Quiet?.EndAfter(
            now,
            TimeZone is { } own && TimeZoneInfo.TryFindSystemTimeZoneById(own, out var zone)
                ? zone
                : workspaceZone
        );
}

/// <summary>In the member's own zone; may span midnight. Personal cards wait until it ends.</summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    public bool Contains(TimeOnly at) => From <= To ? at >= From && at < To : at >= From || at < To;

    /// <summary>When they end, if <paramref name="now"/> lies in them. A wall time that the clocks jump over ends them at the jump.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        if (!Contains(TimeOnly.FromDateTime(local)))
            return null;
        var end = local.Date + To.ToTimeSpan();
        if (end <= local)
            end = end.AddDays(1);
        while (zone.IsInvalidTime(end))
            end = end.AddMinutes(1);
        var first = zone.IsAmbiguousTime(end)
            ? zone.GetAmbiguousTimeOffsets(end).Max()
            : zone.GetUtcOffset(end);
        var at = new DateTimeOffset(end, first).ToUniversalTime();
        return at > now ? at : new DateTimeOffset(end, zone.GetAmbiguousTimeOffsets(end).Min());
    }
}

/// <param name="DelegateId">Who acts meanwhile; null = nobody.</param>
public sealed record Absence(DateTimeOffset Until, long? DelegateId);

/// <summary>How a member is known on a chat platform, and where their personal chat is.</summary>
public sealed class MemberIdentity : InWorkspace
{
    public long Id { get; private set; }
    public long MemberId { get; init; }
    public required string Platform { get; init; }
    public required string Tenant { get; init; }
    public required string UserId { get; init; }

    /// <summary>The id by which the platform mentions this person; newest seen.</summary>
    public string? PlatformUserId { get; set; }

    /// <summary>The personal chat, once the person has spoken there.</summary>
    public string? PersonalConversation { get; set; }
    public string? PersonalReference { get; set; }

    /// <summary>The last turn from this person here: who is known on two platforms is told on the one used last.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    public ChatPlace? Personal =>
        PersonalConversation is null
            ? null
            : new ChatPlace(
                Platform,
                Tenant,
                PersonalConversation,
                Thread: null,
                Personal: true,
                PersonalReference
            );
}
