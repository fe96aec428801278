using System.IO.Compression;
using System.Net;
using SocialBot.Core.Media;

namespace SocialBot.Connectors.Web;

/// <summary>
/// Reads what stands at a stranger's address, within limits: <see cref="Patience"/> in all, <see cref="MostRedirects"/>, a size counted
/// after unpacking, and a kind judged by the bytes, whatever the server calls it.
/// </summary>
internal sealed class FetchAddress(HttpClient http, TimeProvider clock)
{
    public const int MostRedirects = 3;
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<Fetched> RunAsync(Uri address, FetchKind kind, CancellationToken ct)
    {
        if (!address.IsAbsoluteUri)
            return new Fetched.Not(FetchTrouble.Refused);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await FollowAsync(address, kind, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Fetched.Not(FetchTrouble.TooSlow);
        }
        catch (RefusedAddressException)
        {
            return new Fetched.Not(FetchTrouble.Refused);
        }
        catch (Exception e)
            when (e
                    is HttpRequestException
                        or IOException
                        or InvalidDataException
                        or UriFormatException
            )
        {
            return new Fetched.Not(FetchTrouble.Unreachable);
        }
    }

    private async Task<Fetched> FollowAsync(Uri address, FetchKind kind, CancellationToken ct)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd(kind == FetchKind.Page ? "text/html" : "image/*");
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
            // Without a name many sites answer a stranger with a refusal.
            request.Headers.UserAgent.ParseAdd("SocialBot/1.0 (link preview)");
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                ct
            );
            if (RedirectOf(response, address) is { } next)
            {
                if (redirects == MostRedirects)
                    return new Fetched.Not(FetchTrouble.TooManyRedirects);
                address = next;
                continue;
            }
            if (response.StatusCode != HttpStatusCode.OK)
                return new Fetched.Not(FetchTrouble.NotThere);
            return await ReadAsync(response, address, kind, ct);
        }
    }

    private static Uri? RedirectOf(HttpResponseMessage response, Uri from) =>
        response.StatusCode
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location
            ? new Uri(from, location)
            : null;

    private static async Task<Fetched> ReadAsync(
        HttpResponseMessage response,
        Uri address,
        FetchKind kind,
        CancellationToken ct
    )
    {
        var most = kind == FetchKind.Page ? MostOfAPage : MostOfAPicture;
        await using var packed = await response.Content.ReadAsStreamAsync(ct);
        await using var body = Unpacked(packed, response.Content.Headers.ContentEncoding);
        if (body is null)
            return new Fetched.Not(FetchTrouble.OtherKind);
        var bytes = await ReadAtMostAsync(body, most, ct);
        if (bytes is null)
            return new Fetched.Not(FetchTrouble.TooBig);
        return IsA(kind, bytes)
            ? new Fetched.Got(address, bytes, response.Content.Headers.ContentType?.CharSet)
            : new Fetched.Not(FetchTrouble.OtherKind);
    }

    private const int MostOfAPage = 1024 * 1024;
    private const int MostOfAPicture = 5 * 1024 * 1024;

    /// <summary>Unpacked here and not by the handler, because what counts is the size afterwards. One layer: more is a trick.</summary>
    private static Stream? Unpacked(Stream packed, ICollection<string> encodings) =>
        encodings.Count switch
        {
            0 => packed,
            1 => encodings.First().ToUpperInvariant() switch
            {
                "GZIP" or "X-GZIP" => new GZipStream(packed, CompressionMode.Decompress),
                "BR" => new BrotliStream(packed, CompressionMode.Decompress),
                "IDENTITY" => packed,
                _ => null,
            },
            _ => null,
        };

    private static async Task<byte[]?> ReadAtMostAsync(Stream body, int most, CancellationToken ct)
    {
        using var read = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await body.ReadAsync(piece, ct) is > 0 and var count)
        {
            if (read.Length + count > most)
                return null;
            read.Write(piece, 0, count);
        }
        return read.ToArray();
    }

    private static bool IsA(FetchKind kind, byte[] bytes) =>
        kind == FetchKind.Picture ? PictureHeader.Read(bytes) is not null : LooksLikeMarkup(bytes);

    /// <summary>A page begins with a tag, after white space and a byte order mark; nothing else that matters does.</summary>
    private static bool LooksLikeMarkup(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> utf16 = [0xff, 0xfe];
        ReadOnlySpan<byte> utf16BigEndian = [0xfe, 0xff];
        if (bytes.StartsWith(utf16) || bytes.StartsWith(utf16BigEndian))
            return true;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]))
            bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n\f"u8) is [(byte)'<', ..];
    }
}

internal enum FetchKind
{
    Page,
    Picture,
}

internal abstract record Fetched
{
    private Fetched() { }

    /// <param name="Address">Where it was in the end, after redirects.</param>
    /// <param name="Charset">As the server named it, believed only where the bytes do not say.</param>
    public sealed record Got(Uri Address, byte[] Bytes, string? Charset) : Fetched;

    public sealed record Not(FetchTrouble Why) : Fetched;
}

internal enum FetchTrouble
{
    /// <summary>An address that the bot does not go to.</summary>
    Refused,
    Unreachable,

    /// <summary>An answer that is no page: missing, forbidden, broken.</summary>
    NotThere,
    TooSlow,
    TooBig,
    TooManyRedirects,

    /// <summary>Not what was asked for, by its bytes.</summary>
    OtherKind,
}
