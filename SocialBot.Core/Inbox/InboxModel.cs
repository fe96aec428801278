using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

internal sealed class InboxModel
    : IEntityTypeConfiguration<Case>,
        IEntityTypeConfiguration<CaseItem>,
        IEntityTypeConfiguration<CaseNote>,
        IEntityTypeConfiguration<Reply>,
        IEntityTypeConfiguration<SavedReply>,
        IEntityTypeConfiguration<InboxRule>,
        IEntityTypeConfiguration<WatchedWord>,
        IEntityTypeConfiguration<WordSearch>,
        IEntityTypeConfiguration<StreamPosition>,
        IEntityTypeConfiguration<InboxHour>,
        IEntityTypeConfiguration<Showing>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.Ignore(c => c.IsOpen);
        builder.Property(c => c.Reasons).AsJson();
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasOne(c => c.Account).WithMany().HasForeignKey(c => c.AccountId);
        builder.HasMany(c => c.Items).WithOne(i => i.Case).HasForeignKey(i => i.CaseId);
        builder.HasIndex(c => new { c.WorkspaceId, c.State });
        builder.HasIndex(c => new { c.AccountId, c.AuthorId });
    }

    public void Configure(EntityTypeBuilder<CaseItem> builder)
    {
        builder.Property(i => i.Reading).AsJson();
        builder.Property(i => i.Context).AsJson().HasDefaultValueSql("'[]'");
        builder.HasIndex(i => new { i.WorkspaceId, i.CaseId });
        builder.HasIndex(i => new { i.AccountId, i.EventId }).IsUnique();
        builder.HasIndex(i => new { i.AccountId, i.RemoteId }).IsUnique();
        builder.HasIndex(i => new { i.AccountId, i.Conversation });
        builder.HasIndex(i => new { i.AccountId, i.At });
        builder.HasIndex(i => new { i.AccountId, i.AuthorId });
        // A stream tells what was deleted, of whomever: which of it is ours is asked in one query.
        builder.HasIndex(i => i.RemoteId);
    }

    public void Configure(EntityTypeBuilder<CaseNote> builder) =>
        builder.HasIndex(n => new { n.WorkspaceId, n.CaseId });

    public void Configure(EntityTypeBuilder<Reply> builder)
    {
        builder.Ignore(r => r.IsOnItsWay);
        builder.Ignore(r => r.Revision);
        builder.Property(r => r.Trouble!).AsJson();
        // Undo and departure may meet: the second to save starts over.
        builder.Property(r => r.State).IsConcurrencyToken();
        builder.HasIndex(r => new { r.WorkspaceId, r.CaseId });
        builder.HasIndex(r => new { r.AccountId, r.RemoteId });
    }

    public void Configure(EntityTypeBuilder<SavedReply> builder) =>
        builder.HasIndex(r => new { r.WorkspaceId, r.Name }).IsUnique();

    public void Configure(EntityTypeBuilder<InboxRule> builder)
    {
        builder.Property(r => r.Phrases).AsJson();
        builder.HasIndex(r => r.FromCaseId);
    }

    public void Configure(EntityTypeBuilder<WatchedWord> builder) =>
        builder.HasIndex(w => new { w.WorkspaceId, w.Folded }).IsUnique();

    public void Configure(EntityTypeBuilder<WordSearch> builder) =>
        builder.HasIndex(s => new { s.WorkspaceId, s.Network }).IsUnique();

    public void Configure(EntityTypeBuilder<StreamPosition> builder) =>
        builder.HasKey(p => p.Network);

    public void Configure(EntityTypeBuilder<InboxHour> builder)
    {
        builder.ToTable("InboxHours");
        builder.Ignore(h => h.From);
        builder.Ignore(h => h.To);
        builder
            .HasIndex(h => new
            {
                h.WorkspaceId,
                h.Purpose,
                h.Number,
            })
            .IsUnique();
    }

    public void Configure(EntityTypeBuilder<Showing> builder)
    {
        builder.HasIndex(s => new { s.CaseId, s.Purpose }).IsUnique();
        builder.HasIndex(s => new { s.HourId, s.As });
    }
}
