using System.Diagnostics.CodeAnalysis;
using SocialBot.Core.Cards;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>
/// A card as HTML: one form, whose buttons carry the commands and take the fields with them, so that it works without any
/// script. Fields are posted under names that say how to read them (<see cref="PressedForm"/>).
/// </summary>
internal static class CardHtml
{
    private const int FewOptions = 4;
    private const int LongestLine = 1_000;
    private const int LongestText = 20_000;

    /// <summary>Nobody writes towards a larger limit: there the network's own is what counts, and the preview tells it.</summary>
    private const int MostCountedDown = 5_000;

    /// <param name="id">Unique on the page; every id inside begins with it.</param>
    /// <param name="hidden">What the form has to say about itself: who presses, in which message.</param>
    /// <param name="viewer">The user id of who looks.</param>
    public static Html Render(Card card, string id, Html hidden, string viewer) =>
        Html.Of(
            $"""
            <section class="card {ToneClass(
                card.Tone
            )}" data-subject="{card.Subject}" aria-labelledby="{id}-title">
            <form method="post" action="{LocalChatPaths.Press}" class="press">{hidden}{EnterKey(
                card
            )}
            {Header(card, id, viewer)}
            <div class="blocks">{card.Body.Select(
                (block, index) => Block(block, $"{id}-{index}")
            )}</div>
            {File(card.File, viewer)}{Buttons(card.Buttons)}
            </form>
            </section>
            """
        );

    private static Html Header(Card card, string id, string viewer) =>
        Html.Of(
            $"""
            <header>
            {(
                card.Workspace is { } workspace
                    ? Html.Of($"<p class=\"of\"><bdi>{workspace}</bdi></p>")
                    : Html.None
            )}
            <h2 id="{id}-title">{ToneMark(card.Tone)}<span dir="auto">{card.Title}</span></h2>
            {Notified(card.Notify, viewer)}
            </header>
            """
        );

    private static Html File(OfferedFile? file, string viewer) =>
        file is null
            ? Html.None
            : Html.Of(
                $"""<p class="file"><a class="button" href="{LocalChatPaths.FileOf(file.Command, viewer)}" download="{file.Name}"><bdi>{file.Name}</bdi></a> <bdi>{file.Words}</bdi></p>"""
            );

    private static Html Notified(IReadOnlyList<CardMention> people, string viewer) =>
        people.Count == 0
            ? Html.None
            : Html.Of(
                $"""<p class="notified">For {people.Select(p => Html.Of($"<span class=\"at{Html.If(p.UserId == viewer, " me")}\"><bdi>@{p.Name}</bdi></span> "))}</p>"""
            );

    private static Html ToneMark(Tone tone) =>
        tone == Tone.Neutral
            ? Html.None
            : Html.Of($"{Icons.For(tone)}<span class=\"vh\">{ToneWord(tone)}: </span>");

    private static Html Block(CardBlock block, string id) =>
        block switch
        {
            CardBlock.Text text => Html.Of(
                $"""<p class="{(text.Subtle ? "words subtle" : "words")}" dir="auto">{text.Runs.Select(Run)}</p>"""
            ),
            CardBlock.Heading heading => Html.Of($"<h3 dir=\"auto\">{heading.Words}</h3>"),
            CardBlock.Quote quote => Quote(quote),
            CardBlock.Facts facts => Html.Of(
                $"""<dl>{facts.Rows.Select(f => Html.Of($"<div><dt><bdi>{f.Label}</bdi></dt><dd dir=\"auto\">{f.Value}</dd></div>"))}</dl>"""
            ),
            CardBlock.Picture picture => Picture(picture),
            CardBlock.Finding finding => Html.Of(
                $"""<p class="finding {ToneClass(finding.Tone)}">{Icons.For(finding.Tone)}<span><b>{ToneWord(finding.Tone)}:</b> <span dir="auto">{finding.Words}</span></span></p>"""
            ),
            CardBlock.Divider => Html.Constant("<hr>"),
            CardBlock.Field field => Field(field.Input, id),
            _ => throw new UnreachableBlock(block),
        };

