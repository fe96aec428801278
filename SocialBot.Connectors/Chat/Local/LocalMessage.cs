using System.Globalization;
using SocialBot.Core.Cards;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>A message as one person sees it.</summary>
internal sealed record LocalMessage
{
    public required long Id { get; init; }
    public required string Conversation { get; init; }

    /// <summary>User id of the person who wrote it; null for the bot.</summary>
    public string? Author { get; init; }
    public string? Text { get; init; }

    /// <summary>The card as the viewer sees it: their own view of it where a press gave them one.</summary>
    public Card? Card { get; init; }
    public LocalPicture? Picture { get; init; }

    /// <summary>A passing answer that only this viewer sees.</summary>
    public bool Private { get; init; }

    /// <summary>Where it stands: a passing answer right below the message that it answers, everything else by its own number.</summary>
    public required long Root { get; init; }
    public DateTimeOffset At { get; init; }
    public bool Edited { get; init; }

    /// <summary>Dismissed: to be taken off the page.</summary>
    public bool Gone { get; init; }

    /// <summary>Number of the last change that this viewer can see; it grows over the whole chat.</summary>
    public required long Change { get; init; }

    public static string IdText(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static long? ReadId(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null;
}

/// <summary>A picture that a person sent along.</summary>
internal sealed record LocalPicture(string Name, int Width, int Height);

/// <param name="Key">Unique: the same key again is the same message.</param>
internal sealed record NewMessage(string Key, string Conversation)
{
    public string? Author { get; init; }
    public string? Text { get; init; }
    public Card? Card { get; init; }
    public NewPicture? Picture { get; init; }

    /// <summary>The one person who sees it.</summary>
    public string? OnlyFor { get; init; }
}

/// <param name="ContentType">As sniffed from the bytes.</param>
internal sealed record NewPicture(
    string Name,
    string ContentType,
    int Width,
    int Height,
    byte[] Bytes
);
