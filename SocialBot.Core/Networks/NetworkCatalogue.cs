namespace SocialBot.Core.Networks;

/// <summary>All networks by name, and what each can do.</summary>
public sealed class NetworkCatalogue(IEnumerable<INetwork> networks)
{
    private readonly Dictionary<string, INetwork> byName = networks.ToDictionary(
        n => n.Name,
        StringComparer.OrdinalIgnoreCase
    );

    public IEnumerable<string> Names => byName.Keys;

    /// <summary>Null when the network is unknown or cannot do it.</summary>
    public TRole? Find<TRole>(string name)
        where TRole : class, INetwork => byName.GetValueOrDefault(name) as TRole;
}
