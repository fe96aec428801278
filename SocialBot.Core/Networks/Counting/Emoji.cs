namespace SocialBot.Core.Networks.Counting;

/// <summary>
/// Which runs of code points X takes for one emoji: those of Emoji 11, which twitter-text 3.1 knows. Newer ones count by their parts.
/// The characters are facts of Unicode's emoji data.
/// </summary>
internal static class Emoji
{
    private const char Joiner = '\u200D';
    private const char AsPicture = '\uFE0F';
    private const char Keycap = '\u20E3';

    /// <summary>First and last of each range.</summary>
    private static readonly int[] TakesPictureSelector = Ranges(
        "a9 ae 203c 2049 2122 2139 2194-2199 21a9-21aa 231a-231b 2328 23cf 23ed-23ef 23f1-23f2 23f8-23fa 24c2 "
            + "25aa-25ab 25b6 25c0 25fb-25fe 2600-2604 260e 2611 2614-2615 2618 261d 2620 2622-2623 2626 262a "
            + "262e-262f 2638-263a 2640 2642 2648-2653 265f-2660 2663 2665-2666 2668 267b 267f 2692-2697 2699 "
            + "269b-269c 26a0-26a1 26aa-26ab 26b0-26b1 26bd-26be 26c4-26c5 26c8 26cf 26d1 26d3-26d4 26e9-26ea "
            + "26f0-26f5 26f7-26fa 26fd 2702 2708-2709 270c-270d 270f 2712 2714 2716 271d 2721 2733-2734 2744 2747 "
            + "2757 2763-2764 27a1 2934-2935 2b05-2b07 2b1b-2b1c 2b50 2b55 3030 303d 3297 3299 1f004 1f170-1f171 "
            + "1f17e-1f17f 1f202 1f21a 1f22f 1f237 1f321 1f324-1f32c 1f336 1f37d 1f396-1f397 1f399-1f39b "
            + "1f39e-1f39f 1f3cb-1f3ce 1f3d4-1f3df 1f3f3 1f3f5 1f3f7 1f43f 1f441 1f4fd 1f549-1f54a 1f56f-1f570 "
            + "1f573-1f579 1f587 1f58a-1f58d 1f590 1f5a5 1f5a8 1f5b1-1f5b2 1f5bc 1f5c2-1f5c4 1f5d1-1f5d3 "
            + "1f5dc-1f5de 1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa 1f6cb 1f6cd-1f6cf 1f6e0-1f6e5 1f6e9 1f6f0 1f6f3"
    );
    private static readonly int[] TakesSkinTone = Ranges(
        "261d 26f7 26f9 270a-270d 1f385 1f3c2-1f3c4 1f3c7 1f3ca-1f3cc 1f442-1f443 1f446-1f450 1f466-1f469 "
            + "1f46e 1f470-1f478 1f47c 1f481-1f483 1f485-1f487 1f4aa 1f574-1f575 1f57a 1f590 1f595-1f596 "
            + "1f645-1f647 1f64b-1f64f 1f6a3 1f6b4-1f6b6 1f6c0 1f6cc 1f918-1f91c 1f91e-1f91f 1f926 1f930-1f939 "
            + "1f93d-1f93e 1f9b5-1f9b6 1f9b8-1f9b9 1f9d1-1f9dd"
    );
    private static readonly int[] TakesGender = Ranges(
        "1f3c3-1f3c4 1f3ca 1f46e-1f46f 1f471 1f473 1f477 1f481-1f482 1f486-1f487 1f645-1f647 1f64b "
            + "1f64d-1f64e 1f6a3 1f6b4-1f6b6 1f926 1f935 1f937-1f939 1f93c-1f93e 1f9b8-1f9b9 1f9d6-1f9df"
    );

    /// <summary>These take a gender only after a skin tone or the picture selector.</summary>
    private static readonly int[] TakesGenderLater = Ranges("26f9 1f3cb-1f3cc 1f574-1f575");
    private static readonly int[] TakesNoToneWithGender = Ranges("1f46f 1f93c 1f9de-1f9df");

    /// <summary>What 👨 and 👩 can be, skin tone or not.</summary>
    private static readonly string[] Roles =
    [
        "⚕\uFE0F",
        "⚖\uFE0F",
        "✈\uFE0F",
        "🌾",
        "🍳",
        "🎓",
        "🎤",
        "🎨",
        "🏫",
        "🏭",
        "💻",
        "💼",
        "🔧",
        "🔬",
        "🚀",
        "🚒",
        "\U0001F9B0",
        "\U0001F9B1",
        "\U0001F9B2",
        "\U0001F9B3",
    ];

    /// <summary>Families, couples and flags, longest first.</summary>
    private static readonly string[] Joined =
    [
        .. JoinedSequences().OrderByDescending(s => s.Length),
    ];

    private static readonly bool[] Flags = FlagTable(
        "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS "
            + "BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA "
            + "EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY "
            + "HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA "
            + "LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ "
            + "NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW "
            + "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO "
            + "TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
    );

