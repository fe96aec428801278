using System.ComponentModel.DataAnnotations;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>Section <c>LocalChat</c>: the page for trying everything on one's own machine.</summary>
public sealed class LocalChatOptions
{
    public const string Section = "LocalChat";

    /// <summary>Null: in Development only.</summary>
    public bool? Enabled { get; set; }

    /// <summary>The SQLite file of its messages; relative to the content root.</summary>
    [Required, MinLength(1)]
    public string Database { get; set; } = "data/localchat.db";

    /// <summary>Where the page points to for seeing what was published, a path on this host; empty for nowhere.</summary>
    [RegularExpression("(/[A-Za-z0-9][A-Za-z0-9/_.-]*)?")]
    public string Feed { get; set; } = "/sandbox";
}
