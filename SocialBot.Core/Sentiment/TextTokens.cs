using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace SocialBot.Core.Sentiment;

/// <summary>
/// A text cut into words, emoji and faces, in lower case with single spaces between them, so that any run of words is one
/// <see cref="Slice"/>. Numbers become <c>#</c>, links and mentions fall out, and where a clause ends stands a bar that no phrase
/// reaches over. One instance is used again for the next text.
/// </summary>
internal sealed class TextTokens
{
    /// <summary>Longer texts are read up to here: an opinion is clear by then.</summary>
    private const int MostTokens = 1_000;
    private const int MostCharacters = 10_000;
    private const int LongestWord = 40;
    private const int LongestFace = 5;

    private readonly List<Token> tokens = new(64);
    private char[] buffer = new char[512];
    private int used;
    private string source = "";
    private SentimentVocabulary vocabulary = null!;

    public ReadOnlySpan<Token> All => CollectionsMarshal.AsSpan(tokens);
    public int Exclamations { get; private set; }
    public int Questions { get; private set; }
    public int Links { get; private set; }

    /// <summary>Words in capitals.</summary>
    public int Shouted { get; private set; }
    public int Words { get; private set; }
    public int LatinLetters { get; private set; }
    public int OtherLetters { get; private set; }

    /// <summary>The words from <paramref name="first"/> to <paramref name="last"/>, as the lexicon writes them.</summary>
    public ReadOnlySpan<char> Slice(int first, int last) =>
        buffer.AsSpan(tokens[first].Start, tokens[last].End - tokens[first].Start);

    public ReadOnlySpan<char> Word(Token token) =>
        buffer.AsSpan(token.Start, token.End - token.Start);

    /// <summary>The same words as the text has them.</summary>
    public string Original(int first, int last) =>
        source[tokens[first].SourceStart..tokens[last].SourceEnd];

    public void Read(string text, SentimentVocabulary known)
    {
        (source, vocabulary) = (text, known);
        tokens.Clear();
        (used, Exclamations, Questions, Links) = (0, 0, 0, 0);
        (Shouted, Words, LatinLetters, OtherLetters) = (0, 0, 0, 0);
        var newClause = false;
        var end = Math.Min(text.Length, MostCharacters);
        for (var at = 0; at < end && tokens.Count < MostTokens; )
        {
            var before = tokens.Count;
            at = ReadNext(at, ref newClause);
            if (tokens.Count > before)
                newClause = false;
        }
    }

    /// <summary>Reads what stands at <paramref name="at"/> and returns where the next thing starts.</summary>
    private int ReadNext(int at, ref bool newClause)
    {
        var c = source[at];
        var startsChunk = at == 0 || char.IsWhiteSpace(source[at - 1]);
        if (char.IsWhiteSpace(c))
        {
            newClause |= c == '\n';
            return at + 1;
        }
        if (startsChunk && StartsLink(at))
        {
            Links++;
            return SkipChunk(at);
        }
        if (c == '@' && at + 1 < source.Length && IsWord(source[at + 1]))
            return SkipWord(at + 1);
        if (FaceLength(at, startsChunk) is > 0 and var face)
            return AddFace(at, face, newClause);
        if (IsWord(c))
            return AddWord(at, newClause);
        if (c >= '\u2190')
            return AddPicture(at, newClause);
        Exclamations += c == '!' ? 1 : 0;
        Questions += c == '?' ? 1 : 0;
        newClause |= c is '.' or '!' or '?' or ';' or ':' or '(' or ')' or ',' or '…' or '"' or '-';
        return at + 1;
    }

    private int AddWord(int start, bool newClause)
    {
        Span<char> lower = stackalloc char[LongestWord];
        var end = SkipWord(start);
        // A hyphen or slash belongs to a word where the lexicon has the whole: "rip-off", "10/10".
        if (end + 1 < source.Length && source[end] is '-' or '/' && IsWord(source[end + 1]))
        {
            var wholeEnd = SkipWord(end + 1);
            if (wholeEnd - start <= LongestWord && vocabulary.Rates(Lower(start, wholeEnd, lower)))
                end = wholeEnd;
        }

        var (letters, capitals, digits) = CountLetters(start, end);
        ReadOnlySpan<char> word = Lower(start, end, lower);
        Span<char> shorter = stackalloc char[LongestWord];
        var stretched = digits == 0 && HasRun(word);
        if (stretched)
        {
            word = Shorten(word, 2, shorter);
            if (!vocabulary.Rates(word))
                word = Shorten(word, 1, shorter);
        }
        else if (digits > 0 && !vocabulary.Rates(word))
            word =
                letters == 0 ? "#"
                : IsOrdinal(word) ? "#th"
                : word;

        var shouted = capitals > 1 && capitals == letters;
        Shouted += shouted ? 1 : 0;
        Words += letters > 0 ? 1 : 0;
        Add(word, start, end, newClause, isWord: letters > 0, emphatic: shouted || stretched);
        return end;
    }

    private int AddFace(int start, int length, bool newClause)
    {
        Span<char> lower = stackalloc char[LongestFace];
        Add(Lower(start, start + length, lower), start, start + length, newClause, isWord: false);
        var end = start + length;
        while (end < source.Length && source[end] == source[end - 1]) // :))))
            end++;
        return end;
    }

    /// <summary>An emoji is its first code point: skin tones, joiners and selectors say nothing about feelings.</summary>
    private int AddPicture(int start, bool newClause)
    {
        var size =
            start + 1 < source.Length && char.IsSurrogatePair(source[start], source[start + 1])
                ? 2
                : 1;
        var isPicture =
            CharUnicodeInfo.GetUnicodeCategory(source, start) == UnicodeCategory.OtherSymbol;
        if (isPicture)
            Add(source.AsSpan(start, size), start, start + size, newClause, isWord: false);
        else if (size == 2 && Rune.IsLetter(Rune.GetRuneAt(source, start)))
            OtherLetters++;
        return start + size;
    }

