using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>What was told about a period: the figures as they were then. At most one per workspace, kind and period.</summary>
public sealed class Digest : InWorkspace
{
    public long Id { get; private set; }
    public DigestKind Kind { get; init; }

    /// <summary>The days it tells, in the workspace's zone; those of a missed digest are merged into the next.</summary>
    public DateOnly From { get; init; }
    public DateOnly To { get; init; }
    public DateTimeOffset ToldAt { get; set; }

    /// <summary>Grows when a digest of the day so far is asked for again.</summary>
    public int Version { get; set; } = 1;
    public required DigestFacts Facts { get; set; }

    /// <summary>Its chart, by language; empty where nothing was measured.</summary>
    public IReadOnlyDictionary<string, DigestPicture> Pictures { get; set; } =
        new Dictionary<string, DigestPicture>();

    public static string Subject(long digestId) =>
        FormattableString.Invariant($"digest:{digestId}");
}

public enum DigestKind
{
    /// <summary>By the clock, of whole days.</summary>
    Daily,

    /// <summary>Asked for by a person, of the day so far.</summary>
    SoFar,
}

/// <param name="MediaKey">See <see cref="Media.Medium.Key"/>.</param>
/// <param name="AltText">Says in words what the chart shows.</param>
public sealed record DigestPicture(string MediaKey, string AltText, int Width, int Height);

/// <summary>Draws the chart of a digest. Implemented where the words are.</summary>
public interface IDrawsDigests
{
    /// <summary>Null when there is nothing to draw. Takes tens of milliseconds of processor time; called by workers, never on a turn.</summary>
    /// <param name="language"><c>en</c> or <c>de</c>.</param>
    DrawnChart? Draw(DigestFacts facts, string language);
}

/// <param name="Png">A PNG picture.</param>
public sealed record DrawnChart(byte[] Png, string AltText);

internal sealed class DigestModel : IEntityTypeConfiguration<Digest>
{
    public void Configure(EntityTypeBuilder<Digest> builder)
    {
        builder.Property(d => d.Facts).AsJson();
        builder.Property(d => d.Pictures).AsJson();
        builder
            .HasIndex(d => new
            {
                d.WorkspaceId,
                d.Kind,
                d.To,
            })
            .IsUnique();
        // Two that begin on one day would tell that day twice.
        builder
            .HasIndex(d => new
            {
                d.WorkspaceId,
                d.Kind,
                d.From,
            })
            .IsUnique();
    }
}
