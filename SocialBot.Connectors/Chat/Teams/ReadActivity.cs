using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SocialBot.Connectors.Chat.Teams.Wire;
using SocialBot.Core.Chat;

namespace SocialBot.Connectors.Chat.Teams;

/// <summary>What an activity asks of us.</summary>
internal abstract record Incoming
{
    private Incoming() { }

    internal sealed record Turn(ChatTurn Taken) : Incoming;

    /// <summary>A client shows a card to somebody and asks what it looks like for them; nobody pressed anything.</summary>
    internal sealed record Look(ChatTurn Taken) : Incoming;

    /// <summary>A dialog opens and asks for its form; nothing is filled in yet.</summary>
    internal sealed record Open(ChatTurn Taken) : Incoming;

    /// <summary>The person wants the file that was offered.</summary>
    internal sealed record Take(ChatTurn By, FileUpload Upload) : Incoming;

    internal sealed record Search(ChatTurn By, ChatSearch For) : Incoming;

    internal sealed record Unfurl(ChatTurn By, string Address) : Incoming;

    /// <summary>An invoke that is no turn of ours: answered politely by its name.</summary>
    internal sealed record OtherInvoke(string Name) : Incoming;

    /// <summary>Nothing to do: reactions, edits, typing, people coming and going, whatever Teams invents next.</summary>
    internal sealed record Nothing : Incoming;

    /// <param name="Why">For whoever wrote the caller, never for a person in chat.</param>
    internal sealed record Unreadable(string Why) : Incoming;
}

/// <summary>Turns an activity, already proved to come from Teams, into a turn.</summary>
internal static class ReadActivity
{
    private const string ThreadMark = ";messageid=";

    /// <summary>Clocks differ by seconds; an activity from another day tells of a replay or of a test, not of the time.</summary>
    private static readonly TimeSpan TrustedDrift = TimeSpan.FromMinutes(10);

    public static Incoming Read(Activity activity, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (activity.Type is not { Length: > 0 } type)
            return new Incoming.Unreadable("The activity has no type.");
        if (InputOf(activity, type) is not { } input)
            return type == "invoke"
                ? new Incoming.OtherInvoke(activity.Name ?? "")
                : new Incoming.Nothing();
        // The search box at the top of the window belongs to no conversation.
        if (IsElsewhere(activity) && activity.Conversation?.Id is not { Length: > 0 })
            activity = activity with { Conversation = new ConversationAccount(activity.From?.Id) };
        if (activity.Conversation?.Id is not { Length: > 0 })
            return new Incoming.Unreadable("The activity has no conversation.id.");
        if (activity.From?.Id is not { Length: > 0 } from)
            return new Incoming.Unreadable("The activity has no from.id.");
        if (activity.Recipient?.Id is not { Length: > 0 } bot)
            return new Incoming.Unreadable("The activity has no recipient.id.");

        var place = PlaceOf(activity, bot);
        if (IsElsewhere(activity))
            // Two people's own chat is called personal too; it is not theirs with the bot.
            place = place with
            {
                Personal = false,
            };
        var said = input as ChatInput.Said;
        var text = said is null ? null : MentionedText.Read(activity, place.Tenant);
        var turn = new ChatTurn(
            EventId(activity, body),
            new ChatUser(
                "teams",
                place.Tenant,
                activity.From.AadObjectId is { Length: > 0 } entra ? entra : from
            ),
            MentionedText.Clean(activity.From.Name ?? ""),
            from,
            place,
            text is null ? input : said! with { Text = text.Text },
            TimeOf(activity, now),
            AnswersInline: type == "invoke",
            LocaleOf(activity),
            ZoneOf(activity)
        )
        {
            OwnView = type == "invoke" && !IsDialog(activity.Name),
            InWindow = type == "invoke" && IsDialog(activity.Name),
            Elsewhere = IsElsewhere(activity),
            NoFilesHere = !place.Personal,
            Mentions = text?.Mentions ?? [],
        };
        if (type != "invoke")
            return new Incoming.Turn(turn);
        return activity.Name switch
        {
            "composeExtension/query" => new Incoming.Search(turn, SearchOf(activity.Value)),
            "composeExtension/queryLink" => new Incoming.Unfurl(
                turn,
                activity.Value.Get("url").Text() ?? ""
            ),
            "fileConsent/invoke" => new Incoming.Take(turn, UploadOf(activity.Value)),
            "task/fetch" or "composeExtension/fetchTask" => new Incoming.Open(turn),
            _ when IsAutomatic(activity) => new Incoming.Look(turn),
            _ => new Incoming.Turn(turn),
        };
    }