    private void Add(
        ReadOnlySpan<char> word,
        int sourceStart,
        int sourceEnd,
        bool newClause,
        bool isWord,
        bool emphatic = false
    )
    {
        if (used + word.Length + 1 > buffer.Length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, used + word.Length + 1));
        if (tokens.Count > 0)
            buffer[used++] = newClause ? '|' : ' ';
        word.CopyTo(buffer.AsSpan(used));
        var end = used + word.Length;
        var known = vocabulary.Find(word);
        var pair =
            tokens.Count > 0 && !newClause
                ? vocabulary.Find(buffer.AsSpan(tokens[^1].Start, end - tokens[^1].Start))
                : null;
        tokens.Add(
            new Token(used, end, sourceStart, sourceEnd, newClause, isWord, emphatic, known, pair)
        );
        used = end;
    }

    private bool StartsLink(int at)
    {
        var rest = source.AsSpan(at);
        return rest.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                && (rest.Length == 4 || rest[4] is ':' or 's' or ' ' or '\n')
            || rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
    }

    private int SkipChunk(int at)
    {
        while (at < source.Length && !char.IsWhiteSpace(source[at]))
            at++;
        return at;
    }

    private int SkipWord(int at)
    {
        while (
            at < source.Length
            && (
                IsWord(source[at])
                || source[at] is '\'' or '’'
                    && at + 1 < source.Length
                    && char.IsLetter(source[at + 1])
            )
        )
            at++;
        return at;
    }

    /// <summary>":)" and its kin; those that start with a letter only after a space.</summary>
    private int FaceLength(int at, bool startsChunk)
    {
        if (
            !(
                FaceStarts.Contains(source[at])
                || startsChunk && LetterFaceStarts.Contains(source[at])
            )
        )
            return 0;
        Span<char> lower = stackalloc char[LongestFace];
        for (var length = Math.Min(LongestFace, source.Length - at); length >= 2; length--)
        {
            var face = source.AsSpan(at, length);
            if (
                face.ContainsAnyExcept(Letters)
                && !face.Contains(' ')
                && (
                    at + length == source.Length
                    || !char.IsLetterOrDigit(source[at + length])
                    || source[at + length] == face[^1]
                )
                && vocabulary.Rates(Lower(at, at + length, lower))
            )
                return length;
        }
        return 0;
    }

    private static readonly SearchValues<char> FaceStarts = SearchValues.Create(":;=<>()[^-\\'");
    private static readonly SearchValues<char> LetterFaceStarts = SearchValues.Create(
        "cCdDoOtTuUvVxX"
    );
    private static readonly SearchValues<char> Letters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'’"
    );

    private ReadOnlySpan<char> Lower(int start, int end, Span<char> into)
    {
        var length = Math.Min(end - start, into.Length);
        for (var i = 0; i < length; i++)
        {
            var c = source[start + i];
            into[i] =
                c == '’' ? '\''
                : c < '\u0080' ? (char)(c is >= 'A' and <= 'Z' ? c | 0x20 : c)
                : char.ToLowerInvariant(c);
        }
        return into[..length];
    }

    private (int Letters, int Capitals, int Digits) CountLetters(int start, int end)
    {
        var (letters, capitals, digits) = (0, 0, 0);
        for (var i = start; i < end; i++)
        {
            var c = source[i];
            if (char.IsLetter(c))
            {
                letters++;
                capitals += char.IsUpper(c) ? 1 : 0;
                var isLatin = c < '\u0250' || c is >= '\u1E00' and <= '\u1EFF';
                LatinLetters += isLatin ? 1 : 0;
                OtherLetters += isLatin ? 0 : 1;
            }
            else if (char.IsDigit(c))
                digits++;
        }
        return (letters, capitals, digits);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool IsOrdinal(ReadOnlySpan<char> word) =>
        word.Length > 2
        && char.IsAsciiDigit(word[^3])
        && word[^2..] is "st" or "nd" or "rd" or "th";

    private static bool HasRun(ReadOnlySpan<char> word)
    {
        for (var i = 2; i < word.Length; i++)
            if (word[i] == word[i - 1] && word[i] == word[i - 2])
                return true;
        return false;
    }

    /// <summary>"soooo" with at most <paramref name="keep"/> of a letter where it had three and more.</summary>
    private static ReadOnlySpan<char> Shorten(ReadOnlySpan<char> word, int keep, Span<char> into)
    {
        var written = 0;
        for (var i = 0; i < word.Length; )
        {
            var end = i;
            while (end < word.Length && word[end] == word[i])
                end++;
            // A second pass finds runs of two where there were more.
            var run = end - i > 2 || keep == 1 && end - i == 2 ? keep : end - i;
            for (var k = 0; k < run; k++)
                into[written++] = word[i];
            i = end;
        }
        return into[..written];
    }
}

/// <summary>Where a token stands in the buffer and in the text, and what is known about it.</summary>
/// <param name="Pair">What is known about it together with the word before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(
    int Start,
    int End,
    int SourceStart,
    int SourceEnd,
    bool NewClause,
    bool IsWord,
    bool Emphatic,
    KnownWord? Known,
    KnownWord? Pair
)
{
    /// <summary>Of the word and of the pair that it makes with the word before.</summary>
    public LearnedWeight Learned => (Known?.Learned ?? default) + (Pair?.Learned ?? default);
}
