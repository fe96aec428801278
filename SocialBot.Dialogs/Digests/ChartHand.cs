using SkiaSharp;

namespace SocialBot.Dialogs.Digests;

/// <summary>Writes the words on a chart: with a font of the machine, or with strokes of our own where it has none.</summary>
internal abstract class ChartHand
{
    private static readonly Lazy<ChartHand> Found = new(() =>
        SystemFont.Find() is { } typeface ? new FontHand(typeface) : new StrokeHand()
    );

    /// <summary>The best that this machine can do; looked for once, at the first chart.</summary>
    public static ChartHand Best => Found.Value;

    /// <summary>Width in pixels at that size.</summary>
    public abstract float Measure(string text, float size);

    /// <param name="x">Where the text begins, has its middle, or ends, by <paramref name="align"/>.</param>
    /// <param name="y">The base line.</param>
    public abstract void Write(
        SKCanvas canvas,
        string text,
        float x,
        float y,
        float size,
        SKColor color,
        SKTextAlign align = SKTextAlign.Left,
        bool bold = false
    );
}

/// <summary>With a font file. Safe from several threads: a typeface is never changed.</summary>
internal sealed class FontHand(SKTypeface typeface) : ChartHand
{
    public override float Measure(string text, float size)
    {
        using var font = new SKFont(typeface, size);
        return font.MeasureText(text);
    }

    public override void Write(
        SKCanvas canvas,
        string text,
        float x,
        float y,
        float size,
        SKColor color,
        SKTextAlign align = SKTextAlign.Left,
        bool bold = false
    )
    {
        using var font = new SKFont(typeface, size)
        {
            Edging = SKFontEdging.Antialias,
            Embolden = bold,
        };
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }
}

/// <summary>With lines, from <see cref="StrokeFont"/>: needs no font at all.</summary>
internal sealed class StrokeHand : ChartHand
{
    public override float Measure(string text, float size) =>
        StrokeFont.Width(text) * StrokeFont.Unit(size);

    public override void Write(
        SKCanvas canvas,
        string text,
        float x,
        float y,
        float size,
        SKColor color,
        SKTextAlign align = SKTextAlign.Left,
        bool bold = false
    )
    {
        var unit = StrokeFont.Unit(size);
        var width = Measure(text, size);
        var left =
            align == SKTextAlign.Center ? x - width / 2
            : align == SKTextAlign.Right ? x - width
            : x;
        using var paint = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
            StrokeWidth = Math.Max(1.2f, size * (bold ? 0.12f : 0.085f)),
        };
        foreach (var line in StrokeFont.Lines(text))
        {
            using var path = new SKPathBuilder();
            path.MoveTo(Point(line[0]));
            // A line from a point to itself is a dot, as wide as the pen.
            foreach (var next in line.Count == 1 ? line : line.Skip(1))
                path.LineTo(Point(next));
            using var shape = path.Detach();
            canvas.DrawPath(shape, paint);
        }

        SKPoint Point((float X, float Y) at) => new(left + at.X * unit, y - at.Y * unit);
    }
}
