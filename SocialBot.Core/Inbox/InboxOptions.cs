using System.ComponentModel.DataAnnotations;

namespace SocialBot.Core.Inbox;

/// <summary>The section <c>Inbox</c> of the settings.</summary>
public sealed class InboxOptions
{
    /// <summary>How long a claim holds without its holder doing anything.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a reply waits before it leaves, and can be undone.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan UndoFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>New cards per room and hour; what comes beyond waits behind "Next".</summary>
    [Range(1, 1000)]
    public int CardsPerHour { get; set; } = 20;

    /// <summary>How often an account is polled for what is new.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReadEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a network is searched for watched words; less often while nothing is found.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan SearchEvery { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often the texts of open cases are looked after: whether their authors deleted them.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a network is still polled and searched while its stream tells of everything.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan BackfillEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Near-duplicates fold into one case when they were written within this time of its first text.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan FoldWithin { get; set; } = TimeSpan.FromHours(24);

    /// <summary>What is older than this when an account is read for the first time is kept without a card.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan QuietAfter { get; set; } = TimeSpan.FromHours(1);
}