    /// <summary>Whatever it names, an action that nobody pressed does nothing.</summary>
    private static bool IsAutomatic(Activity activity) =>
        activity.Value.Get("trigger").Text() == "automatic";

    /// <summary>Null when it was declined, or is none of ours.</summary>
    private static ChatInput.Pressed? ConsentOf(JsonElement value) =>
        value.Get("action").Text() == "accept" && CommandOf(value.Get("context")) is { } command
            ? new ChatInput.Pressed(command, new Dictionary<string, string>(), MessageId: null)
            : null;

    private static FileUpload UploadOf(JsonElement value)
    {
        var info = value.Get("uploadInfo");
        return new FileUpload(
            info.Get("uploadUrl").Text() ?? "",
            info.Get("contentUrl").Text() ?? "",
            info.Get("uniqueId").Text() ?? "",
            info.Get("fileType").Text() ?? ""
        );
    }

    private static ChatSearch SearchOf(JsonElement value)
    {
        var shelf = value.Get("commandId").Text() is { Length: > 0 } id
            ? MessageExtension.Searches.GetValueOrDefault(id, "")
            : MessageExtension.Searches.Values.First();
        var parameter = value.Get("parameters").Items().FirstOrDefault();
        // What is shown before anything is typed; its value is the word "true".
        var isFirst = parameter.Get("name").Text() == "initialRun";
        var words = isFirst ? "" : parameter.Get("value").Text() ?? "";
        var options = value.Get("queryOptions");
        return new ChatSearch(
            shelf,
            Verbatim.Cut(MentionedText.Clean(words).Trim(), 200),
            Math.Clamp(Number(options.Get("skip")) ?? 0, 0, 10_000),
            Math.Clamp(
                Number(options.Get("count")) ?? MessageExtension.MostFinds,
                1,
                MessageExtension.MostFinds
            )
        );
    }

    private static int? Number(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number)
            ? number
            : null;

    private static bool IsElsewhere(Activity activity) =>
        activity.Type == "invoke"
        && activity.Name?.StartsWith("composeExtension/", StringComparison.Ordinal) == true;

    /// <summary>An action on a message: its form opens with what the message says.</summary>
    private static ChatInput.Pressed? ActionOf(JsonElement value) =>
        MessageExtension.Actions.TryGetValue(value.Get("commandId").Text() ?? "", out var command)
            ? new ChatInput.Pressed(command, MessagePayload.Read(value.Get("messagePayload")), null)
            : null;

    private static bool IsDialog(string? name) =>
        name
            is "task/fetch"
                or "task/submit"
                or "composeExtension/fetchTask"
                or "composeExtension/submitAction";

    private static ChatInput? InputOf(Activity activity, string type) =>
        type switch
        {
            "message" => MessageOf(activity),
            "invoke" when activity.Name == "adaptiveCard/action" => ExecuteOf(activity),
            "invoke" when activity.Name == "fileConsent/invoke" => ConsentOf(activity.Value),
            "invoke" when activity.Name == "composeExtension/fetchTask" => ActionOf(activity.Value),
            "invoke"
                when activity.Name is "composeExtension/query" or "composeExtension/queryLink" =>
                new ChatInput.Said(""),
            "invoke" when IsDialog(activity.Name) => DialogOf(activity),
            "installationUpdate" => activity.Action switch
            {
                // "-upgrade" is sent when an admin rolls out a new version of the app.
                "add" or "add-upgrade" => new ChatInput.Met(),
                "remove" or "remove-upgrade" => new ChatInput.Parted(),
                _ => null,
            },
            "conversationUpdate" => ChangeOf(activity),
            _ => null,
        };

    /// <summary>An Action.Submit arrives as a message without text, with the card's data as its value.</summary>
    private static ChatInput MessageOf(Activity activity)
    {
        var value = activity.Value;
        var isPress =
            value.ValueKind == JsonValueKind.Object
            && (string.IsNullOrEmpty(activity.Text) || CommandOf(value) is not null);
        return isPress
            ? new ChatInput.Pressed(CommandOf(value) ?? "", ValuesOf(value), MessageIdOf(activity))
            : new ChatInput.Said(activity.Text ?? "", InlineFiles.Read(activity.Attachments));
    }

    private static ChatInput.Pressed ExecuteOf(Activity activity)
    {
        var action = activity.Value.Get("action");
        var data = action.Get("data");
        return new ChatInput.Pressed(
            CommandOf(data) ?? action.Get("verb").Text() ?? "",
            ValuesOf(data),
            MessageIdOf(activity)
        );
    }

