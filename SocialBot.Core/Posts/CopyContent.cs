using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SocialBot.Core.Links;

namespace SocialBot.Core.Posts;

/// <summary>What goes out on one account. Immutable: an edit makes another.</summary>
public sealed record CopyContent
{
    public string Text { get; init; } = "";
    public IReadOnlyList<AttachedMedia> Media { get; init; } = [];
    public string? FirstComment { get; init; }

    /// <summary>Follow-up parts after <see cref="Text"/>.</summary>
    public IReadOnlyList<string> Thread { get; init; } = [];

    /// <summary>The preview of the first link in <see cref="Text"/>; null where there is none, or none yet.</summary>
    public LinkCard? Link { get; init; }

    /// <summary>BCP 47, most important first, as the author said; empty = not said.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>
    /// Names this content on this account: SHA-256, in lower-case hex, of its canonical form (account, text, media with
    /// alt texts, first comment, thread, in this order, as JSON without white space). After them <c>link</c> with url, title,
    /// description and the picture's SHA-256 where there is a preview, null where its author dropped it; then <c>languages</c> where
    /// they are said. What is not said is not written, so that a revision keeps its name when we learn to say more.
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
            WriteLink(json);
            WriteLanguages(json);
            json.WriteEndObject();
        }
        return Convert.ToHexStringLower(
            SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length))
        );
    }

    /// <summary>Without a preview that belongs to another text, or that a picture has taken the place of.</summary>
    internal CopyContent Settled() =>
        Link is { } link && (Media.Count > 0 || FirstLink.In(Text) != link.Url)
            ? this with
            {
                Link = null,
            }
            : this;

    private void WriteLink(Utf8JsonWriter json)
    {
        if (Link is { State: LinkCardState.Dropped })
            json.WriteNull("link");
        if (Link is not { IsShown: true } link)
            return;
        json.WriteStartObject("link");
        json.WriteString("url", Normal(link.Url));
        json.WriteString("title", Normal(link.Title));
        json.WriteString("description", Normal(link.Description));
        json.WriteString("picture", link.Picture?.Sha256 ?? "");
        json.WriteEndObject();
    }

    private void WriteLanguages(Utf8JsonWriter json)
    {
        if (Languages.Count == 0)
            return;
        json.WriteStartArray("languages");
        foreach (var language in Languages)
            json.WriteStringValue(language);
        json.WriteEndArray();
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
