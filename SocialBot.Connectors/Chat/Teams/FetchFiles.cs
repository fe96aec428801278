using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Chat;
using SocialBot.Core.Media;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>A file that a message only names.</summary>
/// <param name="PreSigned">The address itself opens it; the bot's token has no business there.</param>
internal sealed record FileLink(string Name, string Address, bool PreSigned)
{
    private const string DownloadInfo = "application/vnd.microsoft.teams.file.download.info";

    /// <summary>Files of a personal chat, and pictures pasted into a text; what came inside the message is <see cref="InlineFiles"/>.</summary>
    /// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4</remarks>
    public static IReadOnlyList<FileLink> Read(JsonElement attachments) =>
        [.. attachments.Items().Select(Of).OfType<FileLink>()];

    private static FileLink? Of(JsonElement attachment)
    {
        var type = attachment.Get("contentType").Text() ?? "";
        var name = MentionedText.Clean(attachment.Get("name").Text() ?? "");
        if (type == DownloadInfo)
            return new FileLink(
                name,
                attachment.Get("content").Get("downloadUrl").Text() ?? "",
                PreSigned: true
            );
        return
            type.StartsWith("image/", StringComparison.OrdinalIgnoreCase)
            && attachment.Get("contentUrl").Text() is { } url
            && !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? new FileLink(name, url, PreSigned: false)
            : null;
    }
}

/// <param name="Lost">Names of those that are not there: elsewhere, too large, no pictures, too slow.</param>
internal sealed record FetchedFiles(IReadOnlyList<ChatFile> Files, IReadOnlyList<string> Lost);

/// <summary>
/// Fetches pictures that a message names, in the time that an answer may take. The bot's token goes to the connector's own hosts only;
/// a pre-signed address must be on a host that the settings allow, and is reached as a stranger's.
/// </summary>
internal sealed class FetchFiles(
    IHttpClientFactory clients,
    TeamsTokens tokens,
    ServiceHosts hosts,
    IOptions<TeamsOptions> options,
    TimeProvider clock
)
{
    public const string Client = "teams-files";
    private const int Most = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    public async Task<FetchedFiles> RunAsync(IReadOnlyList<FileLink> links, CancellationToken ct)
    {
        if (links.Count == 0)
            return new FetchedFiles([], []);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        var fetched = await Task.WhenAll(
            links.Take(Most).Select(link => FetchAsync(link, either.Token))
        );
        return new FetchedFiles(
            [.. fetched.OfType<ChatFile>()],
            [
                .. links
                    .Where((_, i) => i >= Most || fetched[i] is null)
                    .Select(l => l.Name.Length > 0 ? l.Name : "?"),
            ]
        );
    }

    private async Task<ChatFile?> FetchAsync(FileLink link, CancellationToken ct)
    {
        if (!Uri.TryCreate(link.Address, UriKind.Absolute, out var address))
            return null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (
                link.PreSigned
                    ? !options.Value.MayFetchFrom(address)
                    : !hosts.Trusts(link.Address, out _)
            )
                return null;
            if (!link.PreSigned && options.Value.HasApp)
            {
                if (await tokens.GetAsync(ct) is not { } token)
                    return null;
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }
            using var client = clients.CreateClient(link.PreSigned ? Client : TeamsPlatform.Client);
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                ct
            );
            if (!response.IsSuccessStatusCode)
                return null;
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await ReadAsync(body, ct) is { } bytes && PictureHeader.Read(bytes) is { } header
                ? new ChatFile(
                    link.Name.Length > 0 ? link.Name : "picture",
                    header.ContentType,
                    bytes
                )
                : null;
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Not there in time: the person is told which, and can send it again.
            return null;
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream body, CancellationToken ct)
    {
        using var read = new MemoryStream();
        var piece = new byte[64 * 1024];
        while (await body.ReadAsync(piece, ct) is > 0 and var count)
        {
            if (read.Length + count > StorePicture.MaxBytes)
                return null;
            read.Write(piece, 0, count);
        }
        return read.ToArray();
    }
}
