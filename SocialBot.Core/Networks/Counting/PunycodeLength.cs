using System.Text;

namespace SocialBot.Core.Networks.Counting;

/// <summary>How long a label of a domain gets in the ASCII form that name servers know (RFC 3492), without making it.</summary>
internal static class PunycodeLength
{
    private const int MaxLabel = 63;

    public static bool FitsLabel(ReadOnlySpan<char> label)
    {
        var length = 0;
        var parts = 0;
        // Full stops of other scripts part a label too; the parts count as one here.
        foreach (var part in label.SplitAny('\u3002', '\uFF0E', '\uFF61'))
        {
            length += Of(label[part]) + (parts++ > 0 ? 1 : 0);
            if (length > MaxLabel)
                return false;
        }
        return length > 0;
    }

    private static int Of(ReadOnlySpan<char> label)
    {
        if (IsBasic(label))
            return label.Length;
        Span<int> points = stackalloc int[MaxLabel + 1];
        var count = 0;
        for (var i = 0; i < label.Length; i++)
        {
            if (count > MaxLabel)
                return int.MaxValue / 2; // a digit each at the least
            var pair = i + 1 < label.Length && char.IsSurrogatePair(label[i], label[i + 1]);
            points[count++] = pair ? char.ConvertToUtf32(label[i], label[++i]) : label[i];
        }
        return "xn--".Length + Encoded(points[..count]);
    }

    private static bool IsBasic(ReadOnlySpan<char> label) =>
        !label.ContainsAnyExceptInRange('\0', '\u007E');

    private static int Encoded(ReadOnlySpan<int> points)
    {
        const int firstPoint = 128;
        const int firstBias = 72;
        var basic = 0;
        foreach (var point in points)
            if (point < firstPoint)
                basic++;
        var length = basic + (basic > 0 ? 1 : 0);
        var (next, delta, bias, handled) = (firstPoint, 0L, firstBias, basic);
        while (handled < points.Length)
        {
            var smallest = int.MaxValue;
            foreach (var point in points)
                if (point >= next && point < smallest)
                    smallest = point;
            delta += (long)(smallest - next) * (handled + 1);
            next = smallest;
            foreach (var point in points)
            {
                if (point < next)
                    delta++;
                if (point != next)
                    continue;
                length += Digits(delta, bias);
                bias = Adapt(delta, handled + 1, first: handled == basic);
                delta = 0;
                handled++;
            }
            delta++;
            next++;
        }
        return length;
    }

    private static int Digits(long delta, int bias)
    {
        var digits = 1;
        for (var k = 36; ; k += 36, digits++)
        {
            var threshold = Math.Clamp(k - bias, 1, 26);
            if (delta < threshold)
                return digits;
            delta = (delta - threshold) / (36 - threshold);
        }
    }

    private static int Adapt(long delta, int points, bool first)
    {
        delta = first ? delta / 700 : delta / 2;
        delta += delta / points;
        var k = 0;
        for (; delta > 35 * 26 / 2; k += 36)
            delta /= 35;
        return (int)(k + 36 * delta / (delta + 38));
    }
}
