using System.Text.Json.Serialization;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;

namespace SocialBot.Core.Digests;

/// <summary>Everything a digest tells, without a word of any language.</summary>
public sealed record DigestFacts
{
    /// <summary>When these were the facts.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>IANA id of the workspace's zone then.</summary>
    public required string Zone { get; init; }
    public required DigestPeriod Period { get; init; }

    /// <summary>The period is today, and today is not over.</summary>
    public bool SoFar { get; init; }
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>What was published in the period, oldest first.</summary>
    public IReadOnlyList<WentOut> Out { get; init; } = [];
    public int MoreOut { get; init; }
    public Ranking? Ranking { get; init; }
    public ResponseTimes? Responses { get; init; }
    public Waiting Waiting { get; init; } = new();

    /// <summary>What is planned for the day of telling, in its order.</summary>
    public IReadOnlyList<Plan> Today { get; init; } = [];
    public int MoreToday { get; init; }
    public Oddity? Oddity { get; init; }
    public DaySeries? Series { get; init; }

    /// <summary>Nothing happened, nothing was measured, nothing waits and nothing is planned.</summary>
    [JsonIgnore]
    public bool IsEmpty =>
        Figures.Count == 0
        && Out.Count == 0
        && Responses is null
        && Waiting.IsNothing
        && Today.Count == 0;
}

/// <summary>What one metric gained in the period.</summary>
/// <param name="Gain">Over all accounts and copies that were read.</param>
/// <param name="Previous">The same over as many days just before; null unless each of them was measured.</param>
/// <param name="Median">Of the measured days among the 28 before the period; null with fewer than <see cref="EnoughDays"/>.</param>
/// <param name="MeasuredDays">How many days <paramref name="Median"/> rests on.</param>
/// <param name="Level">For what is a level rather than a count (<see cref="Metrics.Followers"/>): where it stood last.</param>
/// <param name="Catches">Part of it was gained before the period, on days when nothing could be read.</param>
public sealed record Figure(
    string Metric,
    long Gain,
    int Days,
    long? Previous,
    double? Median,
    int MeasuredDays,
    long? Level = null,
    bool Catches = false
)
{
    /// <summary>Fewer measured days make no median to compare with.</summary>
    public const int EnoughDays = 7;

    [JsonIgnore]
    public double PerDay => (double)Gain / Days;

    /// <summary>0.38 for 38 % more than the previous days; null where there is nothing to compare with.</summary>
    [JsonIgnore]
    public double? AgainstPrevious => Change(Gain, Previous);

    [JsonIgnore]
    public double? AgainstMedian => Change(PerDay, Median);

    private static double? Change(double value, double? usual) =>
        usual is > 0 ? (value - usual) / usual : null;
}

/// <param name="Text">Its beginning, on one line.</param>
/// <param name="Numbers">As last read, by metric; what the network did not report is absent.</param>
/// <param name="AgainstMedian">Its first day against those of the account's other posts of 28 days: 0.38 for 38 % more.</param>
public sealed record WentOut(
    long PostId,
    long CopyId,
    string Account,
    string Text,
    DateTimeOffset At,
    string? Permalink,
    IReadOnlyDictionary<string, long> Numbers,
    double? AgainstMedian,
    bool TakenDown
);

/// <summary>The posts with the largest and the smallest reach.</summary>
/// <param name="Days">Among what was published in that many days up to the period's end.</param>
/// <param name="Metric">By which they are ranked: views, or reactions where no view is counted.</param>
/// <param name="Worst">Null when only one was measured.</param>
public sealed record Ranking(int Days, string Metric, int Posts, Ranked Top, Ranked? Worst)
{
    /// <summary>Likes, comments and shares together.</summary>
    public const string Reactions = "reactions";
}

/// <param name="Accounts">Where it is out.</param>
/// <param name="Value">Of the ranking's metric, over all its copies.</param>
public sealed record Ranked(
    long PostId,
    string Text,
    IReadOnlyList<string> Accounts,
    DateTimeOffset At,
    string? Permalink,
    long Value,
    IReadOnlyDictionary<string, long> Numbers
);

/// <param name="MedianMinutes">From a case's arrival to its first reply, over the first replies of the period.</param>
/// <param name="Answered">How many cases got their first reply in the period.</param>
/// <param name="Arrived">How many cases came in.</param>
public sealed record ResponseTimes(double? MedianMinutes, int Answered, int Arrived);

/// <summary>What a person has to decide or do.</summary>
public sealed record Waiting
{
    /// <summary>Posts with a copy that waits for its approvals.</summary>
    public int Approvals { get; init; }
    public int Missed { get; init; }
    public int Unconfirmed { get; init; }

    /// <summary>Accounts that must be connected again.</summary>
    public int SignIns { get; init; }

    /// <summary>Open cases by the name of their state.</summary>
    public IReadOnlyDictionary<string, int> Cases { get; init; } = new Dictionary<string, int>();

    [JsonIgnore]
    public bool IsNothing =>
        Approvals + Missed + Unconfirmed + SignIns == 0 && Cases.Values.All(n => n == 0);
}

public sealed record Plan(
    long PostId,
    string Account,
    string Text,
    DateTimeOffset At,
    [property: JsonConverter(typeof(JsonStringEnumConverter<CopyStatus>))] CopyStatus Status
);

/// <summary>The metric that strayed furthest from what it usually does: at least twice or at most half.</summary>
/// <param name="PerDay">In the period.</param>
/// <param name="Median">Of the measured days among the 28 before.</param>
public sealed record Oddity(
    string Account,
    string Metric,
    double PerDay,
    double Median,
    int MeasuredDays
)
{
    [JsonIgnore]
    public double Times => PerDay / Median;
}

/// <summary>Day by day, for the chart. A day that was not measured has no value.</summary>
public sealed record DaySeries(
    string Metric,
    DateOnly First,
    IReadOnlyList<long?> Values,
    double? Median
);
