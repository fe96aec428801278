using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>
/// One clock hour of the rooms of a purpose: how many new cards they got, and the card that tells the rest
/// (<c>fold:{Id}</c>): what is folded, and how many wait behind "Next".
/// </summary>
public sealed class InboxHour : InWorkspace
{
    public long Id { get; private set; }
    public RoomPurpose Purpose { get; private set; }

    /// <summary>Hours since 1 January 1970, UTC.</summary>
    public long Number { get; private set; }

    /// <summary>New cards so far.</summary>
    public int Cards { get; private set; }

    public DateTimeOffset From => DateTimeOffset.UnixEpoch.AddHours(Number);
    public DateTimeOffset To => DateTimeOffset.UnixEpoch.AddHours(Number + 1);

    public static string Subject(long id) => FormattableString.Invariant($"fold:{id}");

    public static long NumberOf(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerHour;
}

/// <summary>How a case is before the people of a room: once per case and purpose.</summary>
public sealed class Showing : InWorkspace
{
    public long Id { get; private set; }
    public long CaseId { get; init; }
    public RoomPurpose Purpose { get; init; }

    /// <summary>The hour whose card tells it while it has none of its own.</summary>
    public long HourId { get; set; }
    public ShownAs As { get; set; }
}

public enum ShownAs
{
    /// <summary>A card of its own.</summary>
    Card,

    /// <summary>Wants a card of its own; the hour was full.</summary>
    Held,

    /// <summary>A line in the hourly card.</summary>
    Folded,
}
