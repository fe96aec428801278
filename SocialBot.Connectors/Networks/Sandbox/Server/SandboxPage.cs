using System.Globalization;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>The page as markup: no script, no style but <c>sandbox.css</c>, everything that came from people escaped.</summary>
internal static class SandboxPage
{
    public static Html Feed(Feed feed, Visitor? visitor, string? profileHandle) =>
        Whole(
            profileHandle is null ? "Sandbox" : $"@{profileHandle} · Sandbox",
            visitor,
            Html.Of(
                $"""
                <div class="columns">
                <main id="feed" aria-label="Posts">
                {Brands(feed.Profiles, visitor, profileHandle)}
                {feed.Posts.Select(p => Post(p, visitor))}
                {(
                    feed.Posts.Count == 0
                        ? Empty(
                            "No posts yet. Let SocialBot publish one to a Sandbox account, then reload."
                        )
                        : Html.None
                )}
                {Older(feed, profileHandle)}
                </main>
                <aside aria-label="Mentions and messages">
                {Write(feed, profileHandle, visitor)}
                {Talks(feed.Talks, visitor)}
                {Mentions(feed.Mentions, visitor)}
                </aside>
                </div>
                """
            )
        );

    public static Html One(Conversation conversation, Visitor? visitor) =>
        Whole(
            $"{Author(conversation.Profile, conversation.Root)} · Sandbox",
            visitor,
            Html.Of(
                $"""
                <main class="single">
                <p><a class="back" href="/sandbox">← All posts</a></p>
                {(
                    conversation.Root.Kind switch
                    {
                        "post" => Post(conversation, visitor),
                        "message" => Talk(conversation, visitor),
                        _ => Mention(conversation, visitor),
                    }
                )}
                </main>
                """
            )
        );

    public static Html Ledger(Ledger ledger, Visitor? visitor) =>
        Whole(
            "Ledger · Sandbox",
            visitor,
            Html.Of(
                $"""
                <main class="single wide">
                <p><a class="back" href="/sandbox">← All posts</a></p>
                <h1>Ledger</h1>
                <p class="quiet">What the Sandbox really accepted from SocialBot, and when, whatever it answered.</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Ledger">
                <table>
                <thead><tr><th>#</th><th>When (UTC)</th><th>What</th><th>Account</th><th>Text</th><th>Key</th><th>Id</th></tr></thead>
                <tbody>
                {ledger.Entries.Select(e => Html.Of(
                    $"""
                    <tr><td>{e.Number}</td><td class="still">{e.At.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}</td>
                    <td>{e.What}</td><td>@{e.Profile}</td><td class="words"><bdi>{e.Text}</bdi></td><td><code>{e.Key ?? "–"}</code></td><td><code>{e.Id}</code></td></tr>
                    """
                ))}
                </tbody>
                </table>
                </div>
                </main>
                """
            )
        );

    /// <summary>One sentence and the way back.</summary>
    public static Html Notice(string sentence, Visitor? visitor) =>
        Whole(
            "Sandbox",
            visitor,
            Html.Of(
                $"""
                <main class="single">
                <section class="card"><p role="alert">{sentence}</p><p><a class="back" href="/sandbox">← All posts</a></p></section>
                </main>
                """
            )
        );

