using System.Net;
using System.Text.RegularExpressions;

namespace SocialBot.Commands.Demo;

/// <summary>The page that a personal link leads to, as a browser uses it.</summary>
internal sealed partial class DemoConnectPage(HttpClient http)
{
    /// <summary>Fills in the form and sends it; what the page then says, as text.</summary>
    public async Task<string> SendAsync(
        Uri link,
        CancellationToken ct,
        params IEnumerable<(string Field, string Value)> values
    )
    {
        using var page = await http.GetAsync(link, ct);
        var form = await page.Content.ReadAsStringAsync(ct);
        using var request = new HttpRequestMessage(HttpMethod.Post, link)
        {
            Content = new FormUrlEncodedContent([
                .. Hidden()
                    .Matches(form)
                    .Select(m =>
                        KeyValuePair.Create(
                            m.Groups["name"].Value,
                            WebUtility.HtmlDecode(m.Groups["value"].Value)
                        )
                    ),
                .. values.Select(v => KeyValuePair.Create(v.Field, v.Value)),
            ]),
        };
        // As the browser's: the form's guard is half in the page, half in its cookie.
        if (page.Headers.TryGetValues("Set-Cookie", out var cookies))
            request.Headers.Add("Cookie", cookies.Select(c => c.Split(';')[0]));
        using var answer = await http.SendAsync(request, ct);
        return WebUtility.HtmlDecode(
            Tag().Replace(await answer.Content.ReadAsStringAsync(ct), " ")
        );
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)">""")]
    private static partial Regex Hidden();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
