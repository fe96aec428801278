using SocialBot.Core.Workspaces;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>The first thing a newcomer sees: who do you want to be?</summary>
internal static class WelcomeHtml
{
    public static Html Render(PlatformRoster roster, string feed) =>
        LayoutHtml.Render(
            "SocialBot: try it here",
            "welcome",
            Html.Of(
                $"""
                <main class="sheet wide">
                <span class="sign" aria-hidden="true">{Icons.Logo}</span>
                <h1>Run social media from your team's chat</h1>
                <p class="lead">This is a sample team on your own machine. Draft a post as one person, approve it as another, and watch it go out. Nothing leaves this computer.</p>
                {(roster.People.Count == 0 ? Empty : Choose(roster))}
                {(
                    feed.Length == 0
                        ? Html.None
                        : Html.Of(
                            $"<p class=\"note\">Posts are published to the <a href=\"{feed}\" target=\"_blank\" rel=\"noopener\">Sandbox feed<span class=\"vh\"> (opens in a new tab)</span></a>, where you can play the public: comment, mention, like.</p>"
                        )
                )}
                </main>
                """
            )
        );

    private static Html Choose(PlatformRoster roster) =>
        Html.Of(
            $"""
            <h2 id="who">Who do you want to be?</h2>
            <ul class="choose" aria-labelledby="who">{roster.People.Select(p =>
                Html.Of(
                    $"<li><a href=\"{LocalChatPaths.As(p.UserId)}\">{MessageHtml.Avatar(p, roster)}<span><b>{p.Name}</b><em>{RoleWords.Of(p.Roles)}</em><small>{RoleWords.Does(p.Roles)}</small></span></a></li>"
                )
            )}</ul>
            <p class="note">You can change at any time, or open a second person in another tab.</p>
            """
        );

    private static readonly Html Empty = Html.Constant(
        """<p class="finding warning"><span><b>There is nobody here yet.</b> The sample team is made at the first start with <code>SampleData:Enabled</code> set to <code>true</code>, as it is in Development.</span></p>"""
    );
}
