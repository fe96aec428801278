using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>The person took a file that was offered: it is put where Teams says, and shown then.</summary>
/// <remarks>https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4</remarks>
internal sealed partial class GiveFile(
    IHttpClientFactory clients,
    IShowsInChat shows,
    TeamsPlatform platform,
    IOptions<TeamsOptions> options,
    TimeProvider clock,
    ILogger<GiveFile> log
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public async Task RunAsync(ChatTurn turn, FileUpload upload, CancellationToken ct)
    {
        if (
            await shows.FileAsync(turn, ct) is { } file
            && Uri.TryCreate(upload.UploadUrl, UriKind.Absolute, out var address)
            && options.Value.MayFetchFrom(address)
            && await PutAsync(address, file, ct)
        )
            await platform.ShowFileAsync(turn.In, file.Name, upload);
        else
            await platform.SayAsync(turn.In, TeamsWords.Say(turn.Locale, "no-file"));
    }

    /// <summary>The address is pre-signed: it gets the bytes and nothing else of ours.</summary>
    private async Task<bool> PutAsync(Uri address, ChatFile file, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        using var client = clients.CreateClient(FetchFiles.Client);
        using var content = new ByteArrayContent(file.Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.ContentRange = new ContentRangeHeaderValue(
            0,
            file.Bytes.Length - 1,
            file.Bytes.Length
        );
        try
        {
            using var response = await client.PutAsync(address, content, either.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            LogNotPut(e.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A file could not be put where Teams said: {Error}")]
    private partial void LogNotPut(string error);
}

/// <summary>Where an accepted file goes, in Teams' words.</summary>
internal sealed record FileUpload(
    string UploadUrl,
    string ContentUrl,
    string UniqueId,
    string FileType
);
