using System.Text.Json;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Networks.Bluesky.Wire;

namespace SocialBot.Connectors.Networks.Bluesky.Identity;

/// <summary>
/// From a handle to the identity and to the server it lives on, and back again: a handle counts only when the identity names it too
/// (https://atproto.com/specs/handle#handle-resolution).
/// </summary>
internal sealed class IdentityLookup(
    XrpcClient client,
    WellKnownDid wellKnown,
    IOptions<BlueskyOptions> options
)
{
    /// <param name="handle">Valid, in lower case.</param>
    public async Task<FoundIdentity> FindAsync(string handle, CancellationToken ct)
    {
        var answer = await ResolveAsync(client, options.Value.HandleResolver, handle, ct);
        if (answer is XrpcAnswer<ResolvedHandle?>.Got { Value: var resolved })
            return
                (resolved?.Did ?? await wellKnown.ReadAsync(handle, ct)) is { } did
                && AtSyntax.IsDid(did)
                ? await OpenAsync(did, handle, ct)
                : new FoundIdentity.None("handle-unknown");
        var (_, reason, after) = Outcomes.OfRead(answer);
        return new FoundIdentity.NotNow(reason, after);
    }

    /// <summary>Asks one server. A value of null = nobody has the handle.</summary>
    public static async Task<XrpcAnswer<ResolvedHandle?>> ResolveAsync(
        XrpcClient client,
        Uri server,
        string handle,
        CancellationToken ct
    )
    {
        var answer = await client.GetAsync(
            server,
            $"com.atproto.identity.resolveHandle?handle={Uri.EscapeDataString(handle)}",
            bearer: null,
            BlueskyJson.Default.ResolvedHandle,
            ct
        );
        return answer switch
        {
            XrpcAnswer<ResolvedHandle>.Got { Value: var found } =>
                new XrpcAnswer<ResolvedHandle?>.Got(found),
            // Some servers say HandleNotFound, Bluesky's own say InvalidRequest: a valid handle leaves nothing else to refuse.
            XrpcAnswer<ResolvedHandle>.Refused { Status: 400 or 404 } =>
                new XrpcAnswer<ResolvedHandle?>.Got(null),
            _ => answer.As<ResolvedHandle?>(),
        };
    }

    private async Task<FoundIdentity> OpenAsync(string did, string handle, CancellationToken ct)
    {
        if (Document(did) is not { } address)
            return new FoundIdentity.None("identity");
        var answer = await client.GetAsync(address, BlueskyJson.Default.DidDocument, ct);
        if (answer is XrpcAnswer<DidDocument>.Refused { Status: 404 or 410 })
            return new FoundIdentity.None("identity");
        if (answer is not XrpcAnswer<DidDocument>.Got { Value: var document })
        {
            var (_, reason, after) = Outcomes.OfRead(answer);
            return new FoundIdentity.NotNow(reason, after);
        }
        var namesItBack =
            document.Id == did
            && document.AlsoKnownAs?.Contains($"at://{handle}", StringComparer.OrdinalIgnoreCase)
                is true;
        if (!namesItBack)
            return new FoundIdentity.None("identity");
        return Server(document) is { } pds
            ? new FoundIdentity.Found(did, pds)
            : new FoundIdentity.None("server-missing");
    }

    /// <summary>Null for methods the network does not use.</summary>
    private Uri? Document(string did)
    {
        if (did.StartsWith("did:plc:", StringComparison.Ordinal))
            return new Uri($"{options.Value.PlcUrl.AbsoluteUri.TrimEnd('/')}/{did}");
        // The network takes host names only: no path, no port (https://atproto.com/specs/did#at-protocol-did-identifier-syntax).
        const string web = "did:web:";
        return did.StartsWith(web, StringComparison.Ordinal) && AtSyntax.IsHandle(did[web.Length..])
            ? new Uri($"https://{did[web.Length..]}/.well-known/did.json")
            : null;
    }

    private static Uri? Server(DidDocument document) =>
        document
            .Service?.Where(s =>
                (s.Id == "#atproto_pds" || s.Id == $"{document.Id}#atproto_pds")
                && s.Type == "AtprotoPersonalDataServer"
                && s.ServiceEndpoint.ValueKind == JsonValueKind.String
            )
            .Select(s =>
                Uri.TryCreate(s.ServiceEndpoint.GetString(), UriKind.Absolute, out var address)
                && address is { Scheme: "https" or "http", UserInfo.Length: 0 }
                    ? new Uri(address.GetLeftPart(UriPartial.Authority))
                    : null
            )
            .FirstOrDefault();
}
