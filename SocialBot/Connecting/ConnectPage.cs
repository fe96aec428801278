using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core;
using SocialBot.Core.Accounts;
using SocialBot.Core.Networks;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Connecting;

/// <summary>
/// What happens on the page: the ticket is checked every time, what was typed goes to the network's connector, and what comes of it is told in a
/// sentence. Nothing that was typed into a secret field is shown, kept or logged.
/// </summary>
internal sealed partial class ConnectPage(
    OpenTicket open,
    ConnectAccount connect,
    NetworkCatalogue networks,
    IConnectLinks links,
    IAntiforgery antiforgery,
    ILogger<ConnectPage> log
)
{
    private const string BrowserCookie = "connect.way";
    private const int LongestValue = 2000;
    private const int MostQueryValues = 30;

    public async Task<IResult> ShowAsync(string token, HttpContext http) =>
        await open.RunAsync(token, http.RequestAborted) is { } opened
            ? Form(new Visit(token, opened, http), say: null)
            : Gone(http);

    public async Task<IResult> SendAsync(string token, HttpContext http)
    {
        var ct = http.RequestAborted;
        if (
            await ReadFormAsync(http) is not { } form
            || !await antiforgery.IsRequestValidAsync(http)
        )
            return Calm(http, "connect.page.unsent", StatusCodes.Status400BadRequest);
        if (await open.RunAsync(token, ct) is not { } opened)
            return Gone(http);
        if (!await open.TryAsync(opened, ct))
            return TooMany(http);
        var visit = new Visit(token, opened, http);
        if (form["profile"].ToString() is { Length: > 0 } chosen)
            return await ChooseAsync(visit, chosen, ct);

        var fields = Network(visit).Fields;
        visit = visit with
        {
            Values = fields.ToDictionary(
                f => f.Name,
                f => form[f.Name].ToString(),
                StringComparer.Ordinal
            ),
        };
        if (visit.Values.Values.Any(v => string.IsNullOrWhiteSpace(v) || v.Length > LongestValue))
            return Form(visit, visit.Words["connect.page.missing"]);
        var (state, browser) = (ConnectTicket.NewToken(), ConnectTicket.NewToken());
        var step = await CallAsync(
            visit,
            network => network.BeginAsync(visit.Values, links.Return, state, ct)
        );
        return step is ConnectStep.GoTo go
            ? await LeaveAsync(visit, go, state, browser, ct)
            : await TakeAsync(visit, step, ct);
    }

    public async Task<IResult> ReturnAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var (state, browser) = (
            http.Request.Query["state"].ToString(),
            http.Request.Cookies[BrowserCookie] ?? ""
        );
        http.Response.Cookies.Delete(BrowserCookie, new CookieOptions { Path = "/connect" });
        if (await open.ReturnAsync(state, browser, ct) is not { } returned)
            return Gone(http);
        if (!await open.TryAsync(returned.Opened, ct))
            return TooMany(http);
        var visit = new Visit(returned.Token, returned.Opened, http);
        var query = http
            .Request.Query.Take(MostQueryValues)
            .ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.Ordinal);
        var step = await CallAsync(
            visit,
            network => network.ReturnAsync(query, returned.Kept, links.Return, ct)
        );
        // Sent round in a circle: the connector is wrong, and the person can only begin again.
        return step is ConnectStep.GoTo
            ? Form(visit, visit.Words["connect.no.other", visit.Network])
            : await TakeAsync(visit, step, ct);
    }

    public static IResult Gone(HttpContext http) =>
        Calm(http, "connect.page.gone", StatusCodes.Status404NotFound);

    public static IResult TooMany(HttpContext http) =>
        Calm(http, "connect.page.too-many", StatusCodes.Status429TooManyRequests);

    /// <summary>Null for whatever no browser sends from our page: no form, characters that no field takes, too much.</summary>
    private static async Task<IFormCollection?> ReadFormAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return null;
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private async Task<IResult> TakeAsync(Visit visit, ConnectStep step, CancellationToken ct)
    {
        var words = visit.Words;
        switch (step)
        {
            case ConnectStep.Connected { Profiles: [_, ..] profiles }:
                if (Meant(visit, profiles) is { } only)
                    return await ConnectAsync(visit, only, ct);
                await open.OfferAsync(visit.Opened, profiles, ct);
                return Form(visit, say: null);
            case ConnectStep.Refused refused:
                var key = $"connect.no.{refused.Code}";
                return Form(
                    visit,
                    words.Has(key)
                        ? words[key, refused.Args]
                        : words["connect.no.other", visit.Network]
                );
            case ConnectStep.NotNow { After: { } after }:
                return Form(visit, words["connect.page.not-now.after", visit.Network, after]);
            case ConnectStep.NotNow:
                return Form(visit, words["connect.page.not-now", visit.Network]);
            default:
                return Form(visit, words["connect.no.other", visit.Network]);
        }
    }

    private async Task<IResult> LeaveAsync(
        Visit visit,
        ConnectStep.GoTo go,
        string state,
        string browser,
        CancellationToken ct
    )
    {
        await open.LeaveAsync(visit.Opened, visit.Token, state, browser, go.Kept, ct);
        // Who comes back must be who went: somebody else's sign-in cannot be slipped into this workspace by sending them the network's address.
        visit.Http.Response.Cookies.Append(
            BrowserCookie,
            browser,
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = visit.Http.Request.IsHttps,
                Path = "/connect",
                MaxAge = ConnectTicket.Lives,
            }
        );
        return new ConnectHtml(visit).On(go.Address);
    }

    private async Task<IResult> ChooseAsync(Visit visit, string chosen, CancellationToken ct)
    {
        var offered = open.Offered(visit.Opened);
        return
            int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < offered.Count
            ? await ConnectAsync(visit, offered[index], ct)
            : Form(visit, say: null);
    }

    private async Task<IResult> ConnectAsync(
        Visit visit,
        ConnectedProfile profile,
        CancellationToken ct
    )
    {
        try
        {
            return await connect.RunAsync(visit.Opened, profile, ct) switch
            {
                Outcome<ConnectedAccount>.Done { Value: var connected } => new ConnectHtml(
                    visit
                ).Done(connected),
                Outcome<ConnectedAccount>.Refused no => Form(visit, visit.Words.Say(no.Why)),
                _ => Gone(visit.Http),
            };
        }
        catch (DbUpdateException)
        {
            // Sent twice at once: the other one has used the ticket.
            return Gone(visit.Http);
        }
    }

    /// <summary>The one there is, or the one that the link is for; null when the person must choose.</summary>
    private static ConnectedProfile? Meant(Visit visit, IReadOnlyList<ConnectedProfile> profiles) =>
        profiles is [var only] ? only
        : visit.Opened.Account is { } account
            ? profiles.FirstOrDefault(p => p.RemoteId == account.RemoteId)
        : null;

    /// <summary>The edge: what nobody planned for is logged here, once, without what was typed.</summary>
    private async Task<ConnectStep> CallAsync(Visit visit, Func<IConnects, Task<ConnectStep>> call)
    {
        try
        {
            return await call(Network(visit));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroke(e.GetType().Name, visit.Network);
            return new ConnectStep.NotNow(e.GetType().Name, After: null);
        }
    }

    private IConnects Network(Visit visit) =>
        networks.Find<IConnects>(visit.Network)
        ?? throw new InvalidOperationException($"{visit.Network} is no longer switched on.");

    private IResult Form(Visit visit, string? say)
    {
        if (networks.Find<IConnects>(visit.Network) is not { } network)
            return Gone(visit.Http);
        var form = antiforgery.GetAndStoreTokens(visit.Http);
        return new ConnectHtml(visit).Form(
            network.Fields,
            open.Offered(visit.Opened),
            form.FormFieldName,
            form.RequestToken!,
            say
        );
    }

    private static IResult Calm(HttpContext http, string what, int status) =>
        ConnectHtml.Calm(ConnectHtml.WordsOf(http), what, status);

    // Not the exception itself: its message might hold what was typed.
    [LoggerMessage(LogLevel.Error, "Connecting {Network} broke with {Error}")]
    private partial void LogBroke(string error, string network);
}

/// <summary>One request for the page with a good ticket.</summary>
internal sealed record Visit(string Token, OpenedTicket Opened, HttpContext Http)
{
    public string Network => Opened.Ticket.Network;

    public Words Words { get; } =
        new(Opened.Member.Language ?? Opened.Workspace.Language, Opened.Workspace.Zone);

    /// <summary>What was typed, to show again what is no secret.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public override string ToString() => nameof(Visit);
}
