using System.Text;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Networks.Bluesky.Identity;

/// <summary>The second way from a handle to its identity: a line of text on the handle's own site.</summary>
internal sealed class WellKnownDid(
    HttpClient http,
    IOptions<BlueskyOptions> options,
    TimeProvider clock
)
{
    private const int MostBytes = 4 * 1024;

    /// <summary>Null when the site says nothing that could be one, or does not answer.</summary>
    public async Task<string?> ReadAsync(string handle, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(options.Value.Timeout / 2, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var response = await http.GetAsync(
                new Uri($"https://{handle}/.well-known/atproto-did"),
                HttpCompletionOption.ResponseHeadersRead,
                either.Token
            );
            if (!response.IsSuccessStatusCode)
                return null;
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            var bytes = new byte[MostBytes];
            var length = await body.ReadAtLeastAsync(
                bytes,
                bytes.Length,
                throwOnEndOfStream: false,
                either.Token
            );
            return Encoding.ASCII.GetString(bytes, 0, length).Trim();
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException
                || e is OperationCanceledException && !ct.IsCancellationRequested
            )
        {
            return null; // a stranger's site that does not answer names nobody
        }
    }
}
