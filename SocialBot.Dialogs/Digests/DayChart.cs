using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace SocialBot.Dialogs.Digests;

/// <summary>What a chart shows, with every word already in its language.</summary>
/// <param name="Lines">Under the title, smaller.</param>
/// <param name="Median">A dashed line across; null = none.</param>
/// <param name="Number">Writes a value at the axis and over a bar.</param>
internal sealed record ChartPlan(
    string Title,
    IReadOnlyList<string> Lines,
    IReadOnlyList<ChartBar> Bars,
    double? Median,
    Func<double, string> Number
);

/// <param name="Label">Under the bar; empty = none.</param>
/// <param name="Value">Null = not measured: no bar, a dash in its place.</param>
/// <param name="Marked">Belongs to the period that the digest tells.</param>
internal sealed record ChartBar(string Label, long? Value, bool Marked);

/// <summary>
/// Draws days as bars: ScottPlot the picture, a <see cref="ChartHand"/> the words, so that they are there with or without fonts.
/// On a light ground of its own, the chart reads the same in a light and in a dark chat.
/// </summary>
internal static class DayChart
{
    public const int Width = 800;
    public const int Height = 450;

    private const float Right = 20;
    private const float Top = 106;
    private const float Bottom = 44;
    private const float Small = 17;

    // Blue and orange differ for every kind of colour vision; text has at least 7:1 against the ground.
    private static readonly SKColor Ground = new(0xff, 0xff, 0xff);
    private static readonly SKColor Ink = new(0x1f, 0x23, 0x28);
    private static readonly SKColor Faint = new(0x4a, 0x52, 0x5c);
    private static readonly Color Bar = Color.FromHex("#9DB4D0");
    private static readonly Color MarkedBar = Color.FromHex("#1B5FB8");
    private static readonly Color MedianLine = Color.FromHex("#B35900");
    private static readonly Color GridLine = Color.FromHex("#DDE1E6");

