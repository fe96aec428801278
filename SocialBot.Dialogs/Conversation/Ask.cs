using SocialBot.Core.Cards;
using SocialBot.Core.Chat;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Conversation;

/// <summary>What is asked of a verb: by whom, where, about what, and with which values.</summary>
public sealed record Ask(Asker By, Verb Verb)
{
    /// <summary>Number of the post or case; null where the verb is about nothing in particular.</summary>
    public long? Subject { get; init; }

    /// <summary>The version on the pressed card; null for anything typed, which means the present content.</summary>
    public int? ShownVersion { get; init; }

    /// <summary>One of several, as the button named it: a copy's id.</summary>
    public string? Part { get; init; }

    /// <summary>The verb's fields as far as they are known.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Said with the first question: why something that was said does not count.</summary>
    public string? Why { get; init; }

    /// <summary>A button, not words.</summary>
    public bool Pressed { get; init; }

    public Member Member => By.Member;
    public Words Words => By.Words;

    /// <summary>The subject's number; only for verbs that declare a subject.</summary>
    public long Id =>
        Subject ?? throw new InvalidOperationException($"{Verb.Name} has no subject.");

    public long? PartId =>
        long.TryParse(
            Part,
            System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : null;

    /// <summary>The value, trimmed; null when missing or blank.</summary>
    public string? this[string field] =>
        Values.TryGetValue(field, out var value) && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : null;

    /// <summary>What earlier answers to this field said, when they were not enough.</summary>
    public string? Kept(string field) => this[KeptKey(field)];

    internal static string KeptKey(string field) => field + ".kept";

    /// <summary>A button for the same subject and version.</summary>
    public CardCommand Command(string verb, int version) => new(verb, Subject ?? 0, version);
}

/// <summary>Who asks and where, as far as every verb needs it.</summary>
/// <param name="Room">The room it was asked in; null in a personal chat or an unbound channel.</param>
public sealed record Asker(
    Workspace Workspace,
    Member Member,
    Room? Room,
    ChatTurn Turn,
    Words Words,
    DateTimeOffset Now
)
{
    public TimeZoneInfo Zone => Workspace.Zone;

    /// <summary>Speaks the member's language where they alone are answered, the room's elsewhere.</summary>
    public static Asker Of(Speaker.Known known, ChatTurn turn, DateTimeOffset now)
    {
        var (workspace, member, room) = (known.Workspace, known.Member, known.Room);
        var language =
            turn.In.Personal || turn.AnswersInline
                ? member.Language ?? workspace.Language
                : room?.Language ?? workspace.Language;
        var own =
            member.TimeZone is { } zone
            && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
                ? found
                : null;
        return new Asker(
            workspace,
            member,
            room,
            turn,
            new Words(language, workspace.Zone, own),
            now
        );
    }
}
