using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Cards;

namespace SocialBot.Dialogs.Conversation;

/// <summary>
/// Does what is asked, once everything it needs is there: the right, the subject, the fields, and a yes when it was only understood
/// from a sentence. Until then it keeps the dialog and asks for the first thing missing.
/// </summary>
internal sealed class RunVerb(IServiceProvider services, DialogStore dialogs, DrawCards draw)
{
    public async Task<IReadOnlyList<Card>> RunAsync(Ask ask, bool unsure, CancellationToken ct)
    {
        var before = (await dialogs.FindAsync(ask.By, ct)).Dialog;
        var cards = await StepAsync(ask, unsure, ct);
        // A request in the middle of another: the other is still open, and says so.
        if (
            before is not null
            && !ask.By.Turn.InWindow
            && !ask.Verb.Steers
            && before.Verb != ask.Verb.Name
            && (await dialogs.FindAsync(ask.By, ct)).Dialog is { } open
            && open.Verb == before.Verb
            && cards.Count > 0
        )
            return [.. cards, draw.StillOpen(ask.By, open)];
        return cards;
    }

    private async Task<IReadOnlyList<Card>> StepAsync(Ask ask, bool unsure, CancellationToken ct)
    {
        var verb = ask.Verb;
        if (verb.Needs != default && !ask.Member.Has(verb.Needs))
            return [draw.NotAllowed(ask)];
        if (verb.Subject is not null && ask.Subject is null)
            return [await WhichAsync(ask, ct)];
        if (
            verb.Subject is not null
            && ask.ShownVersion is null
            && unsure
            && await GlanceAsync(ask, ct) is { } glance
        )
            ask = ask with { ShownVersion = glance.Version };

        var missing = verb.Missing(ask);
        if (missing is not null)
            return [await AskForAsync(ask, ask.Why, offers: null, missing, ct)];
        if (unsure && verb.Acts)
        {
            await KeepAsync(ask, confirms: true, ct);
            return [draw.Confirm(ask, (await GlanceAsync(ask, ct))?.Title)];
        }
        var reply = await verb.RunAsync(services.GetRequiredService(verb.Home), ask, ct);
        if (reply is Reply.Again again)
            return
            [
                await AskForAsync(
                    Open(ask, again),
                    again.Why,
                    again.Offers,
                    verb.Fields.First(f => f.Id == again.Field),
                    ct,
                    shown: ask
                ),
            ];
        if ((await dialogs.FindAsync(ask.By, ct)).Dialog?.Verb == verb.Name)
            await dialogs.EndAsync(ask.By, ct);
        return await draw.ReplyAsync(ask.By, reply, ct);
    }

    /// <summary>Shows the form at the first thing missing, keeping what is known.</summary>
    /// <param name="shown">What the fields show: a value that would not do is there to be mended, not to be typed again.</param>
    public async Task<Card> AskForAsync(
        Ask ask,
        string? why,
        IReadOnlyList<CardOption>? offers,
        FormField missing,
        CancellationToken ct,
        Ask? shown = null
    )
    {
        // A window tells nobody that it was closed: what is said next would be taken for its answer.
        if (!ask.By.Turn.InWindow)
            await KeepAsync(ask, confirms: false, ct);
        return await draw.FormAsync(shown ?? ask, missing, why, offers, ct);
    }

    private Task KeepAsync(Ask ask, bool confirms, CancellationToken ct) =>
        dialogs.KeepAsync(
            ask.By,
            new Dialog(
                ask.Verb.Name,
                ask.Subject,
                ask.ShownVersion,
                ask.Part,
                ask.Values,
                [.. ask.Verb.Fields.Select(f => f.Id).Where(ask.Values.ContainsKey)],
                confirms
            ),
            ct
        );

    private async Task<SubjectGlance?> GlanceAsync(Ask ask, CancellationToken ct) =>
        ask.Subject is { } id && Knows(ask) is { } kind
            ? await kind.GlanceAsync(id, ask.Words, ct)
            : null;

    private async Task<Card> WhichAsync(Ask ask, CancellationToken ct) =>
        draw.Which(ask, Knows(ask) is { } kind ? await kind.SuggestAsync(ask, ct) : []);

    private IKnowsSubjects? Knows(Ask ask) =>
        services.GetServices<IKnowsSubjects>().FirstOrDefault(s => s.Kind == ask.Verb.Subject);

    /// <summary>The field is open again; what its value did say stays beside it.</summary>
    private static Ask Open(Ask ask, Reply.Again again)
    {
        var values = ask
            .Values.Where(v => v.Key != again.Field)
            .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
        if (again.Keeps is { } kept)
            values[Ask.KeptKey(again.Field)] = kept;
        return ask with { Values = values };
    }
}

/// <summary>A slice's subjects as the conversation needs them: by name when asked before acting, and to choose from when none was named.</summary>
public interface IKnowsSubjects
{
    /// <summary>The word before the colon: <c>post</c>.</summary>
    string Kind { get; }

    /// <summary>Null when there is none of that number here.</summary>
    Task<SubjectGlance?> GlanceAsync(long id, Words words, CancellationToken ct);

    /// <summary>Those the verb could be meant for, the likeliest first; at most five.</summary>
    Task<IReadOnlyList<SubjectGlance>> SuggestAsync(Ask ask, CancellationToken ct);
}

/// <param name="Title">One line: <c>Post 214: We open our Berlin lab …</c></param>
public sealed record SubjectGlance(long Id, int Version, string Title);
