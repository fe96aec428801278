using SocialBot.Core.Cards;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>Our own line drawings, 20 by 20, in the colour of the text beside them. Words always stand beside them.</summary>
internal static class Icons
{
    public static readonly Html Logo = Html.Constant(
        """<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M9 4h14a6 6 0 0 1 6 6v7a6 6 0 0 1-6 6h-7.5L9.4 28a.9.9 0 0 1-1.4-.7V23a6 6 0 0 1-5-6v-7a6 6 0 0 1 6-6z"/><path class="spark" d="M11 11.6h10M11 15.6h6"/></svg>"""
    );
    public static readonly Html Chat = Line("""<path d="M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5z"/>""");
    public static readonly Html Room = Line(
        """<path d="M8 3.5 6.4 16.5M13.6 3.5 12 16.5M3.8 7.6h13M3.2 12.4h13"/>"""
    );
    public static readonly Html Back = Line("""<path d="m12 4.5-5.5 5.5 5.5 5.5"/>""");
    public static readonly Html Away = Line(
        """<path d="M8 4.5H4.5v11h11V12M11.5 4.5h4v4M15.2 4.8 9.5 10.5"/>"""
    );
    public static readonly Html Eye = Line(
        """<path d="M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5S2.5 10 2.5 10z"/><circle cx="10" cy="10" r="2.2"/>"""
    );
    public static readonly Html Picture = Line(
        """<rect x="3" y="4" width="14" height="12" rx="1.5"/><circle cx="7.2" cy="8" r="1.3"/><path d="m3.5 14.5 4.2-3.8 2.8 2.4 2.8-3 3.4 3.4"/>"""
    );
    public static readonly Html Send = Line(
        """<path d="M3.5 4.2 17 10 3.5 15.8l1.7-5.8zM5.2 10H10"/>"""
    );
    public static readonly Html Close = Line("""<path d="m5.5 5.5 9 9m0-9-9 9"/>""");
    public static readonly Html Down = Line("""<path d="M10 4v12m-5-5 5 5 5-5"/>""");

    private static readonly Html Note = Line(
        """<circle cx="10" cy="10" r="7"/><path d="M10 9.2v4.3M10 6.6v.1"/>"""
    );
    private static readonly Html Check = Line(
        """<circle cx="10" cy="10" r="7"/><path d="m6.9 10.2 2.1 2.1 4.1-4.5"/>"""
    );
    private static readonly Html Triangle = Line(
        """<path d="M10 3.5 17.3 16.2H2.7zM10 8v3.7M10 13.9v.1"/>"""
    );
    private static readonly Html Octagon = Line(
        """<path d="M7.1 3h5.8L17 7.1v5.8L12.9 17H7.1L3 12.9V7.1zM7.7 7.7l4.6 4.6m0-4.6-4.6 4.6"/>"""
    );

    public static Html For(Tone tone) =>
        tone switch
        {
            Tone.Good => Check,
            Tone.Warning => Triangle,
            Tone.Bad => Octagon,
            _ => Note,
        };

    private static Html Line([System.Diagnostics.CodeAnalysis.ConstantExpected] string drawing) =>
        Html.Of(
            $"""<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{Html.Constant(drawing)}</svg>"""
        );
}
