using SocialBot.Core.Cards;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Board;

/// <summary>Draws the card of one kind of subject as it is now, for whoever looks. Implemented by the slices in Dialogs.</summary>
public interface IComposesCards
{
    /// <summary>The word before the colon: <c>post</c>.</summary>
    string Kind { get; }

    /// <summary>Null when there is nothing to show (any more).</summary>
    Task<Card?> ComposeAsync(long id, CardViewer viewer, CancellationToken ct);
}

/// <summary>Who will see it: one member in their personal chat, or everybody in a room.</summary>
/// <param name="Language"><c>en</c> or <c>de</c>.</param>
public sealed record CardViewer(string Language, Member? Member, RoomPurpose? Room)
{
    /// <summary>Everybody in a room where those who may do something get a card of their own: the common one only shows.</summary>
    public bool OnlyShows { get; init; }
}

/// <summary>Composes passing notices by name: <c>approval.reminder</c> with its facts.</summary>
public interface IComposesNotices
{
    Task<Card?> ComposeAsync(
        string notice,
        string? payload,
        CardViewer viewer,
        CancellationToken ct
    );
}
