using SocialBot.Core.Posts;

namespace SocialBot.Core.Links;

/// <summary>The preview of the first link of a text: what its page says of itself, or why there is none.</summary>
/// <param name="Url">As it stands in the text.</param>
/// <param name="Title">At most <see cref="LongestTitle"/> characters as readers count; empty unless shown.</param>
/// <param name="Description">At most <see cref="LongestDescription"/>; may be empty.</param>
public sealed record LinkCard(
    string Url,
    LinkCardState State,
    string Title = "",
    string Description = "",
    AttachedMedia? Picture = null
)
{
    public const int LongestTitle = 300;
    public const int LongestDescription = 1000;

    public bool IsShown => State == LinkCardState.Shown;
}

public enum LinkCardState
{
    /// <summary>Goes out with the post.</summary>
    Shown,

    /// <summary>The page could not be read: the post goes out without one.</summary>
    Unreadable,

    /// <summary>Its author wants none.</summary>
    Dropped,
}
