using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>Markup. Whatever is put into it by interpolation is escaped, unless it is markup itself: forgetting is impossible.</summary>
internal readonly record struct Html(string Markup)
{
    public static readonly Html None = new("");

    public static Html Of(HtmlHoles markup) => new(markup.ToString());

    public static Html Join(IEnumerable<Html> parts) =>
        new(string.Concat(parts.Select(p => p.Markup)));

    public override string ToString() => Markup;
}

[InterpolatedStringHandler]
internal readonly struct HtmlHoles
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text;

    public HtmlHoles(int literalLength, int formattedCount) =>
        text = new StringBuilder(literalLength + formattedCount * 16);

    public void AppendLiteral(string markup) => text.Append(markup);

    public void AppendFormatted(Html markup) => text.Append(markup.Markup);

    public void AppendFormatted(IEnumerable<Html> parts) => text.Append(Html.Join(parts).Markup);

    public void AppendFormatted(string? words) => text.Append(Encoder.Encode(words ?? ""));

    public void AppendFormatted(long number) =>
        text.Append(number.ToString("N0", CultureInfo.InvariantCulture));

    public override string ToString() => text.ToString();
}
