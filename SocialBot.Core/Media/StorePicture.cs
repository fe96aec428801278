using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Media;

/// <summary>Keeps a picture once per workspace. The type is read from the bytes, never from a name.</summary>
public sealed class StorePicture(SocialBotDb db, TimeProvider clock)
{
    public const int MaxBytes = 10 * 1024 * 1024;
    public const int MaxPixels = 40_000_000;

    public async Task<Outcome<AttachedMedia>> RunAsync(
        byte[] bytes,
        string? altText,
        CancellationToken ct
    )
    {
        if (bytes.Length > MaxBytes)
            return new Refusal("picture.too-big", bytes.Length, MaxBytes);
        if (PictureHeader.Read(bytes) is not { } header)
            return new Refusal("picture.not-a-picture");
        if (
            header.Width <= 0
            || header.Height <= 0
            || (long)header.Width * header.Height > MaxPixels
        )
            return new Refusal("picture.too-many-pixels", header.Width, header.Height);

        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var medium = await db.Media.FirstOrDefaultAsync(m => m.Sha256 == sha, ct);
        if (medium is null)
        {
            medium = new Medium
            {
                Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                Sha256 = sha,
                ContentType = header.ContentType,
                Bytes = bytes,
                Width = header.Width,
                Height = header.Height,
                At = clock.GetUtcNow(),
            };
            db.Media.Add(medium);
            await db.SaveChangesAsync(ct);
        }
        return new AttachedMedia(
            medium.Id,
            medium.Key,
            sha,
            medium.ContentType,
            medium.Width,
            medium.Height,
            bytes.Length,
            string.IsNullOrWhiteSpace(altText) ? null : altText.Trim()
        );
    }
}
