using System.Text.Json;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Cards;
using TextRun = SocialBot.Connectors.Chat.Teams.Wire.TextRun;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>
/// Draws a <see cref="Card"/> as an Adaptive Card 1.5, valid against the published schema.
/// Everything is shown verbatim: no text of a card can format, mention, link or break it.
/// </summary>
internal static class AdaptiveCards
{
    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    /// <summary>
    /// In UTF-16 units, as Teams counts a message: about 100 KB are refused, 80 KB are safe
    /// (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages).
    /// </summary>
    public const int MessageLimit = 80 * 1024 / 2;

    /// <summary>Teams shows six buttons in a row and drops the rest.</summary>
    private const int ButtonsInARow = 6;

    /// <summary>For more people than this no client refreshes by itself; the others have a button.</summary>
    public const int MostViewers = 60;

    /// <param name="limit">In UTF-16 units; a card that would be longer is cut, with a note that says so.</param>
    /// <param name="hasForm">Which commands open a form in a dialog; none where null.</param>
    public static AdaptiveCard Render(
        Card card,
        IPictureLinks pictures,
        Func<string, bool>? hasForm = null,
        int limit = MessageLimit - 2048
    ) => Fit(card, limit, (shown, cut) => Draw(shown, pictures, hasForm, cut));

    /// <summary>
    /// The form as it stands in a dialog, whose title bar has its title. Dialogs know Action.Submit only.
    /// </summary>
    /// <param name="form">Names this rendering: see <see cref="PressData.Form"/>.</param>
    public static AdaptiveCard RenderDialog(Card card, IPictureLinks pictures, string form) =>
        Fit(
            card,
            MessageLimit - 2048,
            (shown, cut) =>
                new AdaptiveCard
                {
                    Lang = shown.Language,
                    Body = Body(shown, pictures, cut),
                    Actions =
                    [
                        .. shown
                            .Buttons.Where(b => b.Command is not null)
                            .Take(ButtonsInARow)
                            .Select(b => new SubmitAction(new PressData(b.Command!) { Form = form })
                            {
                                Title = b.Label,
                                Style = Style(b.Style),
                            }),
                    ],
                }
        );

    private static AdaptiveCard Fit(Card card, int limit, Func<Card, bool, AdaptiveCard> draw)
    {
        var drawn = draw(card, false);
        return Length(drawn) <= limit
            ? drawn
            : CutCard
                .Versions(card)
                .Select(shorter => draw(shorter, true))
                .First(shorter => Length(shorter) <= limit);
    }

    public static int Length(AdaptiveCard card) =>
        JsonSerializer.Serialize(card, TeamsJson.Wire.AdaptiveCard).Length;

    private static AdaptiveCard Draw(
        Card card,
        IPictureLinks pictures,
        Func<string, bool>? hasForm,
        bool cut
    )
    {
        List<CardElement> body = [Header(card), .. Body(card, pictures, cut)];
        CardAction[] buttons =
        [
            .. card.Buttons.Select(b => Button(b, card, hasForm)).OfType<CardAction>(),
            .. InADialog(card, hasForm),
        ];
        if (buttons.Length > ButtonsInARow)
            body.AddRange(buttons.Chunk(ButtonsInARow).Select(row => new ActionSet(row)));
        return new AdaptiveCard
        {
            Lang = card.Language,
            FallbackText = Verbatim.Label(card.Summary ?? card.Title),
            Refresh = Refresh(card),
            Body = body,
            Actions = buttons.Length is > 0 and <= ButtonsInARow ? buttons : null,
        };
    }

    private static List<CardElement> Body(Card card, IPictureLinks pictures, bool cut)
    {
        List<CardElement> body = [];
        var divide = false;
        foreach (var block in card.Body)
        {
            if (block is CardBlock.Divider)
            {
                divide = true;
                continue;
            }
            var drawn = Block(block, card, pictures).ToArray();
            if (divide && drawn.Length > 0)
                drawn[0] = drawn[0] with { Separator = true };
            divide = false;
            body.AddRange(drawn);
        }
        if (cut)
            body.Add(Box("warning", [new TextRun($"✂ {TeamsWords.Say(card.Language, "cut")}")]));
        return body;
    }

    private static CardRefresh? Refresh(Card card)
    {
        string[] viewers =
        [
            .. card
                .Viewers.Select(v => v.UserId)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Take(MostViewers),
        ];
        return card.View is { } view && viewers.Length > 0
            ? new CardRefresh(new ExecuteAction(view, new PressData(view)), viewers)
            : null;
    }

