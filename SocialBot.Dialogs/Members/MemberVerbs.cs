using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core;
using SocialBot.Core.Cards;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;
using SocialBot.Dialogs.Conversation;

namespace SocialBot.Dialogs.Members;

/// <summary>How a member wants to be spoken to and told, and who acts while they are away.</summary>
public sealed partial class MemberVerbs(SetAway setAway, SetPreferences prefer, AskWhen askWhen)
    : IVerbs
{
    public static IReadOnlyList<Verb> Declared { get; } =
    [
        Verb.Of<MemberVerbs>("member.away", (v, ask, ct) => v.AwayAsync(ask, ct)) with
        {
            Acts = true,
            Fields = [new FormField("until"), new FormField("delegate") { Required = false }],
        },
        Verb.Of<MemberVerbs>("member.back", (v, ask, ct) => v.BackAsync(ask, ct)),
        Verb.Of<MemberVerbs>("language.set", (v, ask, ct) => v.LanguageAsync(ask, ct)) with
        {
            Fields = [new FormField("language", FieldKind.Choice) { Options = LanguagesAsync }],
        },
        Verb.Of<MemberVerbs>("notify.set", (v, ask, ct) => v.NotifyAsync(ask, ct)) with
        {
            Fields = [new FormField("how", FieldKind.Choice) { Options = WaysAsync }],
        },
        Verb.Of<MemberVerbs>("notify.quiet", (v, ask, ct) => v.QuietAsync(ask, ct)) with
        {
            Fields = [new FormField("hours")],
        },
    ];

    private async Task<Reply> AwayAsync(Ask ask, CancellationToken ct)
    {
        var (said, standsIn) = StandIn().Match(ask["until"]!) is { Success: true } both
            ? (both.Groups["until"].Value, both.Groups["name"].Value)
            : (ask["until"]!, null);
        standsIn ??= ask["delegate"]?.TrimStart('@');
        var delegated =
            ask.By.Turn.Mentions is [var mention, ..]
                ? await prefer.FindByIdentityAsync(mention.User, ct)
            : standsIn is not null ? await prefer.FindByNameAsync(standsIn, ct)
            : null;
        if (delegated is null && (standsIn is not null || ask.By.Turn.Mentions.Count > 0))
            return new Refusal("member.unknown");
        var until = ReadUntil(ask, said);
        if (until is not WhenAnswer.Known { Time: { } time, Notes: var notes })
            return until is WhenAnswer.Asks asks
                ? asks.Reply
                : new Reply.Again("until", ask.Words["when.needs-date"]);
        return await setAway.RunAsync(ask.Member, new Absence(time.At, delegated?.Id), ct) switch
        {
            Outcome<Member>.Refused no => no.Why,
            _ => delegated is null
                ? Reply.Say(ask.Words["away.done-alone", time], [.. notes])
                : Reply.Say(ask.Words["away.done", time, delegated.Name], [.. notes]),
        };
    }

    /// <summary>A bare day means its morning: away until Monday = back on Monday at 9.</summary>
    private WhenAnswer ReadUntil(Ask ask, string said)
    {
        var read = askWhen.Read(ask, "until", said);
        if (read is WhenAnswer.Known)
            return read;
        var morning = said + (ask.Words.Language == "de" ? " 9 Uhr" : " at 9am");
        // Asked about what was said, not about what was put behind it.
        return askWhen.Read(ask, "until", morning) is WhenAnswer.Known known ? known : read;
    }

    private async Task<Reply> BackAsync(Ask ask, CancellationToken ct) =>
        await setAway.RunAsync(ask.Member, absence: null, ct) switch
        {
            Outcome<Member>.Refused no => no.Why,
            _ => Reply.Say(ask.Words["away.back"]),
        };

    private async Task<Reply> LanguageAsync(Ask ask, CancellationToken ct)
    {
        var language = ask["language"]!.ToLowerInvariant() switch
        {
            "en" or "english" or "englisch" => "en",
            "de" or "german" or "deutsch" => "de",
            _ => null,
        };
        if (language is null)
            return new Reply.Again("language", ask.Words["language.unknown", ask["language"]]);
        await prefer.LanguageAsync(
            ask.Member,
            ask.By.Turn.In.Personal ? null : ask.By.Room,
            language,
            ct
        );
        return Reply.Say(new Words(language, ask.Words.Zone)["language.done"]);
    }

    private async Task<Reply> NotifyAsync(Ask ask, CancellationToken ct)
    {
        bool? on = ask["how"]!.ToLowerInvariant() switch
        {
            "on" or "an" or "ja" or "yes" => true,
            "off" or "aus" or "nein" or "no" => false,
            _ => null,
        };
        if (on is null)
            return new Reply.Again("how", ask.Words["notify.unknown"]);
        await prefer.NotifyAsync(ask.Member, on.Value, ct);
        return Reply.Say(ask.Words[on.Value ? "notify.on" : "notify.off"]);
    }

    private async Task<Reply> QuietAsync(Ask ask, CancellationToken ct)
    {
        if (ask["hours"] is "off" or "aus")
        {
            await prefer.QuietAsync(ask.Member, quiet: null, ct);
            return Reply.Say(ask.Words["quiet.off"]);
        }
        var parts = ask["hours"]!.Split(
            ["-", "–", " to ", " bis "],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        if (
            parts is not [var from, var to]
            || ReadClock(from) is not { } start
            || ReadClock(to) is not { } end
        )
            return new Reply.Again("hours", ask.Words["quiet.unknown"]);
        await prefer.QuietAsync(ask.Member, new QuietHours(start, end), ct);
        return Reply.Say(
            ask.Words[
                "quiet.done",
                start.ToString("HH:mm", CultureInfo.InvariantCulture),
                end.ToString("HH:mm", CultureInfo.InvariantCulture)
            ]
        );
    }

    private static TimeOnly? ReadClock(string text) =>
        TimeOnly.TryParseExact(
            text.Trim(),
            ["%H", "HH", "H:mm", "HH:mm", "H 'Uhr'", "htt", "h tt"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var time
        )
            ? time
            : null;

    private static Task<IReadOnlyList<CardOption>> LanguagesAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            new CardOption("en", "English"),
            new CardOption("de", "Deutsch"),
        ]);

    private static Task<IReadOnlyList<CardOption>> WaysAsync(
        IServiceProvider services,
        Ask ask,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<CardOption>>([
            new CardOption("on", ask.Words["notify.choice.on"]),
            new CardOption("off", ask.Words["notify.choice.off"]),
        ]);

    /// <summary>Who acts meanwhile, at the end of the time: "Monday, @Carl for me", "Montag, Carl vertritt mich".</summary>
    [GeneratedRegex(
        @"\A(?<until>.+?)[,;\s]+(?:(?:and|und)\s+)?(?:@(?<name>[^@,;]+?)(?:\s+(?:acts\s+)?for\s+me|\s+für\s+mich|\s+vertritt\s+mich)?|(?<name>[^\s@,;]+)(?:\s+(?:acts\s+)?for\s+me|\s+für\s+mich|\s+vertritt\s+mich))[.!]?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex StandIn();
}