    private static Html Run(TextRun run)
    {
        // Each run is isolated: a stranger's right-to-left override ends where the run ends.
        var words = Html.Of($"<bdi>{run.Words}</bdi>");
        if (run.Style.HasFlag(RunStyle.Bold))
            words = Html.Of($"<strong>{words}</strong>");
        if (run.Style.HasFlag(RunStyle.Italic))
            words = Html.Of($"<em>{words}</em>");
        if (run.Style.HasFlag(RunStyle.Struck))
            words = Html.Of($"<del>{words}</del>");
        return IsWebAddress(run.Url) ? Link(run.Url, words) : words;
    }

    private static Html Link(string url, Html words) =>
        Html.Of(
            $"""<a href="{url}" target="_blank" rel="noopener noreferrer">{words}<span class="vh"> (opens in a new tab)</span></a>"""
        );

    private static Html Quote(CardBlock.Quote quote) =>
        Html.Of(
            $"""
            <figure class="quote"><blockquote dir="auto">{quote.Words}</blockquote>{(
                quote.By is { } by
                    ? Html.Of($"<figcaption><bdi>{by}</bdi></figcaption>")
                    : Html.None
            )}</figure>
            """
        );

    private static Html Picture(CardBlock.Picture picture) =>
        Html.Of(
            $"""<img src="{LocalChatPaths.Medium(picture.MediaKey)}" alt="{picture.AltText}" loading="lazy"{Size(picture.Width, picture.Height)}>"""
        );

    public static Html Size(int width, int height) =>
        width > 0 && height > 0 ? Html.Of($" width=\"{width}\" height=\"{height}\"") : Html.None;

    private static Html Field(CardInput input, string id) =>
        input switch
        {
            CardInput.Line line => Line(line, id),
            CardInput.Carried carried => Html.Of(
                $"""<input type="hidden" name="{PressedForm.Value}{carried.Id}" value="{carried.Value}">"""
            ),
            CardInput.Choice { Several: true } choice => Boxes(choice, id),
            CardInput.Choice choice when choice.Options.Count <= FewOptions => Radios(choice, id),
            CardInput.Choice choice => Select(choice, id),
            CardInput.Toggle toggle => Html.Of(
                $"""
                <div class="field"><label class="option"><input type="hidden" name="{PressedForm.Toggle}{toggle.Id}" value="false"><input type="checkbox" name="{PressedForm.Toggle}{toggle.Id}" value="true"{Html.If(
                    toggle.Value,
                    " checked"
                )}><span dir="auto">{toggle.Label}</span></label></div>
                """
            ),
            _ => throw new UnreachableBlock(input),
        };

    private static Html Line(CardInput.Line line, string id)
    {
        var required = Html.If(line.Required, " required");
        var limit =
            line.MaxLength > 0 ? line.MaxLength
            : line.Multiline ? LongestText
            : LongestLine;
        var placeholder = line.Placeholder is { } hint
            ? Html.Of($" placeholder=\"{hint}\"")
            : Html.None;
        // A text area swallows the first line break of its content: one of ours goes in front.
        var control = line.Multiline
            ? Html.Of(
                $"""<textarea id="{id}" name="{PressedForm.Value}{line.Id}" rows="4" maxlength="{limit}" dir="auto" aria-describedby="{id}-count"{placeholder}{required}>{"\n"}{line.Value}</textarea>"""
            )
            : Html.Of(
                $"""<input id="{id}" name="{PressedForm.Value}{line.Id}" value="{line.Value}" maxlength="{limit}" dir="auto" autocomplete="off"{placeholder}{required}>"""
            );
        var counter = line.Multiline
            ? Html.Of(
                $"""<p class="count" id="{id}-count"><span data-count="{id}">{line.Value?.Length ?? 0}</span>{(line.MaxLength is > 0 and <= MostCountedDown ? Html.Of($" of {line.MaxLength}") : Html.None)} characters</p>"""
            )
            : Html.None;
        return Html.Of(
            $"""<div class="field"><label for="{id}"><bdi>{line.Label}</bdi>{Needed(line)}</label>{control}{counter}</div>"""
        );
    }