    private static Container Header(Card card)
    {
        List<CardElement> items = [Title(card.Title, "medium")];
        if (card.Workspace is { Length: > 0 } workspace)
            items.Add(
                new RichTextBlock([
                    .. Verbatim.Runs(
                        workspace,
                        new TextRun("") { Size = "small", IsSubtle = true }
                    ),
                ])
                {
                    Spacing = "none",
                }
            );
        var style = Style(card.Tone);
        return new Container(items) { Style = style, Bleed = style is null ? null : true };
    }

    /// <summary>A heading for screen readers wherever its words survive Markdown; otherwise it only looks like one.</summary>
    private static CardElement Title(string words, string size) =>
        Verbatim.MeansItself(words)
            ? new TextBlock(words)
            {
                Style = "heading",
                Size = size,
                Weight = "bolder",
            }
            : new RichTextBlock([
                .. Verbatim.Runs(words, new TextRun("") { Size = size, Weight = "bolder" }),
            ]);

    private static IEnumerable<CardElement> Block(
        CardBlock block,
        Card card,
        IPictureLinks pictures
    ) =>
        block switch
        {
            CardBlock.Text text => Paragraph(text),
            CardBlock.Heading heading => [Title(heading.Words, "default")],
            CardBlock.Quote quote => [Quotation(quote)],
            CardBlock.Facts facts => FactRows(facts),
            CardBlock.Picture picture => [Picture(picture, pictures)],
            CardBlock.Finding finding => [Finding(finding)],
            CardBlock.Field field => [Field(field.Input, card)],
            CardBlock.Divider => [],
            _ => throw new ArgumentOutOfRangeException(nameof(block), block, message: null),
        };

    /// <summary>One block per line of the paragraph, each with the runs that stand in it.</summary>
    private static List<RichTextBlock> Paragraph(CardBlock.Text text)
    {
        List<TextRun> line = [];
        List<RichTextBlock> lines = [];
        foreach (var run in text.Runs)
        {
            var parts = run.Words.ReplaceLineEndings("\n").Split('\n');
            for (var i = 0; i < parts.Length; i++)
            {
                if (i > 0)
                    EndLine();
                line.AddRange(Verbatim.Runs(parts[i], Look(run, text.Subtle)));
            }
        }
        if (line.Count > 0)
            EndLine();
        return lines;

        void EndLine()
        {
            lines.Add(
                new RichTextBlock(line.Count > 0 ? [.. line] : [new TextRun("\u00a0")])
                {
                    Spacing = lines.Count == 0 ? null : "none",
                }
            );
            line.Clear();
        }
    }

    private static TextRun Look(Core.Cards.TextRun run, bool subtle) =>
        new("")
        {
            Weight = run.Style.HasFlag(RunStyle.Bold) ? "bolder" : null,
            Strikethrough = run.Style.HasFlag(RunStyle.Struck) ? true : null,
            Italic = run.Style.HasFlag(RunStyle.Italic) ? true : null,
            IsSubtle = subtle ? true : null,
            SelectAction = WebAddress(run.Url) is { } url ? new OpenUrlAction(url) : null,
        };

    private static Container Quotation(CardBlock.Quote quote)
    {
        List<CardElement> items = [];
        if (quote.By is { Length: > 0 } by)
            items.AddRange(
                Verbatim.Lines(by, new TextRun("") { Weight = "bolder", Size = "small" })
            );
        items.AddRange(Verbatim.Lines(quote.Words, new TextRun("")));
        return new Container(items) { Style = "emphasis" };
    }

    /// <summary>A table where no value could act as markup; rows of plain text otherwise.</summary>
    private static IEnumerable<CardElement> FactRows(CardBlock.Facts facts)
    {
        if (facts.Rows.Count == 0)
            return [];
        if (
            facts.Rows.All(row =>
                Verbatim.MeansItself(row.Label) && Verbatim.MeansItself(row.Value)
            )
        )
            return [new FactSet([.. facts.Rows.Select(row => new FactRow(row.Label, row.Value))])];
        return facts.Rows.SelectMany(
            (row, i) =>
                Verbatim
                    .Lines(row.Value, new TextRun(""))
                    .Select(
                        (line, n) =>
                            n == 0
                                ? line with
                                {
                                    Inlines =
                                    [
                                        .. Verbatim.Runs(
                                            $"{row.Label}: ",
                                            new TextRun("") { Weight = "bolder" }
                                        ),
                                        .. line.Inlines,
                                    ],
                                    Spacing = i == 0 ? null : "small",
                                }
                                : line
                    )
        );
    }

    private static Image Picture(CardBlock.Picture picture, IPictureLinks pictures) =>
        new(pictures.For(picture.MediaKey), picture.AltText is { Length: > 0 } alt ? alt : null)
        {
            // A chart takes the card's width; a small picture is not blown up.
            Size = picture.Width is > 0 and < 400 ? "auto" : "stretch",
        };

