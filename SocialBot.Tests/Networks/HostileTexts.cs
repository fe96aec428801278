using System.Text;

namespace SocialBot.Tests.Networks;

/// <summary>Texts that break careless software: each must arrive as it was written, or be refused in words.</summary>
internal static class HostileTexts
{
    public static readonly IReadOnlyList<string> All =
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; DROP TABLE items; --",
        "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
        "@everyone @here <@1234> <@&99> <!channel>",
        "**bold** _it_ ~~gone~~ `code` [link](javascript:alert(1))",
        "line one\nline two\r\nline three\rline four",
        "\ttabs\tand  two  spaces  ",
        "a\0b after a NUL",
        "bell \a backspace \b escape \u001b[31mred\u001b[0m",
        "\u202Eright to left override\u202C and back",
        "\u2066isolate\u2069 \u200Bzero\u200Dwidth\uFEFF",
        "e\u0301 is not \u00e9 until normalised",
        "Z\u0337\u0359\u032a\u0306\u035da\u0334\u0322\u033e\u0301l\u0337\u0339\u0304\u0335go",
        "family 👨‍👩‍👧‍👦 flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿 skin 👍🏽",
        "half a pair: \ud83d and the other half: \ude00",
        "not a character: \uFFFE \uFFFF and the end",
        "𝔣𝔞𝔫𝔠𝔶 𝕥𝕖𝕩𝕥 outside the first plane",
        "مرحبا بالعالم, שלום עולם",
        "日本語のテキストと全角スペース　です",
        "İstanbul ıssız, ß and SS, ﬁ ligature",
        "%00 %0d%0aSet-Cookie: a=b %s %n %x",
        "../../../../etc/passwd ..\\..\\windows\\system32",
        "=1+1 +1 -1 @SUM(A1) |cmd",
        "\\u0000 \\n \\\" backslashes \\ at the end \\",
        "{\"json\":[1,2,{\"a\":null}]} <xml><![CDATA[x]]></xml>",
        "http://127.0.0.1/admin http://[::1] file:///etc/passwd",
        "Κάτι ελληνικό · кириллица · ქართული · ਪੰਜਾਬੀ",
        "\u00A0\u2003 only odd spaces around \u3000\u00A0",
        new StringBuilder().Insert(0, "long🙂 ", 80).ToString(),
    ];
}