    /// <summary>UTF-16 units of the emoji of several code points that <paramref name="text"/> starts with; 0 when it is one or none.</summary>
    public static int SequenceLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
            return 0;
        var first = text[0];
        if (first is '#' or '*' or (>= '0' and <= '9'))
            return KeycapLength(text);
        if (first < '\u00A9')
            return 0;
        var size = char.IsSurrogatePair(first, text[1]) ? 2 : 1;
        if (size == text.Length)
            return 0;
        var point = size == 2 ? char.ConvertToUtf32(first, text[1]) : first;
        if (point is >= 0x1F1E6 and <= 0x1F1FF)
            return FlagLength(text, point);

        var rest = text[size..];
        if (!MayGoOn(rest[0]))
            return 0;
        var tone = ToneLength(rest);
        if (point is 0x1F468 or 0x1F469 && RoleLength(rest[tone..]) is > 0 and var role)
            return size + tone + role;
        if (JoinedLength(text) is > 0 and var joined)
            return joined;
        if (GenderLength(point, rest, tone) is > 0 and var gender)
            return size + gender;

        var selector = rest[0] == AsPicture && Contains(TakesPictureSelector, point) ? 1 : 0;
        if (Contains(TakesSkinTone, point))
            selector += ToneLength(rest[selector..]);
        return selector > 0 ? size + selector : 0;
    }

    /// <summary>A joiner, the picture selector, a skin tone or a tag.</summary>
    private static bool MayGoOn(char next) => next is Joiner or AsPicture or '\uD83C' or '\uDB40';

    private static int KeycapLength(ReadOnlySpan<char> text) =>
        text[1] == Keycap ? 2
        : text.Length > 2 && text[1] == AsPicture && text[2] == Keycap ? 3
        : 0;

    private static int FlagLength(ReadOnlySpan<char> text, int first)
    {
        if (text.Length < 4 || !char.IsSurrogatePair(text[2], text[3]))
            return 0;
        var second = char.ConvertToUtf32(text[2], text[3]);
        return
            second is >= 0x1F1E6 and <= 0x1F1FF && Flags[(first - 0x1F1E6) * 26 + second - 0x1F1E6]
            ? 4
            : 0;
    }

    private static int ToneLength(ReadOnlySpan<char> text) =>
        text.Length > 1 && text[0] == '\uD83C' && text[1] is >= '\uDFFB' and <= '\uDFFF' ? 2 : 0;

    private static int RoleLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != Joiner)
            return 0;
        foreach (var role in Roles)
            if (text[1..].StartsWith(role, StringComparison.Ordinal))
                return 1 + role.Length;
        return 0;
    }

    private static int GenderLength(int point, ReadOnlySpan<char> rest, int tone)
    {
        var before = Contains(TakesGenderLater, point)
            ? tone > 0
                ? tone
                : rest[0] == AsPicture
                    ? 1
                    : -1
            : !Contains(TakesGender, point)
                ? -1
                : tone > 0 && Contains(TakesNoToneWithGender, point)
                    ? -1
                    : tone;
        return
            before >= 0
            && rest.Length >= before + 3
            && rest[before] == Joiner
            && rest[before + 1] is '\u2640' or '\u2642'
            && rest[before + 2] == AsPicture
            ? before + 3
            : 0;
    }

    private static int JoinedLength(ReadOnlySpan<char> text)
    {
        foreach (var sequence in Joined)
            if (text.StartsWith(sequence, StringComparison.Ordinal))
                return sequence.Length;
        return 0;
    }

    private static IEnumerable<string> JoinedSequences()
    {
        string[] couples = ["👨\u200D👨", "👨\u200D👩", "👩\u200D👩", "👨", "👩"];
        string[] children = ["👦", "👧", "👦\u200D👦", "👧\u200D👦", "👧\u200D👧"];
        foreach (var couple in couples)
        foreach (var child in children)
            yield return $"{couple}\u200D{child}";
        foreach (var pair in new[] { ("👨", "👨"), ("👩", "👨"), ("👩", "👩") })
        {
            yield return $"{pair.Item1}\u200D❤\uFE0F\u200D{pair.Item2}";
            yield return $"{pair.Item1}\u200D❤\uFE0F\u200D💋\u200D{pair.Item2}";
        }
        yield return "🏳\uFE0F\u200D🌈";
        yield return "🏴\u200D☠\uFE0F";
        yield return "👁\u200D🗨";
        foreach (var nation in new[] { "gbeng", "gbsct", "gbwls" })
            yield return "🏴"
                + string.Concat(nation.Select(c => char.ConvertFromUtf32(0xE0000 + c)))
                + "\U000E007F";
    }

    private static bool Contains(int[] ranges, int point)
    {
        var at = Array.BinarySearch(ranges, point);
        // Found, or between a range's first and last: the place to insert is odd then.
        return at >= 0 || (~at & 1) == 1;
    }

    private static int[] Ranges(string text) =>
        [
            .. text.Split(' ')
                .SelectMany(range =>
                    range.Split('-') is [var first, var last]
                        ? new[] { first, last }
                        : [range, range]
                )
                .Select(hex => Convert.ToInt32(hex, 16)),
        ];

    private static bool[] FlagTable(string pairs)
    {
        var table = new bool[26 * 26];
        foreach (var pair in pairs.Split(' '))
            table[(pair[0] - 'A') * 26 + pair[1] - 'A'] = true;
        return table;
    }
}
