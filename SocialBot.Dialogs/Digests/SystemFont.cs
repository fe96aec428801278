using System.Runtime.InteropServices;
using SkiaSharp;

namespace SocialBot.Dialogs.Digests;

/// <summary>
/// Finds a plain font of the machine. Skia's native library is the one without dependencies, which starts everywhere and knows no
/// fonts; the one linked to fontconfig refuses to load where that is not installed. So fontconfig is asked by us, if it is there,
/// and after it the folders where systems keep fonts.
/// </summary>
internal static class SystemFont
{
    /// <summary>What a chart writes in English and German; a font of signs only, or of another script, does not have it.</summary>
    private const string Needed = "AZaz09äöüÄÖÜß–·%,.:()";

    private static readonly string[] Preferred =
    [
        "DejaVuSans.ttf",
        "LiberationSans-Regular.ttf",
        "NotoSans-Regular.ttf",
        "Roboto-Regular.ttf",
        "Ubuntu-R.ttf",
        "segoeui.ttf",
        "Arial.ttf",
        "Helvetica.ttc",
    ];

    /// <summary>Null where the machine has no usable font.</summary>
    public static SKTypeface? Find() =>
        FromFontconfig() is { } chosen && Open(chosen) is { } typeface
            ? typeface
            : FindIn(Folders());

    /// <summary>A well-known plain one first, else any that can write what charts need.</summary>
    public static SKTypeface? FindIn(IEnumerable<string> folders)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 4,
            IgnoreInaccessible = true,
        };
        return folders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", options))
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC")
            .Take(2000)
            .OrderBy(file =>
                Array.FindIndex(
                    Preferred,
                    p => p.Equals(Path.GetFileName(file), StringComparison.OrdinalIgnoreCase)
                )
                    is >= 0
                        and var place
                    ? place
                    : Preferred.Length
            )
            .ThenBy(file => Path.GetFileName(file).Length)
            .Take(200)
            .Select(Open)
            .FirstOrDefault(typeface => typeface is not null);
    }

    private static SKTypeface? Open(string file)
    {
        var typeface = SKTypeface.FromFile(file);
        if (typeface is null)
            return null;
        using var font = new SKFont(typeface);
        if (!typeface.IsItalic && font.ContainsGlyphs(Needed))
            return typeface;
        typeface.Dispose();
        return null;
    }

    private static IEnumerable<string> Folders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        if (OperatingSystem.IsWindows())
            return
            [
                Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
                Path.Combine(local, "Microsoft", "Windows", "Fonts"),
            ];
        if (OperatingSystem.IsMacOS())
            return
            [
                "/System/Library/Fonts",
                "/Library/Fonts",
                Path.Combine(home, "Library", "Fonts"),
            ];
        return
        [
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            Path.Combine(home, ".fonts"),
            Path.Combine(local, "fonts"),
        ];
    }

    /// <summary>
    /// The file that fontconfig takes for "sans-serif" here; null where it is not installed or has no font.
    /// https://www.freedesktop.org/software/fontconfig/fontconfig-devel/
    /// </summary>
    internal static string? FromFontconfig()
    {
        if (
            !OperatingSystem.IsLinux()
            || !NativeLibrary.TryLoad("libfontconfig.so.1", out var library)
            || Call<FcInit>("FcInit")() == 0
        )
            return null;
        var pattern = Call<FcNameParse>("FcNameParse")("sans-serif:lang=de:slant=0");
        if (pattern == 0)
            return null;
        Call<FcConfigSubstitute>("FcConfigSubstitute")(0, pattern, MatchPattern);
        Call<FcPattern>("FcDefaultSubstitute")(pattern);
        var match = Call<FcFontMatch>("FcFontMatch")(0, pattern, out _);
        string? file = null;
        if (match != 0)
        {
            if (Call<FcPatternGetString>("FcPatternGetString")(match, "file", 0, out var text) == 0)
                file = Marshal.PtrToStringUTF8(text);
            Call<FcPattern>("FcPatternDestroy")(match);
        }
        Call<FcPattern>("FcPatternDestroy")(pattern);
        return file;

        T Call<T>(string name)
            where T : Delegate =>
            Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
    }

    private const int MatchPattern = 0;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FcInit();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint FcNameParse([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FcConfigSubstitute(nint config, nint pattern, int kind);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void FcPattern(nint pattern);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint FcFontMatch(nint config, nint pattern, out int result);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int FcPatternGetString(
        nint pattern,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        int n,
        out nint text
    );
}
