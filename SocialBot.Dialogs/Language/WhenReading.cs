using SocialBot.Core.Posts;

namespace SocialBot.Dialogs.Language;

/// <summary>What a phrase says about a date and time. Nothing is guessed: what can be read in two ways is <see cref="Several"/>.</summary>
public abstract record WhenReading
{
    private WhenReading() { }

    /// <summary>One instant, ahead of now.</summary>
    /// <param name="Notes">What must be said along with it.</param>
    public sealed record One(PlannedTime Time, IReadOnlyList<WhenNote> Notes) : WhenReading;

    /// <summary>Two or more instants, all ahead, earliest first: the person picks.</summary>
    public sealed record Several(IReadOnlyList<One> Candidates) : WhenReading;

    /// <summary>The day is known, the time of day is not: ask for it, then read the answer with <c>on</c> set to the day.</summary>
    /// <param name="Dates">More than one when the day itself can be read in two ways.</param>
    /// <param name="Zone">IANA id in which the time will count.</param>
    /// <param name="Part">"in the evening", when it was said.</param>
    public sealed record NeedsTime(IReadOnlyList<DateOnly> Dates, string Zone, DayPart? Part)
        : WhenReading;

    /// <summary>It was understood and has passed; never moved to another day by us.</summary>
    public sealed record Past(PlannedTime Time) : WhenReading;

    /// <summary>The phrase names a date and a weekday that do not belong together.</summary>
    public sealed record Contradicts(DateOnly Date, DayOfWeek Said) : WhenReading;

    /// <summary>No time is planned: it goes out once it is approved ("as soon as possible").</summary>
    public sealed record AsSoonAsApproved : WhenReading;

    /// <param name="Rest">The part that made no sense, as written; the whole phrase where none of it did.</param>
    public sealed record NotUnderstood(string Rest) : WhenReading;
}

/// <summary>What happened on the way from the words to the instant.</summary>
public enum WhenNote
{
    /// <summary>The clocks skip the time that was said; it moved forward by the skipped span.</summary>
    MovedOutOfGap,

    /// <summary>The clocks show the time that was said twice; the first is meant.</summary>
    FirstOfTwo,

    /// <summary>The date was said without a year and has passed in this one.</summary>
    NextYear,
}

public enum DayPart
{
    Morning,
    Afternoon,
    Evening,
    Night,
}
