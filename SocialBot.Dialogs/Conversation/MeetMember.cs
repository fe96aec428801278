using SocialBot.Core.Board;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>Keeps what a turn tells about the person and the place: where their personal chat is, the newest reference, their zone.</summary>
internal sealed class MeetMember(SocialBotDb db, ComeBack comeBack)
{
    /// <summary>Finer than this it does not matter when somebody was last here, and costs a write per turn.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromMinutes(5);

    public async Task RunAsync(Speaker.Known known, ChatTurn turn, CancellationToken ct)
    {
        var (identity, member) = (known.Identity, known.Member);
        identity.PlatformUserId = turn.PlatformUserId;
        if (identity.LastSeenAt is not { } seen || turn.At - seen > SeenWithin)
            identity.LastSeenAt = turn.At;
        if (turn.In.Personal)
        {
            identity.PersonalConversation =
                turn.Input is ChatInput.Parted ? null : turn.In.Conversation;
            identity.PersonalReference = turn.In.Reference;
        }
        else if (known.Room is { } room)
        {
            room.Reference = turn.In.Reference ?? room.Reference;
            if (room.GoneAt is not null && turn.Input is not ChatInput.Parted)
                await comeBack.RunAsync(turn.In, ct);
        }
        if (
            turn.TimeZone is { } zone
            && zone != member.TimeZone
            && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
        )
            member.TimeZone = zone;
        await db.SaveChangesAsync(ct);
    }
}
