namespace SocialBot.Connectors.Chat.Local;

/// <summary>The frame of every page: our one style sheet, our one script, nothing from anywhere else.</summary>
internal static class LayoutHtml
{
    public static Html Render(string title, string kind, Html body) =>
        Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="icon" type="image/svg+xml" href="{LocalChatAssets.Icon.Path}">
            <link rel="stylesheet" href="{LocalChatAssets.Style.Path}">
            <script src="{LocalChatAssets.Script.Path}" defer></script>
            </head>
            <body class="{kind}">
            {body}
            </body>
            </html>

            """
        );

    /// <summary>A page that says one thing.</summary>
    public static Html Notice(string title, string words, string back) =>
        Render(
            $"{title} · SocialBot",
            "notice",
            Html.Of(
                $"""
                <main class="sheet"><span class="sign" aria-hidden="true">{Icons.Logo}</span><h1>{title}</h1><p>{words}</p><p><a class="button" href="{back}">Go back</a></p></main>
                """
            )
        );
}
