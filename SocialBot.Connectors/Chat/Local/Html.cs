using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>
/// Markup that is safe to send. It is made from an interpolated string only: what is written in the source is ours, every hole
/// is escaped unless it is <see cref="Html"/> itself, so a text cannot become markup by being forgotten.
/// </summary>
internal readonly struct Html
{
    private readonly string? markup;

    private Html(string markup) => this.markup = markup;

    public static Html None => default;

    public static Html Of(Writer writer) => new(writer.Take());

    /// <summary>Markup of our own, without any hole: an icon, an attribute.</summary>
    public static Html Constant([ConstantExpected] string markup) => new(markup);

    public static Html If(bool condition, [ConstantExpected] string markup) =>
        condition ? new(markup) : None;

    public static Html All(IEnumerable<Html> parts) => new(string.Concat(parts));

    public override string ToString() => markup ?? "";

    [InterpolatedStringHandler]
    [SuppressMessage("Style", "IDE0060", Justification = "The compiler passes both.")]
    public sealed class Writer(int literalLength, int formattedCount)
    {
        // Letters of every script stay readable; what has a meaning in markup never does.
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder text = new(literalLength + formattedCount * 16);

        public void AppendLiteral(string value) => text.Append(value);

        public void AppendFormatted(Html value) => text.Append(value.ToString());

        public void AppendFormatted(IEnumerable<Html> values)
        {
            foreach (var value in values)
                AppendFormatted(value);
        }

        public void AppendFormatted(string? value)
        {
            if (value is not null)
                text.Append(Encoder.Encode(value));
        }

        public void AppendFormatted(long value) =>
            text.Append(CultureInfo.InvariantCulture, $"{value}");

        internal string Take() => text.ToString();
    }
}
