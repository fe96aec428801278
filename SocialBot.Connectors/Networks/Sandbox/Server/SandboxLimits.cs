namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>What the server takes and gives at most, beside the network's rules (<see cref="SandboxRules"/>).</summary>
internal static class SandboxLimits
{
    /// <summary>UTF-16 units of a brand's text: 500 characters as a reader sees them may hide many more.</summary>
    public const int TextUnits = 20_000;
    public const int Key = 100;

    /// <summary>Four pictures in base 64 and the texts.</summary>
    public const int PostBytes = 32 * 1024 * 1024;
    public const int CallBytes = 64 * 1024;

    public const int VisitorText = 2_000;
    public const int VisitorName = 40;
    public const int Handle = 40;

    /// <summary>Of all visitors of one profile, in any minute: a page open to the world must not fill the disk.</summary>
    public const int VisitorItemsPerMinute = 600;

    public const int MetricsIds = 500;
    public const int ListPage = 200;
    public const int InboxPage = 100;
    public const int FeedPage = 20;
    public const int LedgerPage = 1_000;

    /// <summary>Answers shown under one post of the feed; the post's own page shows ten times as many.</summary>
    public const int FeedAnswers = 50;
}
