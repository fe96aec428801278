namespace SocialBot.Core.Networks;

/// <summary>The rules of every network by its name. Rules registered later replace earlier ones of the same network.</summary>
public sealed class NetworkRulebook
{
    private readonly Dictionary<string, NetworkRules> byNetwork = new(
        StringComparer.OrdinalIgnoreCase
    );

    public NetworkRulebook(IEnumerable<NetworkRules> all)
    {
        foreach (var rules in all)
            byNetwork[rules.Network] = rules;
    }

    public IEnumerable<NetworkRules> All => byNetwork.Values;

    /// <summary>Null when nothing is known about the network: then nothing is refused in its name.</summary>
    public NetworkRules? For(string network) => byNetwork.GetValueOrDefault(network);
}
