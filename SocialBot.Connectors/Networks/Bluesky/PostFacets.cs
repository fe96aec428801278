using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Wire;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>The facets of a post as they are sent: mentions by identity, and nothing that the server would refuse the post for.</summary>
internal sealed class PostFacets(XrpcClient client)
{
    /// <summary>A mention of nobody stays plain text. Anything but a value: whether somebody has the handle could not be asked.</summary>
    public async Task<XrpcAnswer<IReadOnlyList<Facet>>> FindAsync(
        Uri pds,
        string text,
        CancellationToken ct
    )
    {
        var facets = new List<Facet>();
        var dids = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var found in BlueskyFacets.Find(text))
        {
            if (found is FoundFacet.Mention { Handle: var handle } && !dids.ContainsKey(handle))
            {
                var answer = await DidAsync(pds, handle, ct);
                if (answer is not XrpcAnswer<ResolvedHandle?>.Got { Value: var resolved })
                    return answer.As<IReadOnlyList<Facet>>();
                dids[handle] = resolved?.Did;
            }
            if (Feature(found, dids) is { } feature)
                facets.Add(new Facet(new ByteSlice(found.ByteStart, found.ByteEnd), [feature]));
        }
        return new XrpcAnswer<IReadOnlyList<Facet>>.Got(facets);
    }

    private async Task<XrpcAnswer<ResolvedHandle?>> DidAsync(
        Uri pds,
        string handle,
        CancellationToken ct
    ) =>
        AtSyntax.IsHandle(handle)
            ? await IdentityLookup.ResolveAsync(client, pds, handle.ToLowerInvariant(), ct)
            : new XrpcAnswer<ResolvedHandle?>.Got(null);

    private static FacetFeature? Feature(FoundFacet found, Dictionary<string, string?> dids) =>
        found switch
        {
            FoundFacet.Mention mention => dids[mention.Handle] is { } did && AtSyntax.IsDid(did)
                ? FacetFeature.Mention(did)
                : null,
            FoundFacet.Link link => IsSendable(link.Uri) ? FacetFeature.Link(link.Uri) : null,
            FoundFacet.Tag tag => FacetFeature.Hashtag(tag.Name),
            _ => null,
        };

    /// <summary>The client takes "httpfoo.com" for an address; the server then refuses the whole post.</summary>
    private static bool IsSendable(string uri) =>
        uri.StartsWith("https://", StringComparison.Ordinal)
        || uri.StartsWith("http://", StringComparison.Ordinal);
}