    /// <summary>A PNG of <see cref="Width"/> by <see cref="Height"/>.</summary>
    public static byte[] Draw(ChartPlan plan, ChartHand hand)
    {
        var (low, high, ticks) = Scale(plan);
        using var plot = new Plot();
        // As much room at the left as the longest number of the axis takes.
        var left = 30 + ticks.Max(tick => hand.Measure(plan.Number(tick), Small));
        Dress(plot, left, low, high, plan.Bars.Count, ticks);
        AddBars(plot, plan);
        if (plan.Median is { } median)
            plot.Add.HorizontalLine(median, 2.5f, MedianLine, LinePattern.Dashed);

        using var bitmap = new SKBitmap(
            new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque)
        );
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Ground);
        plot.Render(canvas, Width, Height);
        Write(canvas, plot, plan, left, ticks, hand);
        return Encode(bitmap);
    }

    private static void Dress(
        Plot plot,
        float left,
        double low,
        double high,
        int bars,
        double[] ticks
    )
    {
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Layout.Fixed(new PixelPadding(left, Right, Bottom, Top));
        plot.Axes.SetLimits(-0.6, bars - 0.4, low, high);
        foreach (var axis in plot.Axes.GetAxes())
        {
            axis.FrameLineStyle.Width = 0;
            axis.MajorTickStyle.Length = 0;
            axis.MinorTickStyle.Length = 0;
            axis.TickLabelStyle.IsVisible = false;
            axis.TickGenerator = new NumericManual();
        }
        plot.Axes.Left.TickGenerator = new NumericManual(ticks, [.. ticks.Select(_ => "")]);
        plot.Grid.MajorLineColor = GridLine;
        plot.Grid.MajorLineWidth = 1;
    }

    private static void AddBars(Plot plot, ChartPlan plan)
    {
        var bars = plan
            .Bars.Index()
            .Where(b => b.Item.Value is not null)
            .Select(b => new Bar
            {
                Position = b.Index,
                Value = b.Item.Value!.Value,
                FillColor = b.Item.Marked ? MarkedBar : Bar,
                LineWidth = 0,
                Size = 0.72,
            })
            .ToList();
        if (bars.Count > 0)
            plot.Add.Bars(bars);
    }

    private static void Write(
        SKCanvas canvas,
        Plot plot,
        ChartPlan plan,
        float left,
        double[] ticks,
        ChartHand hand
    )
    {
        hand.Write(canvas, plan.Title, 24, 38, 24, Ink, bold: true);
        foreach (var (i, line) in plan.Lines.Index())
            hand.Write(canvas, line, 24, 64 + 22 * i, Small, Faint);
        foreach (var tick in ticks)
            hand.Write(
                canvas,
                plan.Number(tick),
                left - 10,
                At(0, tick).Y + Small * 0.35f,
                Small,
                Faint,
                SKTextAlign.Right
            );
        // Figures stand over the bars while there is room for them.
        var room = (Width - left - Right) / plan.Bars.Count;
        foreach (var (i, bar) in plan.Bars.Index())
        {
            var over = bar.Value is { } value ? plan.Number(value) : "–";
            var at = At(i, Math.Max(0, bar.Value ?? 0));
            if (bar.Value is null || bar.Marked || hand.Measure(over, Small) < room * 0.95)
                hand.Write(
                    canvas,
                    over,
                    Inside(hand, over, at.X),
                    at.Y - 6,
                    Small,
                    bar.Marked ? Ink : Faint,
                    SKTextAlign.Center,
                    bold: bar.Marked
                );
            if (bar.Label.Length > 0)
                hand.Write(
                    canvas,
                    bar.Label,
                    Inside(hand, bar.Label, at.X),
                    Height - Bottom + 26,
                    Small,
                    bar.Marked ? Ink : Faint,
                    SKTextAlign.Center,
                    bold: bar.Marked
                );
        }

        Pixel At(double x, double y) => plot.GetPixel(new Coordinates(x, y));
    }

    /// <summary>The middle of a word that must not leave the picture.</summary>
    private static float Inside(ChartHand hand, string text, float middle)
    {
        var half = hand.Measure(text, Small) / 2 + 4;
        return Math.Clamp(middle, half, Width - half);
    }

    /// <summary>From 0 (or below, when something was lost) to a round number with room for a figure above the highest bar.</summary>
    private static (double Low, double High, double[] Ticks) Scale(ChartPlan plan)
    {
        var values = plan.Bars.Select(b => (double?)b.Value).OfType<double>().ToList();
        var most = Math.Max(values.DefaultIfEmpty(0).Max(), plan.Median ?? 0);
        var least = Math.Min(values.DefaultIfEmpty(0).Min(), 0);
        var step = Step(Math.Max(most - least, 1) / 4);
        var low = Math.Floor(least / step) * step;
        var high = Math.Max(Math.Ceiling(most / step) * step, low + step);
        var count = (int)Math.Round((high - low) / step) + 1;
        return (
            low,
            high + step * 0.35,
            [.. Enumerable.Range(0, count).Select(i => low + i * step)]
        );
    }

    /// <summary>The next 1, 2 or 5 times a power of ten; never parts of one.</summary>
    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step =
            rough <= power ? power
            : rough <= 2 * power ? 2 * power
            : rough <= 5 * power ? 5 * power
            : 10 * power;
        return Math.Max(1, step);
    }

    private static byte[] Encode(SKBitmap bitmap)
    {
        using var pixels = bitmap.PeekPixels();
        // Flat areas: unfiltered rows compress as well as filtered ones and twice as fast.
        using var png = pixels.Encode(
            new SKPngEncoderOptions(SKPngEncoderFilterFlags.NoFilters, zLibLevel: 6)
        );
        return png?.ToArray()
            ?? throw new InvalidOperationException("Skia could not write the chart as PNG.");
    }
}
