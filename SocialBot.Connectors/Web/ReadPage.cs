using SocialBot.Core.Links;

namespace SocialBot.Connectors.Web;

/// <summary>Reads a page through the one door, and the picture that it names.</summary>
internal sealed class ReadPage(FetchAddress fetch) : IReadsPages
{
    public async Task<PageReading> ReadAsync(Uri address, CancellationToken ct)
    {
        if (
            await fetch.RunAsync(address, FetchKind.Page, ct) is not Fetched.Got page
            || PageHead.Of(PageText.Of(page.Bytes, page.Charset)) is not { } head
        )
            return new PageReading.Unreadable();
        return new PageReading.Read(
            head.Title.Length > 0 ? head.Title : page.Address.Host,
            head.Description,
            await PictureAsync(head.Picture, page.Address, ct)
        );
    }

    private async Task<byte[]?> PictureAsync(string? named, Uri page, CancellationToken ct) =>
        named is not null
        && Uri.TryCreate(page, named, out var address)
        && await fetch.RunAsync(address, FetchKind.Picture, ct) is Fetched.Got picture
            ? picture.Bytes
            : null;
}
