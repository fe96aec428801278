namespace SocialBot.Core.Cards;

/// <summary>Where a stored picture can be fetched by a chat client.</summary>
public interface IPictureLinks
{
    /// <summary>Absolute address for an unguessable media key.</summary>
    string For(string mediaKey);
}
