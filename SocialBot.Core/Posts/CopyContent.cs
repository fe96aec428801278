using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SocialBot.Core.Posts;

/// <summary>What goes out on one account. Immutable: an edit makes another.</summary>
public sealed record CopyContent
{
    public string Text { get; init; } = "";
    public IReadOnlyList<AttachedMedia> Media { get; init; } = [];
    public string? FirstComment { get; init; }

    /// <summary>Follow-up parts after <see cref="Text"/>.</summary>
    public IReadOnlyList<string> Thread { get; init; } = [];

    /// <summary>
    /// Names this content on this account: SHA-256, in lower-case hex, of its canonical form (account, text, media with
    /// alt texts, first comment, thread, in this order, as JSON without white space).
    /// </summary>
    public string RevisionFor(long accountId)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("account", accountId);
            json.WriteString("text", Normal(Text));
            json.WriteStartArray("media");
            foreach (var medium in Media)
            {
                json.WriteStartObject();
                json.WriteString("sha256", medium.Sha256);
                json.WriteString("alt", Normal(medium.AltText ?? ""));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("firstComment", Normal(FirstComment ?? ""));
            json.WriteStartArray("thread");
            foreach (var part in Thread)
                json.WriteStringValue(Normal(part));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Convert.ToHexStringLower(
            SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length))
        );
    }

    /// <summary>Half a surrogate pair cannot be sent or hashed: it becomes U+FFFD, here and on the wire alike.</summary>
    private static string Normal(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

/// <param name="Key">Unguessable address part under which the picture can be fetched.</param>
public sealed record AttachedMedia(
    long MediaId,
    string Key,
    string Sha256,
    string ContentType,
    int Width,
    int Height,
    long Bytes,
    string? AltText
);
