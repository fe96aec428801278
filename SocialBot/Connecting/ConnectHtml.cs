using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;
using SocialBot.Core.Accounts;
using SocialBot.Core.Networks;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Connecting;

/// <summary>The page's markup, static and without script. Whatever is filled in is escaped, unless it is markup of ours.</summary>
internal sealed class ConnectHtml(Visit visit)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly IHtmlContent None = new HtmlString("");

    private Words Words => visit.Words;

    public IResult Form(
        IReadOnlyList<ConnectField> fields,
        IReadOnlyList<ConnectedProfile> offered,
        string guardName,
        string guard,
        string? say
    )
    {
        var network = visit.Network;
        var account = visit.Opened.Account;
        var about = $"connect.{network}.about";
        var title = account is null
            ? Words["connect.page.title", network]
            : Words["connect.page.again", account.Label];
        return Page(
            Words,
            title,
            say is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            Of(
                $"""
                <h1>{title}</h1>
                <p class="for">{Words[
                    "connect.page.for",
                    visit.Opened.Workspace.Name,
                    visit.Opened.Member.Name
                ]}</p>
                {(say is null ? None : Of($"<p class=\"no\" role=\"alert\">{say}</p>"))}
                {(
                    offered.Count == 0 && Words.Has(about)
                        ? Of($"<p>{Words[about]}</p>")
                        : None
                )}
                <form method="post" action="/connect/{visit.Token}" autocomplete="off">
                <input type="hidden" name="{guardName}" value="{guard}">
                {(offered.Count > 0 ? Choice(offered) : All(fields.Select(Field)))}
                <button>{Go(fields, offered)}</button>
                </form>
                <p class="small">{Words[
                    "connect.page.until",
                    Words.Clock(visit.Opened.Ticket.ExpiresAt)
                ]}</p>
                """
            )
        );
    }

    /// <summary>
    /// Not a redirect: browsers hold the form's own rule, that it leads nowhere but here, against the address it is redirected to. And the person
    /// sees where they are going.
    /// </summary>
    public IResult On(Uri address)
    {
        visit.Http.Response.Headers["Refresh"] = $"1; url={address.AbsoluteUri}";
        var title = Words["connect.page.on", address.Host];
        return Page(
            Words,
            title,
            StatusCodes.Status200OK,
            Of(
                $"""
                <h1>{title}</h1>
                <p>{Words["connect.page.on.body"]}</p>
                <p><a class="button" rel="noreferrer" href="{address.AbsoluteUri}">{Words[
                    "connect.page.leave",
                    visit.Network
                ]}</a></p>
                """
            )
        );
    }

    public IResult Done(ConnectedAccount connected)
    {
        var title = Words[
            connected.Again ? "connect.page.done.again" : "connect.page.done",
            connected.Account.Label
        ];
        return Page(
            Words,
            title,
            StatusCodes.Status200OK,
            Of(
                $"""
                <h1 class="good">{title}</h1>
                {(
                    connected.Posts.Count == 0
                        ? None
                        : Of($"<p>{Words["connect.page.done.posts", connected.Posts.Count]}</p>")
                )}
                <p>{Words["connect.page.done.body"]}</p>
                """
            )
        );
    }

    /// <summary>A page that can only say something.</summary>
    public static IResult Calm(Words words, string what, int status) =>
        Page(
            words,
            words[what],
            status,
            Of($"<h1>{words[what]}</h1><p>{words[what + ".body"]}</p>")
        );

    /// <summary>Where nobody is known: the browser's language.</summary>
    public static Words WordsOf(HttpContext http) =>
        new(
            http.Request.GetTypedHeaders()
                .AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
                .Select(l => l.Value.ToString().Split('-')[0].ToLowerInvariant())
                .FirstOrDefault(Words.Languages.Contains)
                ?? "en",
            TimeZoneInfo.Utc
        );

    private string Go(
        IReadOnlyList<ConnectField> fields,
        IReadOnlyList<ConnectedProfile> offered
    ) =>
        offered.Count > 0 ? Words["connect.page.choose.go"]
        : fields.Count == 0 ? Words["connect.page.leave", visit.Network]
        : visit.Opened.Account is null ? Words["connect.page.go"]
        : Words["connect.page.sign-in"];

    private IHtmlContent Field(ConnectField field)
    {
        var key = $"connect.{visit.Network}.{field.Name}";
        var hint = Words.Has(key + ".hint") ? Words[key + ".hint"] : null;
        var value =
            field.Secret ? ""
            : visit.Values.TryGetValue(field.Name, out var typed) ? typed
            : visit.Opened.Account is { } account && field.Name == "handle" ? account.Handle
            : "";
        return Of(
            $"""
            <label for="f-{field.Name}">{(Words.Has(key) ? Words[key] : field.Name)}</label>
            <input id="f-{field.Name}" name="{field.Name}" type="{(
                field.Secret ? "password" : "text"
            )}" value="{value}" required maxlength="2000" autocapitalize="none" autocorrect="off" spellcheck="false" autocomplete="off"{(
                hint is null ? None : Of($" aria-describedby=\"h-{field.Name}\"")
            )}>
            {(hint is null ? None : Of($"<p class=\"hint\" id=\"h-{field.Name}\">{hint}</p>"))}
            """
        );
    }

    private HtmlFormattableString Choice(IReadOnlyList<ConnectedProfile> offered) =>
        Of(
            $"""
            <fieldset><legend>{Words["connect.page.choose"]}</legend>
            {All(
                offered.Select(
                    (p, i) =>
                        Of(
                            $"<label class=\"choice\"><input type=\"radio\" name=\"profile\" value=\"{i.ToString(CultureInfo.InvariantCulture)}\" required><span>@{p.Handle}{(p.DisplayName is null ? None : Of($"<small>{p.DisplayName}</small>"))}</span></label>"
                        )
                )
            )}
            </fieldset>
            """
        );

    private static IResult Page(Words words, string title, int status, IHtmlContent body)
    {
        var page = Of(
            $"""
            <!doctype html>
            <html lang="{words.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title} · SocialBot</title>
            <link rel="stylesheet" href="{ConnectEndpoints.StylePath}">
            </head>
            <body>
            <main>
            <p class="brand">SocialBot</p>
            {body}
            </main>
            </body>
            </html>
            """
        );
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        page.WriteTo(text, Encoder);
        return Results.Content(text.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    private static HtmlFormattableString Of(FormattableString markup) =>
        new HtmlFormattableString(markup.Format, markup.GetArguments());

    private static HtmlContentBuilder All(IEnumerable<IHtmlContent> parts)
    {
        var all = new HtmlContentBuilder();
        foreach (var part in parts)
            all.AppendHtml(part);
        return all;
    }
}
