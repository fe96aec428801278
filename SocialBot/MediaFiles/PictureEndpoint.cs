using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SocialBot.Core.Cards;
using SocialBot.Core.Storage;
using SocialBot.Settings;

namespace SocialBot.MediaFiles;

/// <summary>Serves stored pictures to whoever has the unguessable key: chat clients fetch them without signing in.</summary>
internal static class PictureEndpoint
{
    public static void MapPictures(this IEndpointRouteBuilder app) =>
        app.MapGet(
            "/media/{key:length(32)}",
            async (string key, SocialBotDb db, HttpContext http, CancellationToken ct) =>
            {
                // The key is the right to see it, whatever workspace it belongs to.
                var picture = await db
                    .Media.IgnoreQueryFilters()
                    .AsNoTracking()
                    .Where(m => m.Key == key)
                    .Select(m => new { m.Bytes, m.ContentType })
                    .FirstOrDefaultAsync(ct);
                if (picture is null)
                    return Results.NotFound();
                http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
                http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
                http.Response.Headers.XContentTypeOptions = "nosniff";
                return Results.Bytes(picture.Bytes, picture.ContentType);
            }
        );
}

/// <summary>Absolute addresses of pictures: under <c>PublicUrl</c>, else under the address the program listens on.</summary>
internal sealed class PictureLinks(IOptions<PublicOptions> settings, IServer server) : IPictureLinks
{
    public string For(string mediaKey) => $"{Base()}/media/{mediaKey}";

    private string Base() =>
        (
            settings.Value.PublicUrl?.ToString()
            ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? "http://localhost:3978"
        )
            .Replace("[::]", "localhost", StringComparison.Ordinal)
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .TrimEnd('/');
}