    /// <summary>Null for a dialog that is none of ours.</summary>
    private static ChatInput.Pressed? DialogOf(Activity activity)
    {
        var data = activity.Value.Get("data");
        return CommandOf(data) is { } command
            ? new ChatInput.Pressed(command, ValuesOf(data), MessageIdOf(activity))
            : null;
    }

    private static ChatInput? ChangeOf(Activity activity)
    {
        if (Has(activity.MembersAdded, activity.Recipient?.Id))
            return new ChatInput.Met();
        if (Has(activity.MembersRemoved, activity.Recipient?.Id))
            return new ChatInput.Parted();
        return activity.ChannelData.Get("eventType").Text() is "channelDeleted" or "teamDeleted"
            ? new ChatInput.Parted()
            : null;
    }

    private static bool Has(IReadOnlyList<ChannelAccount?>? members, string? id) =>
        id is not null && members?.Any(m => m?.Id == id) is true;

    private static string? CommandOf(JsonElement data) => data.Get(PressData.Key).Text();

    /// <summary>The fields of the form, as text: clients send numbers and booleans for some of them.</summary>
    private static Dictionary<string, string> ValuesOf(JsonElement data)
    {
        Dictionary<string, string> values = [];
        if (data.ValueKind != JsonValueKind.Object)
            return values;
        foreach (var field in data.EnumerateObject())
            if (
                NameOf(field) is { } name
                && name is not (PressData.Key or PressData.FormKey or "msteams")
                && ValueOf(field.Value) is { } value
            )
                values[name] = value;
        return values;
    }

    private static string? NameOf(JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a name: no field of ours.
            return null;
        }
    }

    private static string? ValueOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String when value.Text() is { } text => Field(text),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

    private static string Field(string text) => MentionedText.Clean(text);

    private static string? MessageIdOf(Activity activity) =>
        activity.ReplyToId is { Length: > 0 } id ? id : null;

    private static ChatPlace PlaceOf(Activity activity, string bot)
    {
        var conversation = activity.Conversation!;
        var id = conversation.Id!;
        // The news of a deleted channel is told in the team's General channel.
        if (
            activity.ChannelData.Get("eventType").Text() == "channelDeleted"
            && activity.ChannelData.Get("channel").Get("id").Text() is { Length: > 0 } deleted
        )
            id = deleted;
        var mark = id.IndexOf(ThreadMark, StringComparison.Ordinal);
        return new ChatPlace(
            "teams",
            activity.ChannelData.Get("tenant").Get("id").Text() is { Length: > 0 } tenant
                ? tenant
                : conversation.TenantId ?? "",
            mark < 0 ? id : id[..mark],
            mark < 0 ? null : id[(mark + ThreadMark.Length)..],
            conversation.ConversationType == "personal",
            JsonSerializer.Serialize(
                new PlaceReference(
                    activity.ServiceUrl ?? "",
                    bot,
                    activity.Recipient!.Name,
                    conversation.ConversationType
                ),
                TeamsJson.Wire.PlaceReference
            )
        );
    }

    /// <summary>
    /// The id of a message is a time, unique only in its conversation. An activity without a usable id is known by its bytes:
    /// a redelivery has the same.
    /// </summary>
    private static string EventId(Activity activity, ReadOnlySpan<byte> body) =>
        FormId(activity)
        ?? (
            activity.Id is { Length: > 0 and <= 100 } id
                ? $"{id}@{Short(Encoding.UTF8.GetBytes(activity.Conversation!.Id!))}"
                : $"bytes-{Short(body)}"
        );

    /// <summary>A client that waited too long submits the same form again, as a new activity: it is still the same answer.</summary>
    private static string? FormId(Activity activity) =>
        activity.Type == "invoke"
        && activity.Value.Get("data").Get(PressData.FormKey).Text() is { Length: FormLength } form
            ? $"form-{form}@{Short(Encoding.UTF8.GetBytes(activity.From?.Id ?? ""))}"
            : null;

    private const int FormLength = 32;

    public static string NewForm() =>
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(FormLength / 2));

    private static string Short(ReadOnlySpan<byte> bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));

    private static DateTimeOffset TimeOf(Activity activity, DateTimeOffset now) =>
        DateTimeOffset.TryParse(
            activity.Timestamp,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at
        )
        && (at - now).Duration() <= TrustedDrift
            ? at
            : now;

    private static string? LocaleOf(Activity activity) =>
        activity.Locale is { Length: >= 2 and <= 35 } locale
        && locale.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? locale
            : null;

    private static string? ZoneOf(Activity activity)
    {
        var client = activity
            .Entities.Items()
            .FirstOrDefault(e => e.Get("type").Text() == "clientInfo");
        var zone = activity.LocalTimezone ?? client.Get("timezone").Text();
        return
            zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
            ? zone
            : null;
    }
}
