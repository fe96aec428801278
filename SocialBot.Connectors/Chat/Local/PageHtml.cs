using SocialBot.Core.Workspaces;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>What the page shows of one conversation to one person.</summary>
internal sealed record LocalChatPage
{
    public required LocalViewer Viewer { get; init; }
    public required string Conversation { get; init; }

    /// <summary>No conversation was asked for: a narrow screen shows the list, a wide one the personal chat beside it.</summary>
    public required bool AtHome { get; init; }
    public required IReadOnlyList<LocalMessage> Messages { get; init; }

    /// <summary>How many more would be shown by "earlier messages"; 0 where there are none.</summary>
    public required int ShowMore { get; init; }
    public required long Change { get; init; }
    public required Unread Unread { get; init; }

    /// <summary>Already in the message field.</summary>
    public string? Typed { get; init; }
    public required string Feed { get; init; }
}

/// <summary>The whole page. Every state of it is an address, so that it works without the script and in as many tabs as wanted.</summary>
internal sealed class PageHtml(LocalChatPage page, MessageHtml messages)
{
    private LocalViewer Viewer => page.Viewer;
    private PlatformPerson Me => page.Viewer.Person;
    private bool Personal => page.Conversation == Viewer.Personal;

    public Html Render() =>
        LayoutHtml.Render(
            $"{(Personal ? "Chat" : Title)} · {Me.Name} · SocialBot",
            page.AtHome ? "chat at-home" : "chat",
            Html.Of(
                $"""
                <a class="skip" href="#text">Skip to the message field</a>
                <div class="frame" id="chat" data-as="{Viewer.Id}" data-in="{page.Conversation}" data-since="{page.Change}">
                {Rail()}
                <main>
                {Bar()}
                <div class="stream" id="stream" tabindex="0" role="region" aria-label="Messages in {Title}">
                <div class="column">
                {Earlier()}
                <ol id="messages">{messages.List(page.Messages)}</ol>
                {Hint()}
                </div>
                </div>
                {Composer()}
                </main>
                </div>
                <p class="vh" id="spoken" role="status"></p>
                """
            )
        );

    private string Title =>
        Personal ? "SocialBot" : RoomName(Viewer.Roster.Room(page.Conversation)!);

    private Html Rail() =>
        Html.Of(
            $"""
            <nav class="rail" aria-label="Chats and people">
            <a class="brand" href="/">{Icons.Logo}<span><b>SocialBot</b><small>{Me.Workspace}</small></span></a>
            <section><h2>Chat</h2><ul>{Place(
                Viewer.Personal,
                "SocialBot",
                Icons.Chat
            )}</ul></section>
            <section><h2>Rooms</h2><ul>{Viewer.Roster.Rooms.Select(r =>
                Place(r.Conversation, RoomName(r), Icons.Room)
            )}</ul></section>
            <section class="people"><h2>Be someone else</h2><ul>{Viewer.Roster.People.Select(
                Person
            )}</ul>
            <p class="note">Two people at once: open the second in a new tab.</p></section>
            {(
                page.Feed.Length == 0
                    ? Html.None
                    : Html.Of(
                        $"<a class=\"feed\" href=\"{page.Feed}\" target=\"_blank\" rel=\"noopener\">Sandbox feed{Icons.Away}<small>Where published posts appear</small><span class=\"vh\"> (opens in a new tab)</span></a>"
                    )
            )}
            </nav>
            """
        );

    private Html Place(string conversation, string name, Html icon) =>
        Html.Of(
            $"""<li><a class="place" href="{LocalChatPaths.In(Viewer.Id, conversation)}"{Html.If(conversation == page.Conversation, " aria-current=\"page\"")}>{icon}<span class="name">{name}</span>{Badge("unread", conversation, page.Unread.In(conversation))}</a></li>"""
        );

    private Html Person(PlatformPerson person) =>
        Html.Of(
            $"""<li><a class="person" href="{LocalChatPaths.As(person.UserId)}"{Html.If(person.UserId == Me.UserId, " aria-current=\"true\"")}>{MessageHtml.Avatar(person, Viewer.Roster)}<span class="name"><b>{person.Name}</b>{Html.If(person.UserId == Me.UserId, " <span class=\"you\">you</span>")}<small>{RoleWords.Of(person.Roles)}</small></span>{Badge("waiting", person.UserId, page.Unread.For(person.UserId))}</a></li>"""
        );

    private static Html Badge(string kind, string of, int count) =>
        Html.Of(
            $"""<span class="badge" data-{kind}="{of}"{Html.If(count == 0, " hidden")}><span>{count}</span><span class="vh"> unread</span></span>"""
        );

