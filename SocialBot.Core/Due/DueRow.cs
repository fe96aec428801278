using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SocialBot.Core.Due;

/// <summary>The table's shape, for the migrations; the work on it is hand-written SQL in <see cref="DueTable"/>.</summary>
public sealed class DueRow
{
    public long Id { get; private set; }
    public long WorkspaceId { get; private set; }
    public int Lane { get; private set; }
    public string Kind { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string? Payload { get; private set; }
    public string? OnceKey { get; private set; }
    public string? OrderKey { get; private set; }

    /// <summary>1 = also while it is put off, later rows of its order wait for it.</summary>
    public int StrictOrder { get; private set; }

    /// <summary>UTC microseconds, as are the other times: the same number on every database.</summary>
    public long DueAt { get; private set; }

    /// <summary>When it first fell due: being put off for trouble does not move it.</summary>
    public long FirstDueAt { get; private set; }
    public long LeaseUntil { get; private set; }

    /// <summary>Grows with every claim and every rewrite; whoever holds an older one has lost the row.</summary>
    public long Fence { get; private set; }
    public int Tries { get; private set; }
}

internal sealed class DueModel : IEntityTypeConfiguration<DueRow>
{
    public void Configure(EntityTypeBuilder<DueRow> builder)
    {
        builder.ToTable("due");
        builder.Property(r => r.Id).HasColumnName("id");
        builder.Property(r => r.WorkspaceId).HasColumnName("workspace_id");
        builder.Property(r => r.Lane).HasColumnName("lane");
        builder.Property(r => r.Kind).HasColumnName("kind");
        builder.Property(r => r.Subject).HasColumnName("subject");
        builder.Property(r => r.Payload).HasColumnName("payload");
        builder.Property(r => r.OnceKey).HasColumnName("once_key");
        builder.Property(r => r.OrderKey).HasColumnName("order_key");
        builder.Property(r => r.StrictOrder).HasColumnName("strict_order");
        builder.Property(r => r.DueAt).HasColumnName("due_at");
        builder.Property(r => r.FirstDueAt).HasColumnName("first_due_at");
        builder.Property(r => r.LeaseUntil).HasColumnName("lease_until");
        builder.Property(r => r.Fence).HasColumnName("fence");
        builder.Property(r => r.Tries).HasColumnName("tries");
        builder.HasIndex(r => r.OnceKey).IsUnique();
        builder.HasIndex(r => new { r.Lane, r.DueAt });
        builder.HasIndex(r => new { r.Lane, r.OrderKey });
    }
}
