using System.Globalization;
using SocialBot.Core.Workspaces;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>One message in the list, as one person sees it: in the page, and again whenever it comes or changes.</summary>
internal sealed class MessageHtml(LocalViewer viewer, TimeProvider clock)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(
        viewer.Person.TimeZone
    );

    public Html List(IReadOnlyList<LocalMessage> messages) => Html.All(Lines(messages));

    /// <summary>Above the first message of a day.</summary>
    public Html Day(LocalMessage message) =>
        Html.Of(
            $"<li class=\"day\" data-day=\"{DayKey(message)}\"><span>{DayName(message)}</span></li>"
        );

    public string DayKey(LocalMessage message) =>
        DayOf(message).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public Html Message(LocalMessage message) =>
        Html.Of(
            $"""
            <li class="message {Side(message)}{Html.If(message.Private, " private")}{Html.If(
                IsForMe(message),
                " for-me"
            )}" id="m{message.Id}" data-root="{message.Root}" data-day="{DayKey(
                message
            )}" tabindex="-1">
            {AvatarOf(message)}
            <article aria-label="{Speaker(message)}, {At(message)}">
            <header class="line"><span class="by">{Speaker(message)}</span>{Html.If(
                message.Author is null,
                "<span class=\"tag\">Bot</span>"
            )}<time datetime="{Instant(message)}" title="{Exactly(message)}">{At(
                message
            )}</time>{Html.If(
                message.Edited && !message.Private,
                "<span class=\"updated\">updated</span>"
            )}</header>
            {(message.Private ? OnlyYou(message) : Html.None)}
            {(
                message.Card is null
                    ? Bubble(message)
                    : CardHtml.Render(message.Card, $"m{message.Id}", Hidden(message), viewer.Id)
            )}
            </article>
            </li>
            """
        );

    public string Speaker(LocalMessage message) =>
        message.Author is not { } author ? "SocialBot"
        : author == viewer.Id ? "You"
        : viewer.Roster.Person(author)?.Name ?? author;

    /// <summary>What a screen reader says when it arrives.</summary>
    public string Spoken(LocalMessage message)
    {
        var what =
            message.Card?.Summary
            ?? message.Card?.Title
            ?? (string.IsNullOrEmpty(message.Text) ? "a picture" : message.Text);
        return message.Private
            ? $"Only for you: {what}"
            : $"{Speaker(message)}{(message.Edited ? " updated" : "")}: {what}";
    }

    public static Html Avatar(PlatformPerson person, PlatformRoster roster)
    {
        var hue = roster.People.ToList().FindIndex(p => p.UserId == person.UserId) % 6;
        return Html.Of(
            $"<span class=\"avatar hue{hue}\" aria-hidden=\"true\">{Initials(person.Name)}</span>"
        );
    }

    /// <summary>A passing answer stands below what it answers, whatever its day: it begins none.</summary>
    private IEnumerable<Html> Lines(IReadOnlyList<LocalMessage> messages)
    {
        DateOnly? day = null;
        foreach (var message in messages)
        {
            if (!message.Private && DayOf(message) != day)
            {
                day = DayOf(message);
                yield return Day(message);
            }
            yield return Message(message);
        }
    }

    private Html AvatarOf(LocalMessage message) =>
        message.Author is not { } author
            ? Html.Of($"<span class=\"avatar bot\" aria-hidden=\"true\">{Icons.Logo}</span>")
        : viewer.Roster.Person(author) is { } person ? Avatar(person, viewer.Roster)
        : Html.Of($"<span class=\"avatar\" aria-hidden=\"true\">{Initials(author)}</span>");

    private Html Bubble(LocalMessage message) =>
        Html.Of(
            $"""<div class="bubble">{(string.IsNullOrEmpty(message.Text) ? Html.None : Html.Of($"<p dir=\"auto\">{Words(message.Text)}</p>"))}{(message.Picture is { } picture ? Sent(message, picture) : Html.None)}</div>"""
        );

    private IEnumerable<Html> Words(string text) =>
        TypedText
            .Parts(text, viewer.Roster.People)
            .Select(part =>
                part.Person is null
                    ? Html.Of($"{part.Words}")
                    : Html.Of(
                        $"<span class=\"at{Html.If(part.Person.UserId == viewer.Id, " me")}\">{part.Words}</span>"
                    )
            );

    private Html Sent(LocalMessage message, LocalPicture picture) =>
        Html.Of(
            $"""<img src="{LocalChatPaths.PictureOf(message.Id, viewer.Id)}" alt="Picture {picture.Name}"{CardHtml.Size(picture.Width, picture.Height)}>"""
        );

    /// <summary>In a personal chat everything is for one person; it still may go when it was read.</summary>
    private Html OnlyYou(LocalMessage message) =>
        Html.Of(
            $"""
            <form class="only-you" method="post" action="{LocalChatPaths.Dismiss}">{(
                message.Conversation == viewer.Personal
                    ? Html.None
                    : Html.Of($"{Icons.Eye}<span>Only you can see this</span>")
            )}{Hidden(message)}<button type="submit" class="quiet">Dismiss</button></form>
            """
        );

    private Html Hidden(LocalMessage message) =>
        Html.Of(
            $"""<input type="hidden" name="as" value="{viewer.Id}"><input type="hidden" name="in" value="{message.Conversation}"><input type="hidden" name="message" value="{message.Id}"><input type="hidden" name="id" value="{$"{Guid.NewGuid():N}"}">"""
        );

    private string Side(LocalMessage message) =>
        message.Author is not { } author ? "bot"
        : author == viewer.Id ? "own"
        : "other";

    private bool IsForMe(LocalMessage message) =>
        message.Card?.Notify.Any(p => p.UserId == viewer.Id) == true;

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    private DateOnly DayOf(LocalMessage message) =>
        DateOnly.FromDateTime(Local(message.At).DateTime);

    private string At(LocalMessage message) =>
        Local(message.At).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Instant(LocalMessage message) =>
        message.At.ToString("O", CultureInfo.InvariantCulture);

    private string Exactly(LocalMessage message) =>
        $"{Local(message.At).ToString("dddd, d MMMM yyyy, HH:mm:ss", English)} ({viewer.Person.TimeZone})";

    private string DayName(LocalMessage message)
    {
        var day = DayOf(message);
        var today = DateOnly.FromDateTime(Local(clock.GetUtcNow()).DateTime);
        return (today.DayNumber - day.DayNumber) switch
        {
            0 => "Today",
            1 => "Yesterday",
            _ when day.Year == today.Year => day.ToString("dddd, d MMMM", English),
            _ => day.ToString("dddd, d MMMM yyyy", English),
        };
    }

    private static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0
            ? "?"
            : string.Concat(words.Take(2).Select(w => StringInfo.GetNextTextElement(w)))
                .ToUpperInvariant();
    }
}
