using Microsoft.EntityFrameworkCore;
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

/// <summary>Absolute addresses of pictures.</summary>
internal sealed class PictureLinks(PublicAddress address) : IPictureLinks
{
    public string For(string mediaKey) => $"{address.Base}/media/{mediaKey}";
}
