using System.Text.Json;
using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Due;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>
/// What follows from a change, written in its transaction and delivered moments later: stale cards, new cards in rooms,
/// cards and notices for members, answers.
/// </summary>
public static class Outbox
{
    /// <summary>What could not be delivered for this long is no longer worth a retry.</summary>
    public static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(1);

    public const string Stale = "card.stale";
    public const string Show = "card.show";
    public const string Tell = "card.tell";
    public const string Notice = "notice";
    public const string Say = "say";

    /// <summary>Every copy of the subject's card is drawn anew.</summary>
    public static void CardStale(this SocialBotDb db, string subject, DateTimeOffset now) =>
        db.Queue(new DueWork(Lane.Chat, Stale, subject, now) { Order = subject, AtOnce = true });

    /// <summary>A card of the subject appears in every room of this purpose that has none yet.</summary>
    public static void ShowInRooms(
        this SocialBotDb db,
        string subject,
        RoomPurpose purpose,
        DateTimeOffset now
    ) =>
        db.Queue(
            new DueWork(
                Lane.Chat,
                Show,
                subject,
                now,
                JsonSerializer.Serialize(new ShowPayload(purpose)),
                Once: false
            )
            {
                Order = subject,
                AtOnce = true,
            }
        );

    /// <summary>The same where one hangs already, further up: it came back and wants to be seen. The earlier cards stay true as well.</summary>
    public static void ShowAgainInRooms(
        this SocialBotDb db,
        string subject,
        RoomPurpose purpose,
        DateTimeOffset now
    ) =>
        db.Queue(
            new DueWork(
                Lane.Chat,
                Show,
                subject,
                now,
                JsonSerializer.Serialize(new ShowPayload(purpose, Since: now)),
                Once: false
            )
            {
                Order = subject,
                AtOnce = true,
            }
        );

    /// <summary>The member gets a personal card of the subject; where the bot cannot reach them, a mention in the room of <paramref name="fallback"/>.</summary>
    public static void TellMember(
        this SocialBotDb db,
        long memberId,
        string subject,
        RoomPurpose fallback,
        DateTimeOffset now
    ) =>
        db.Queue(
            new DueWork(
                Lane.Chat,
                Tell,
                subject,
                now,
                JsonSerializer.Serialize(new TellPayload(memberId, fallback)),
                Once: false
            )
            {
                Order = subject,
                AtOnce = true,
            }
        );

    /// <summary>
    /// A passing notice, composed in the reader's language when it is delivered: to a member, or to the rooms of a purpose.
    /// With both, it is for the member, and the room is where they are mentioned if the bot cannot reach them (the approvals
    /// room where none is named).
    /// </summary>
    public static void Notify(
        this SocialBotDb db,
        string notice,
        object facts,
        long? memberId,
        RoomPurpose? room,
        DateTimeOffset now
    ) =>
        db.Queue(
            new DueWork(
                Lane.Chat,
                Notice,
                notice,
                now,
                JsonSerializer.Serialize(
                    new NoticePayload(
                        JsonSerializer.Serialize(facts, JsonSerializerOptions.Web),
                        memberId,
                        room
                    )
                ),
                Once: false
            )
            {
                Order = memberId is { } id
                    ? FormattableString.Invariant($"member:{id}")
                    : FormattableString.Invariant($"room:{db.WorkspaceId}:{room}"),
                AtOnce = true,
            }
        );

    /// <summary>An answer to a turn: exactly this card, exactly there.</summary>
    public static void SayTo(
        this SocialBotDb db,
        ChatPlace place,
        Card card,
        string key,
        long? memberId,
        DateTimeOffset now
    ) =>
        db.Queue(
            new DueWork(
                Lane.Chat,
                Say,
                $"say:{key}",
                now,
                JsonSerializer.Serialize(new SayPayload(place, CardJson.Write(card), memberId))
            )
            {
                Order = place.Conversation,
                StrictOrder = true,
                AtOnce = true,
            }
        );
}

/// <param name="RoomId">Set on the row of one room of several: a repeat doubles nothing in the others.</param>
/// <param name="Since">A card posted before this does not count; null = any that hangs does.</param>
public sealed record ShowPayload(
    RoomPurpose Purpose,
    long? RoomId = null,
    DateTimeOffset? Since = null
);

public sealed record TellPayload(long MemberId, RoomPurpose Fallback);

/// <param name="RoomId">One room of several, as in <see cref="ShowPayload"/>.</param>
public sealed record NoticePayload(
    string Facts,
    long? MemberId,
    RoomPurpose? Room,
    long? RoomId = null
);

public sealed record SayPayload(ChatPlace Place, string Card, long? MemberId);
