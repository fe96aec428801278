namespace SocialBot.Core.Chat;

/// <summary>The chat platforms that this bot speaks on, by name.</summary>
public sealed class ChatCatalogue(IEnumerable<IChatPlatform> platforms)
{
    private readonly Dictionary<string, IChatPlatform> byName = platforms.ToDictionary(
        p => p.Name,
        StringComparer.OrdinalIgnoreCase
    );

    public IEnumerable<string> Names => byName.Keys;

    /// <summary>Null when the platform is not switched on here.</summary>
    public IChatPlatform? Find(string name) => byName.GetValueOrDefault(name);
}