    private static Html Whole(string title, Visitor? visitor, Html content) =>
        Html.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="stylesheet" href="/sandbox/sandbox.css">
            <link rel="icon" href="/sandbox/sandbox.svg" type="image/svg+xml">
            </head>
            <body>
            <a class="skip" href="#feed">Skip to the posts</a>
            <header class="top">
            <div class="bar">
            <a class="brand" href="/sandbox"><img src="/sandbox/sandbox.svg" alt="" width="32" height="32">Sandbox</a>
            <p class="label"><strong>Not a real network.</strong> Nothing here leaves this machine.</p>
            {Who(visitor)}
            </div>
            </header>
            {content}
            <footer class="foot">
            <p>The Sandbox is SocialBot’s own make-believe network, for trying things out. Every number here is something a visitor of this page did.
            <a href="/sandbox/ledger">Ledger: what it really accepted</a></p>
            </footer>
            </body>
            </html>
            """
        );

    private static Html Who(Visitor? visitor) =>
        Html.Of(
            $"""
            <form class="who" id="who" method="post" action="/sandbox/me">
            <label for="me">{(visitor is null ? "Your name" : "You are")}</label>
            <input id="me" name="name" value="{visitor?.Name}" placeholder="any you like" maxlength="{Max(
                SandboxLimits.VisitorName
            )}" required autocomplete="off">
            <button class="soft">{(visitor is null ? "Come in" : "Change")}</button>
            </form>
            """
        );

    private static Html Brands(
        IReadOnlyList<ProfileView> profiles,
        Visitor? visitor,
        string? profileHandle
    ) =>
        profiles.Count == 0
            ? Html.None
            : Html.Of(
                $"""
                <nav class="brands" aria-label="Profiles">
                <ul>
                {(profileHandle is null ? Html.None : Html.Of($"""<li><a class="back" href="/sandbox">← Everyone</a></li>"""))}
                {profiles.Where(p => profileHandle is null || p.Profile.Handle == profileHandle).Select(p => Html.Of(
                    $"""
                    <li class="card profile">
                    {Avatar(p.Profile.Name, p.Profile.Handle)}
                    <div class="names"><a href="/sandbox?profile={p.Profile.Handle}"><strong><bdi>{p.Profile.Name}</bdi></strong></a>
                    <span class="quiet">@{p.Profile.Handle} · {Count(p.Followers, "follower", "followers")}</span></div>
                    {(visitor is null ? Html.None : Html.Of(
                        $"""
                        <form method="post" action="/sandbox/profiles/{p.Profile.Handle}/follow"><button class="soft" aria-pressed="{Yes(p.Followed)}">{(p.Followed ? "Following" : "Follow")}<span class="hidden"> @{p.Profile.Handle}</span></button></form>
                        """
                    ))}
                    </li>
                    """
                ))}
                </ul>
                </nav>
                """
            );

    private static Html Post(Conversation post, Visitor? visitor) =>
        Html.Of(
            $"""
            <article class="card post" id="{post.Root.Id}" aria-label="Post by {post.Profile.Name}">
            {Byline(post.Profile, post.Root)}
            {Words(post.Root)}
            {Pictures(post.Root)}
            {post.Thread.Select(part =>
                Html.Of($"""<div class="part" id="{part.Id}">{Words(part)}</div>""")
            )}
            <div class="acts">
            {Act(
                post,
                visitor,
                "like",
                "M12 20s-7-4.6-7-9.6A4 4 0 0 1 12 8a4 4 0 0 1 7 2.4c0 5-7 9.6-7 9.6z",
                post.Counts.Likes,
                "like",
                "likes",
                post.Counts.Liked
            )}
            {Act(
                post,
                visitor,
                "share",
                "M4 12v7h16v-7M12 15V4m0 0L8 8m4-4 4 4",
                post.Counts.Shares,
                "share",
                "shares",
                post.Counts.Shared
            )}
            <span class="act" title="How often this page showed it">{Icon(
                "M2 12s3.6-6 10-6 10 6 10 6-3.6 6-10 6-10-6-10-6zm7 0a3 3 0 1 0 6 0 3 3 0 0 0-6 0z"
            )}{Count(post.Counts.Views, "view", "views")}</span>
            </div>
            {Answers(post, visitor, "Comment")}
            </article>
            """
        );

    private static Html Mention(Conversation mention, Visitor? visitor) =>
        Html.Of(
            $"""
            <article class="card post" id="{mention.Root.Id}" aria-label="Mention by {Author(
                mention.Profile,
                mention.Root
            )}">
            {Byline(mention.Profile, mention.Root)}
            {Words(mention.Root)}
            {LikedBy(mention.Profile, mention.Root)}
            {Answers(mention, visitor, "Answer")}
            </article>
            """
        );

    private static Html Talk(Conversation talk, Visitor? visitor) =>
        Html.Of(
            $"""
            <article class="card post" aria-label="Messages with {talk.Profile.Name}">
            <h3>You and <bdi>{talk.Profile.Name}</bdi></h3>
            <ol class="answers">{talk.Answers.Prepend(talk.Root).Select(a =>
                Answer(talk.Profile, a)
            )}</ol>
            {TextForm(
                $"/sandbox/profiles/{talk.Profile.Handle}/messages",
                $"say-{talk.Root.Id}",
                "Message",
                "Send",
                visitor
            )}
            </article>
            """
        );

    private static Html Answers(Conversation conversation, Visitor? visitor, string verb)
    {
        var answers = conversation.Answers.Except(conversation.Thread).ToList();
        return Html.Of(
            $"""
            {(
                conversation.More > 0
                    ? Html.Of(
                        $"""<p class="quiet"><a href="/sandbox/items/{conversation.Root.Id}">{Count(conversation.More, "earlier comment", "earlier comments")}</a></p>"""
                    )
                    : Html.None
            )}
            {(
                answers.Count > 0
                    ? Html.Of(
                        $"""<ol class="answers">{answers.Select(a => Answer(conversation.Profile, a))}</ol>"""
                    )
                    : Html.None
            )}
            {(
                conversation.Hidden > 0
                    ? Html.Of(
                        $"""<p class="quiet">{conversation.Profile.Name} has hidden {Count(conversation.Hidden, "comment", "comments")}.</p>"""
                    )
                    : Html.None
            )}
            {TextForm(
                $"/sandbox/items/{conversation.Root.Id}/comments",
                $"say-{conversation.Root.Id}",
                verb,
                "Send",
                visitor
            )}
            """
        );
    }

    private static Html Answer(Profile profile, Item answer) =>
        Html.Of(
            $"""
            <li id="{answer.Id}" class="{(answer.Visitor is null ? "answer ours" : "answer")}">
            {Byline(profile, answer)}
            {Words(answer)}
            {Pictures(answer)}
            {LikedBy(profile, answer)}
            </li>
            """
        );

    private static Html Mentions(IReadOnlyList<Conversation> mentions, Visitor? visitor) =>
        mentions.Count == 0
            ? Html.None
            : Html.Of(
                $"""
                <section aria-labelledby="mentions"><h2 id="mentions">What people say</h2>
                {mentions.Select(m => Mention(m, visitor))}
                </section>
                """
            );

    private static Html Talks(IReadOnlyList<Conversation> talks, Visitor? visitor) =>
        talks.Count == 0
            ? Html.None
            : Html.Of(
                $"""
                <section aria-labelledby="talks"><h2 id="talks">Your messages</h2>
                {talks.Select(t => Talk(t, visitor))}
                </section>
                """
            );

    private static Html Write(Feed feed, string? profileHandle, Visitor? visitor)
    {
        var profiles = feed
            .Profiles.Where(p => profileHandle is null || p.Profile.Handle == profileHandle)
            .Select(p => p.Profile)
            .ToList();
        return Html.Of(
            $"""
            {profiles.Select(p => Html.Of(
                $"""
                <details class="card write"{(profiles.Count == 1 ? new Html(" open") : Html.None)}>
                <summary>Write to <bdi>{p.Name}</bdi></summary>
                {TextForm($"/sandbox/profiles/{p.Handle}/mentions", $"mention-{p.Handle}", $"Mention @{p.Handle}, for all to see", "Post", visitor)}
                {TextForm($"/sandbox/profiles/{p.Handle}/messages", $"message-{p.Handle}", $"Private message to @{p.Handle}", "Send", visitor)}
                </details>
                """
            ))}
            """
        );
    }

    private static Html TextForm(
        string action,
        string id,
        string label,
        string button,
        Visitor? visitor
    ) =>
        Html.Of(
            $"""
            <form class="say" method="post" action="{action}">
            {(visitor is null ? Html.Of(
                $"""
                <label class="hidden" for="{id}-name">Your name</label>
                <input id="{id}-name" name="name" placeholder="Your name, any you like" maxlength="{Max(SandboxLimits.VisitorName)}" required autocomplete="off">
                """
            ) : Html.None)}
            <label class="hidden" for="{id}">{label}</label>
            <textarea id="{id}" name="text" rows="1" placeholder="{label}{(visitor is null ? "" : $", as {visitor.Name}")}" maxlength="{Max(SandboxLimits.VisitorText)}" required></textarea>
            <button>{button}<span class="hidden">: {label}</span></button>
            </form>
            """
        );

    private static Html Act(
        Conversation post,
        Visitor? visitor,
        string verb,
        string icon,
        long count,
        string one,
        string many,
        bool done
    ) =>
        visitor is null
            ? Html.Of(
                $"""<a class="act" href="#who" title="Choose a name first">{Icon(icon)}{Count(count, one, many)}</a>"""
            )
            : Html.Of(
                $"""
                <form method="post" action="/sandbox/items/{post.Root.Id}/{verb}"><button class="act" aria-pressed="{Yes(
                    done
                )}">{Icon(icon)}{Count(count, one, many)}</button></form>
                """
            );

    private static Html Byline(Profile profile, Item item) =>
        Html.Of(
            $"""
            <div class="byline">
            {Avatar(Author(profile, item), item.Visitor?.Handle ?? profile.Handle)}
            <div class="names"><strong><bdi>{Author(profile, item)}</bdi></strong>
            <span class="quiet">@{item.Visitor?.Handle
                ?? profile.Handle} · <a href="/sandbox/items/{item.Id}">{When(
                item.At
            )}</a></span></div>
            </div>
            """
        );

    private static Html When(DateTimeOffset at) =>
        Html.Of(
            $"""<time datetime="{at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}">{at.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>"""
        );

    private static Html Words(Item item) =>
        string.IsNullOrWhiteSpace(item.Text)
            ? Html.None
            : Html.Of($"""<p class="words" dir="auto">{item.Text}</p>""");

    private static Html Pictures(Item item) =>
        item.Pictures.Count == 0
            ? Html.None
            : Html.Of(
                $"""
                <div class="pictures n{Max(Math.Min(item.Pictures.Count, 4))}">
                {item.Pictures.Select(p => Html.Of(
                    $"""
                    <figure><img src="/sandbox/pictures/{p.Sha}" alt="{p.AltText}" width="{Max(p.Width)}" height="{Max(p.Height)}" loading="lazy">{(string.IsNullOrWhiteSpace(p.AltText) ? Html.None : Html.Of($"""<figcaption class="quiet" aria-hidden="true">Alt text: {p.AltText}</figcaption>"""))}</figure>
                    """
                ))}
                </div>
                """
            );

    private static Html LikedBy(Profile profile, Item item) =>
        item.Liked
            ? Html.Of($"""<p class="quiet">♥ Liked by <bdi>{profile.Name}</bdi></p>""")
            : Html.None;

    /// <summary>A letter on one of six colours: the same handle, the same colour.</summary>
    private static Html Avatar(string name, string handle) =>
        Html.Of(
            $"""<span class="avatar hue{Max(handle.Sum(c => c) % 6)}" aria-hidden="true">{StringInfo.GetNextTextElement(name).ToUpperInvariant()}</span>"""
        );

    private static Html Icon(string path) =>
        Html.Of(
            $"""<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true"><path d="{path}"/></svg>"""
        );

    private static Html Older(Feed feed, string? profileHandle) =>
        feed.Older is { } older
            ? Html.Of(
                $"""<p><a class="back" href="/sandbox?before={Max(older)}{(profileHandle is null ? "" : $"&profile={profileHandle}")}">Older posts →</a></p>"""
            )
            : Html.None;

    private static Html Empty(string words) =>
        Html.Of($"""<section class="card"><p class="quiet">{words}</p></section>""");

    private static string Author(Profile profile, Item item) => item.Visitor?.Name ?? profile.Name;

    private static Html Count(long count, string one, string many) =>
        Html.Of($"{count} {(count == 1 ? one : many)}");

    /// <summary>A number for a program: without thousands separators.</summary>
    private static string Max(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Yes(bool it) => it ? "true" : "false";
}