    private static Html Boxes(CardInput.Choice choice, string id)
    {
        var chosen = (choice.Value ?? "").Split(',');
        return Group(
            choice,
            Html.Of(
                $"""<input type="hidden" name="{PressedForm.Several}{choice.Id}" value="">{choice.Options.Select((o, index) => Html.Of($"<label class=\"option\"><input type=\"checkbox\" name=\"{PressedForm.Several}{choice.Id}\" value=\"{o.Value}\"{Html.If(chosen.Contains(o.Value), " checked")}><span dir=\"auto\">{o.Label}</span></label>"))}"""
            )
        );
    }

    private static Html Radios(CardInput.Choice choice, string id) =>
        Group(
            choice,
            Html.All(
                choice.Options.Select(o =>
                    Html.Of(
                        $"""<label class="option"><input type="radio" name="{PressedForm.Value}{choice.Id}" value="{o.Value}"{Html.If(o.Value == choice.Value, " checked")}{Html.If(choice.Required, " required")}><span dir="auto">{o.Label}</span></label>"""
                    )
                )
            )
        );

    private static Html Group(CardInput.Choice choice, Html options) =>
        Html.Of(
            $"""<fieldset class="field"><legend><bdi>{choice.Label}</bdi>{Needed(choice)}</legend><div class="options">{options}</div></fieldset>"""
        );

    private static Html Select(CardInput.Choice choice, string id) =>
        Html.Of(
            $"""<div class="field"><label for="{id}"><bdi>{choice.Label}</bdi>{Needed(choice)}</label><select id="{id}" name="{PressedForm.Value}{choice.Id}"{Html.If(choice.Required, " required")}>{Html.If(choice.Value is null, "<option value=\"\">Choose…</option>")}{choice.Options.Select(o => Html.Of($"<option value=\"{o.Value}\"{Html.If(o.Value == choice.Value, " selected")}>{o.Label}</option>"))}</select></div>"""
        );

    private static Html Needed(CardInput input) =>
        Html.If(input.Required, " <span class=\"needed\">needed</span>");

    private static Html Buttons(IReadOnlyList<CardButton> buttons) =>
        buttons.Count == 0
            ? Html.None
            : Html.Of(
                $"""<div class="buttons" role="group" aria-label="What you can do">{buttons.Select(Button)}</div>"""
            );

    /// <summary>Only the primary button asks for what is needed: "Cancel" must work on an empty form.</summary>
    private static Html Button(CardButton button) =>
        button switch
        {
            { Command: { } command } => Html.Of(
                $"""<button type="submit" name="command" value="{command}" class="{StyleClass(button.Style)}"{Html.If(button.Style != ButtonStyle.Primary, " formnovalidate")}><bdi>{button.Label}</bdi></button>"""
            ),
            { Url: var url } when IsWebAddress(url) => Html.Of(
                $"""<a class="button" href="{url}" target="_blank" rel="noopener noreferrer"><bdi>{button.Label}</bdi>{Icons.Away}<span class="vh"> (opens in a new tab)</span></a>"""
            ),
            _ => Html.Of($"<span class=\"button off\"><bdi>{button.Label}</bdi></span>"),
        };

    /// <summary>
    /// Enter in a line presses a form's first button, whichever that is. The first one is therefore the primary again, out of
    /// sight, or one that does nothing.
    /// </summary>
    private static Html EnterKey(Card card) =>
        card.Buttons.FirstOrDefault(b => b is { Style: ButtonStyle.Primary, Command: not null })
            is { } primary
            ? Html.Of(
                $"""<button type="submit" name="command" value="{primary.Command}" hidden></button>"""
            )
            : Html.Constant("""<button type="submit" disabled hidden></button>""");

    private static bool IsWebAddress([NotNullWhen(true)] string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    private static string ToneClass(Tone tone) =>
        tone switch
        {
            Tone.Good => "good",
            Tone.Warning => "warning",
            Tone.Bad => "bad",
            _ => "neutral",
        };

    private static string ToneWord(Tone tone) =>
        tone switch
        {
            Tone.Good => "OK",
            Tone.Warning => "Warning",
            Tone.Bad => "Problem",
            _ => "Note",
        };

    private static string StyleClass(ButtonStyle style) =>
        style switch
        {
            ButtonStyle.Primary => "primary",
            ButtonStyle.Danger => "danger",
            _ => "normal",
        };

    private sealed class UnreachableBlock(object block)
        : InvalidOperationException($"{block.GetType().Name} has no HTML.");
}
