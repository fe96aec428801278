using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>What a network said of an account or a copy at a time. A metric it did not report has no row: missing is missing, never 0.</summary>
public sealed class Snapshot : InWorkspace
{
    public long Id { get; private set; }
    public long AccountId { get; init; }

    /// <summary><see cref="OfAccount"/> for the account's own figures: a NULL would make no two rows equal in a unique index.</summary>
    public long CopyId { get; init; }
    public required string Metric { get; init; }
    public long Value { get; init; }
    public DateTimeOffset At { get; init; }

    public const long OfAccount = 0;
}

/// <summary>
/// What the snapshots of one day come to, kept as they arrive (<see cref="DailyRollup"/>) so that a digest reads a few hundred rows
/// instead of all. The day is the workspace's.
/// </summary>
public sealed class DailyMetric : InWorkspace
{
    public long AccountId { get; init; }

    /// <summary><see cref="Snapshot.OfAccount"/> for the account's own figures.</summary>
    public long CopyId { get; init; }
    public required string Metric { get; init; }
    public DateOnly Day { get; init; }

    /// <summary>The day's last value, and when it was read.</summary>
    public long Value { get; init; }
    public DateTimeOffset ReadAt { get; init; }

    /// <summary>The day on which counting began at 0: a copy's day of publishing. Null for an account: what it had before is not known.</summary>
    public DateOnly? Began { get; init; }

    /// <summary>How much was gained since the last value of an earlier day; null where there is none to compare with.</summary>
    public long? Gain { get; init; }

    /// <summary>How many days <see cref="Gain"/> spans: 1, unless days before could not be read.</summary>
    public int? Span { get; init; }

    /// <summary>Days since <see cref="Began"/>: 0 on the day of publishing, the one age at which old and new posts compare.</summary>
    public int? Age { get; init; }
}

/// <summary>The <see cref="DailyMetric"/>s of one account, metric and day summed up: what a digest adds together.</summary>
public sealed class DailyTotal : InWorkspace
{
    public long AccountId { get; init; }
    public required string Metric { get; init; }
    public DateOnly Day { get; init; }

    /// <summary>The account's own figure, not the sum over its posts; networks may give both.</summary>
    public bool OfAccount { get; init; }

    /// <summary>Null when no part of it is known.</summary>
    public long? Gain { get; init; }

    /// <summary>The longest span of its parts.</summary>
    public int? Span { get; init; }

    /// <summary>The sum of the day's last values.</summary>
    public long Level { get; init; }

    /// <summary>Over how many posts; 0 for the account's own figure.</summary>
    public int Posts { get; init; }
    public DateTimeOffset ReadAt { get; init; }
}

internal sealed class MetricsModel
    : IEntityTypeConfiguration<Snapshot>,
        IEntityTypeConfiguration<DailyMetric>,
        IEntityTypeConfiguration<DailyTotal>,
        IEntityTypeConfiguration<MetricsVisit>
{
    public void Configure(EntityTypeBuilder<Snapshot> builder)
    {
        builder.ToTable("snapshots");
        builder.Property(s => s.Id).HasColumnName("id");
        builder.Property(s => s.WorkspaceId).HasColumnName("workspace_id");
        builder.Property(s => s.AccountId).HasColumnName("account_id");
        builder.Property(s => s.CopyId).HasColumnName("copy_id");
        builder.Property(s => s.Metric).HasColumnName("metric").HasMaxLength(40);
        builder.Property(s => s.Value).HasColumnName("value");
        builder.Property(s => s.At).HasColumnName("read_at").HasConversion<UtcMicros>();
        builder
            .HasIndex(s => new
            {
                s.WorkspaceId,
                s.AccountId,
                s.CopyId,
                s.Metric,
                s.At,
            })
            .IsUnique();
    }

    public void Configure(EntityTypeBuilder<DailyMetric> builder)
    {
        builder.ToTable("daily_metrics");
        builder.HasKey(d => new
        {
            d.WorkspaceId,
            d.AccountId,
            d.CopyId,
            d.Metric,
            d.Day,
        });
        builder.Property(d => d.WorkspaceId).HasColumnName("workspace_id");
        builder.Property(d => d.AccountId).HasColumnName("account_id");
        builder.Property(d => d.CopyId).HasColumnName("copy_id");
        builder.Property(d => d.Metric).HasColumnName("metric").HasMaxLength(40);
        builder.Property(d => d.Day).HasColumnName("day").HasConversion<DayNumber>();
        builder.Property(d => d.Value).HasColumnName("value");
        builder.Property(d => d.ReadAt).HasColumnName("read_at").HasConversion<UtcMicros>();
        builder.Property(d => d.Began).HasColumnName("began").HasConversion<DayNumber>();
        builder.Property(d => d.Gain).HasColumnName("gain");
        builder.Property(d => d.Span).HasColumnName("span");
        builder.Property(d => d.Age).HasColumnName("age");
        builder.HasIndex(d => new
        {
            d.WorkspaceId,
            d.AccountId,
            d.Day,
        });
        builder
            .HasIndex(d => new
            {
                d.WorkspaceId,
                d.AccountId,
                d.Age,
                d.Day,
            })
            .HasFilter("age = 0");
    }

    public void Configure(EntityTypeBuilder<DailyTotal> builder)
    {
        builder.ToTable("daily_totals");
        builder.HasKey(t => new
        {
            t.WorkspaceId,
            t.AccountId,
            t.Day,
            t.Metric,
            t.OfAccount,
        });
        builder.Property(t => t.WorkspaceId).HasColumnName("workspace_id");
        builder.Property(t => t.AccountId).HasColumnName("account_id");
        builder.Property(t => t.Metric).HasColumnName("metric").HasMaxLength(40);
        builder.Property(t => t.Day).HasColumnName("day").HasConversion<DayNumber>();
        builder.Property(t => t.OfAccount).HasColumnName("of_account").HasConversion<int>();
        builder.Property(t => t.Gain).HasColumnName("gain");
        builder.Property(t => t.Span).HasColumnName("span");
        builder.Property(t => t.Level).HasColumnName("level");
        builder.Property(t => t.Posts).HasColumnName("posts");
        builder.Property(t => t.ReadAt).HasColumnName("read_at").HasConversion<UtcMicros>();
        builder.HasIndex(t => new { t.WorkspaceId, t.Day });
    }

    public void Configure(EntityTypeBuilder<MetricsVisit> builder) =>
        builder.HasIndex(v => v.AccountId).IsUnique();
}

/// <summary>A day as its number since 1 January 0001: plain arithmetic on every database.</summary>
internal sealed class DayNumber()
    : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<DateOnly, int>(
        day => day.DayNumber,
        number => DateOnly.FromDayNumber(number)
    );