    /// <summary>The sign says what the colour says, for whoever does not see colours.</summary>
    private static Container Finding(CardBlock.Finding finding) =>
        Box(
            Style(finding.Tone) ?? "accent",
            [
                new TextRun(
                    finding.Tone switch
                    {
                        Tone.Good => "✓ ",
                        Tone.Warning => "⚠ ",
                        Tone.Bad => "✗ ",
                        _ => "ℹ ",
                    }
                ),
                .. Verbatim.Runs(finding.Words.ReplaceLineEndings(" "), new TextRun("")),
            ]
        );

    private static Container Box(string style, IReadOnlyList<TextRun> runs) =>
        new([new RichTextBlock(runs)]) { Style = style, Spacing = "small" };

    private static CardElement Field(CardInput input, Card card)
    {
        // A field that must be filled in blocks every button of the card, "Back" too. So the client asks only where one
        // button is all there is; otherwise whoever takes the press asks.
        bool? required =
            input.Required && card.Buttons.Count(b => b.Command is not null) == 1 ? true : null;
        var missing = required is true
            ? TeamsWords.Say(card.Language, "required", input.Label)
            : null;
        return input switch
        {
            CardInput.Line line => new TextInput(line.Id, line.Label)
            {
                Value = line.Value,
                Placeholder = line.Placeholder,
                IsMultiline = line.Multiline ? true : null,
                MaxLength = line.MaxLength > 0 ? line.MaxLength : null,
                IsRequired = required,
                ErrorMessage = missing,
            },
            CardInput.Choice choice => new ChoiceInput(
                choice.Id,
                choice.Label,
                [.. choice.Options.Select(o => new Choice(Verbatim.Label(o.Label), o.Value))]
            )
            {
                Value = choice.Value,
                Style = choice.Several ? "expanded" : "compact",
                IsMultiSelect = choice.Several ? true : null,
                IsRequired = required,
                ErrorMessage = missing,
            },
            // What cannot be seen is submitted all the same.
            CardInput.Carried carried => new TextInput(carried.Id, carried.Id)
            {
                Value = carried.Value,
                IsVisible = false,
            },
            CardInput.Toggle toggle => new ToggleInput(
                toggle.Id,
                Verbatim.Label(toggle.Label),
                toggle.Value ? "true" : "false"
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input, message: null),
        };
    }

    /// <summary>
    /// What asks for something first opens its dialog. Clients that do not know Action.Execute submit the same command as a message.
    /// </summary>
    private static CardAction? Button(CardButton button, Card card, Func<string, bool>? hasForm)
    {
        var style = Style(button.Style);
        if (button.Command is { } command)
        {
            if (!IsForm(card) && hasForm?.Invoke(command) == true)
                return new SubmitAction(new PressData(command) { Msteams = OpensADialog })
                {
                    Title = button.Label,
                    Style = style,
                };
            var data = new PressData(command);
            return new ExecuteAction(
                command,
                data,
                new SubmitAction(data) { Title = button.Label, Style = style }
            )
            {
                Title = button.Label,
                Style = style,
            };
        }
        return WebAddress(button.Url) is { } url
            ? new OpenUrlAction(url) { Title = button.Label, Style = style }
            : null;
    }

    private static readonly TeamsData OpensADialog = new("task/fetch");

    /// <summary>A form in chat can be filled in in a dialog instead, with what stands in it already.</summary>
    private static IEnumerable<CardAction> InADialog(Card card, Func<string, bool>? hasForm) =>
        IsForm(card)
        && card.Buttons.FirstOrDefault(b => b.Command is not null)?.Command is { } command
        && hasForm?.Invoke(command) == true
            ?
            [
                new SubmitAction(new PressData(command) { Msteams = OpensADialog })
                {
                    Title = TeamsWords.Say(card.Language, "as-dialog"),
                },
            ]
            : [];

    private static bool IsForm(Card card) => card.Body.Any(block => block is CardBlock.Field);

    private static string? Style(ButtonStyle style) =>
        style switch
        {
            ButtonStyle.Primary => "positive",
            ButtonStyle.Danger => "destructive",
            _ => null,
        };

    /// <summary>Properly escaped; null for anything that is not http or https.</summary>
    private static string? WebAddress(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? uri.AbsoluteUri
            : null;

    private static string? Style(Tone tone) =>
        tone switch
        {
            Tone.Good => "good",
            Tone.Warning => "warning",
            Tone.Bad => "attention",
            _ => null,
        };
}
