namespace SocialBot.Core.Networks;

/// <summary>All networks by name, and what each can do. One network may be several objects, each with some of its roles.</summary>
public sealed class NetworkCatalogue(IEnumerable<INetwork> networks)
{
    private readonly ILookup<string, INetwork> byName = networks.ToLookup(
        n => n.Name,
        StringComparer.OrdinalIgnoreCase
    );

    public IEnumerable<string> Names => byName.Select(n => n.Key);

    /// <summary>Null when the network is unknown or cannot do it.</summary>
    public TRole? Find<TRole>(string name)
        where TRole : class, INetwork => byName[name].OfType<TRole>().FirstOrDefault();
}
