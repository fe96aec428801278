using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Local;

/// <summary><c>GET /?as=anna&amp;in=approvals</c>: a conversation as one person sees it; without a person, the choice of one.</summary>
internal sealed class ShowPage(
    ChooseViewer chooseViewer,
    LocalChatStore store,
    AskBot askBot,
    IOptions<LocalChatOptions> options,
    TimeProvider clock
)
{
    private const int FirstShown = 60;
    private const int MostShown = 2_000;

    public async Task<IResult> RunAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var query = http.Request.Query;
        if (await chooseViewer.RunAsync(query["as"], ct) is not { } viewer)
            return Page(
                WelcomeHtml.Render(await chooseViewer.EverybodyAsync(ct), options.Value.Feed)
            );

        var asked = query["in"].ToString();
        if (asked.Length > 0 && !viewer.MaySee(asked))
            return LocalChatAnswers.Trouble(
                http,
                StatusCodes.Status404NotFound,
                $"{viewer.Person.Name} has no such conversation.",
                LocalChatPaths.As(viewer.Id)
            );
        await MeetAsync(viewer, ct);
        return Page(await RenderAsync(http, viewer, asked, ct));
    }

    /// <summary>The first look at one's personal chat is how one meets the bot there.</summary>
    private async Task MeetAsync(LocalViewer viewer, CancellationToken ct)
    {
        if (await store.HasMetAsync(viewer.Personal, ct))
            return;
        await askBot.RunAsync(
            viewer.Turn($"met:{viewer.Id}", viewer.Personal, new ChatInput.Met(), clock.GetUtcNow())
        );
        await store.MeetAsync(viewer.Personal, ct);
    }

    private async Task<Html> RenderAsync(
        HttpContext http,
        LocalViewer viewer,
        string asked,
        CancellationToken ct
    )
    {
        var conversation = asked.Length > 0 ? asked : viewer.Personal;
        var shown = int.TryParse(http.Request.Query["show"], out var wanted)
            ? Math.Clamp(wanted, FirstShown, MostShown)
            : FirstShown;
        var (change, messages) = await store.NewestAsync(viewer.Id, conversation, shown + 1, ct);
        var more = messages.Count > shown;
        if (asked.Length > 0 && messages.Count > 0)
            await store.SeeAsync(viewer.Id, conversation, messages.Max(m => m.Id), ct);
        var page = new LocalChatPage
        {
            Viewer = viewer,
            Conversation = conversation,
            AtHome = asked.Length == 0,
            Messages = more ? [.. messages.Skip(1)] : messages,
            ShowMore = more && shown < MostShown ? shown * 3 : 0,
            Change = change,
            Unread = await Unread.CountAsync(store, viewer, ct),
            Typed = http.Request.Query["text"],
            Feed = options.Value.Feed,
        };
        return new PageHtml(page, new MessageHtml(viewer, clock)).Render();
    }

    private static ContentHttpResult Page(Html html) =>
        TypedResults.Content(html.ToString(), "text/html; charset=utf-8");
}