    private Html Bar() =>
        Html.Of(
            $"""
            <header class="bar">
            <a class="back" href="{LocalChatPaths.As(
                Viewer.Id
            )}">{Icons.Back}<span class="vh">All chats</span></a>
            <span class="sign" aria-hidden="true">{(Personal ? Icons.Logo : Icons.Room)}</span>
            <div class="heading"><h1>{Title}</h1><p>{About}</p></div>
            <p class="iam">{MessageHtml.Avatar(
                Me,
                Viewer.Roster
            )}<span><span class="vh">You are </span><b>{Me.Name}</b><small>{RoleWords.Of(
                Me.Roles
            )}</small></span></p>
            </header>
            """
        );

    private string About =>
        Viewer.Roster.Room(page.Conversation)?.Purpose switch
        {
            RoomPurpose.Approvals => "What waits for a yes, and what became of it",
            RoomPurpose.Mentions => "What people write to and about the brand",
            RoomPurpose.Alerts => "What needs somebody soon",
            RoomPurpose.Digests => "What happened, in numbers, every working day",
            _ => $"Your own chat with the bot · times are {Me.TimeZone}",
        };

    private Html Earlier() =>
        page.ShowMore == 0
            ? Html.None
            : Html.Of(
                $"""<p class="earlier"><a href="{LocalChatPaths.Shown(Viewer.Id, page.Conversation, page.ShowMore)}">Show earlier messages</a></p>"""
            );

    /// <summary>
    /// Until something was said: what one could say. Where the bot spoke first, the style sheet leaves only what to answer. The
    /// script does the same as messages come.
    /// </summary>
    private Html Hint()
    {
        if (Personal ? page.Messages.Any(m => m.Author is not null) : page.Messages.Count > 0)
            return Html.None;
        var hint = Hints.For(Viewer, page.Conversation);
        return Html.Of(
            $"""
            <section class="hint{Html.If(
                page.Messages.Count > 0,
                " compact"
            )}" id="hint" data-until="{(
                Personal ? "said" : "anything"
            )}" aria-label="What you could write">
            <div class="opening"><span class="sign" aria-hidden="true">{(
                Personal ? Icons.Logo : Icons.Room
            )}</span><h2>{hint.Title}</h2><p>{hint.Words}</p></div>
            <p class="brief">You could write:</p>
            <ul>{hint.ToType.Select(text =>
                Html.Of(
                    $"<li><a class=\"try\" href=\"{LocalChatPaths.Typed(Viewer.Id, page.Conversation, text)}\" data-text=\"{text}\">{text}</a></li>"
                )
            )}</ul>
            {(
                page.Feed.Length == 0
                    ? Html.None
                    : Html.Of(
                        $"<p class=\"note\">Posts go to the <a href=\"{page.Feed}\" target=\"_blank\" rel=\"noopener\">Sandbox feed<span class=\"vh\"> (opens in a new tab)</span></a>, a network of our own: nothing leaves this machine. A time without a zone is meant in {Me.TimeZone}.</p>"
                    )
            )}
            </section>
            """
        );
    }

    private Html Composer() =>
        Html.Of(
            $"""
            <footer class="foot">
            <button type="button" id="latest" class="latest" hidden>{Icons.Down}<span>New messages</span></button>
            <p class="typing" id="typing" hidden><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>SocialBot is working on it</p>
            <p class="trouble" id="trouble" role="alert" hidden></p>
            <form class="say" id="say" method="post" action="{LocalChatPaths.Say}" enctype="multipart/form-data">
            <input type="hidden" name="as" value="{Viewer.Id}"><input type="hidden" name="in" value="{page.Conversation}"><input type="hidden" name="id" value="{$"{Guid.NewGuid():N}"}">
            <label class="vh" for="text">Message to {Title} as {Me.Name}</label>
            <textarea id="text" name="text" rows="1" maxlength="{SayInChat.LongestText}" dir="auto" placeholder="Message {(
                Personal ? "SocialBot" : $"#{Title}"
            )} as {Me.Name}" aria-describedby="keys">{"\n"}{page.Typed}</textarea>
            <p class="chosen" id="chosen" hidden><span></span><button type="button" class="quiet">{Icons.Close}<span class="vh">Remove the picture</span></button></p>
            <div class="tools">
            <label class="attach" title="Add a picture (PNG, JPEG, GIF, WebP; at most 10 MB)">{Icons.Picture}<span>Picture</span><input type="file" name="picture" id="picture" accept="image/png,image/jpeg,image/gif,image/webp"></label>
            <p class="keys" id="keys">Enter sends, Shift+Enter makes a new line</p>
            <button type="submit" class="primary send">{Icons.Send}<span>Send</span></button>
            </div>
            </form>
            <noscript><p class="note">Without script, new messages appear when you <a href="{LocalChatPaths.In(
                Viewer.Id,
                page.Conversation
            )}">load the page again</a>.</p></noscript>
            </footer>
            """
        );

    private static string RoomName(PlatformRoom room) =>
        (room.Name ?? room.Conversation).TrimStart('#');
}
