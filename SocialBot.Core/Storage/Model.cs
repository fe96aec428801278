using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SocialBot.Core.Accounts;
using SocialBot.Core.Approvals;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Media;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Storage;

internal sealed class WorkspaceModel
    : IEntityTypeConfiguration<Workspace>,
        IEntityTypeConfiguration<Member>,
        IEntityTypeConfiguration<MemberIdentity>,
        IEntityTypeConfiguration<Room>,
        IEntityTypeConfiguration<AdminCode>,
        IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Workspace> builder)
    {
        builder.HasIndex(w => w.Name).IsUnique();
        builder.Property(w => w.Policy).AsJson();
        builder.Property(w => w.Digest).AsJson();
        builder.Property(w => w.Pause!).AsJson();
    }

    public void Configure(EntityTypeBuilder<Member> builder)
    {
        builder.Property(m => m.Roles).HasConversion<int>();
        builder.Property(m => m.Quiet!).AsJson();
        builder.Property(m => m.Away!).AsJson();
    }

    public void Configure(EntityTypeBuilder<MemberIdentity> builder)
    {
        builder.Ignore(i => i.Personal);
        builder
            .HasIndex(i => new
            {
                i.Platform,
                i.Tenant,
                i.UserId,
                i.WorkspaceId,
            })
            .IsUnique();
        builder.HasIndex(i => new { i.WorkspaceId, i.MemberId });
    }

    public void Configure(EntityTypeBuilder<Room> builder)
    {
        builder.Ignore(r => r.Place);
        // A place speaks for one workspace, whatever it is used for there.
        builder
            .HasIndex(r => new
            {
                r.Platform,
                r.Tenant,
                r.Conversation,
                r.Purpose,
            })
            .IsUnique();
    }

    public void Configure(EntityTypeBuilder<AdminCode> builder) =>
        builder.HasIndex(c => c.CodeHash).IsUnique();

    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.Ignore(a => a.Label);
        builder.Ignore(a => a.Subject);
        builder
            .HasIndex(a => new
            {
                a.WorkspaceId,
                a.Network,
                a.RemoteId,
            })
            .IsUnique();
    }
}

internal sealed class PostModel
    : IEntityTypeConfiguration<Post>,
        IEntityTypeConfiguration<Copy>,
        IEntityTypeConfiguration<CopyPart>,
        IEntityTypeConfiguration<PostVersion>,
        IEntityTypeConfiguration<CopyRevision>,
        IEntityTypeConfiguration<Medium>,
        IEntityTypeConfiguration<Approval>,
        IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Post> builder)
    {
        builder.Ignore(p => p.Living);
        builder.Ignore(p => p.WaitsForApproval);
        builder.Ignore(p => p.FirstPlanned);
        builder.Ignore(p => p.Status);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasMany(p => p.Copies).WithOne(c => c.Post).HasForeignKey(c => c.PostId);
    }

    public void Configure(EntityTypeBuilder<Copy> builder)
    {
        builder.Ignore(c => c.Planned);
        builder.Ignore(c => c.NextPart);
        builder.HasMany(c => c.Parts).WithOne(p => p.Copy).HasForeignKey(p => p.CopyId);
        builder.Property(c => c.Content).AsJson();
        builder.Property(c => c.Trouble!).AsJson();
        // A press and the publisher may meet on one copy: the second to save starts over.
        builder.Property(c => c.Status).IsConcurrencyToken();
        builder.Property(c => c.Revision).IsConcurrencyToken();
        builder.HasOne(c => c.Account).WithMany().HasForeignKey(c => c.AccountId);
        builder.HasIndex(c => new { c.WorkspaceId, c.PlannedAt });
        builder.HasIndex(c => new { c.WorkspaceId, c.Status });
        builder
            .HasIndex(c => c.WorkspaceId)
            .HasFilter("\"Trouble\" IS NOT NULL")
            .HasDatabaseName("IX_Copies_InTrouble");
        builder.HasIndex(c => new { c.WorkspaceId, c.PostId });
        builder.HasIndex(c => new
        {
            c.WorkspaceId,
            c.AccountId,
            c.Status,
        });
        builder.HasIndex(c => new { c.WorkspaceId, c.PublishedAt });
        builder.HasIndex(c => new { c.AccountId, c.RemoteId });
    }

    public void Configure(EntityTypeBuilder<CopyPart> builder)
    {
        builder.HasIndex(p => new { p.WorkspaceId, p.Status });
        builder.Ignore(p => p.IsStuck);
        builder.Ignore(p => p.NeedsPerson);
        builder.Property(p => p.Trouble!).AsJson();
        builder.Property(p => p.Status).IsConcurrencyToken();
        builder
            .HasIndex(p => new
            {
                p.WorkspaceId,
                p.CopyId,
                p.Number,
            })
            .IsUnique();
    }

    public void Configure(EntityTypeBuilder<PostVersion> builder)
    {
        builder.Property(v => v.Revisions).AsJson();
        builder
            .HasIndex(v => new
            {
                v.WorkspaceId,
                v.PostId,
                v.Version,
            })
            .IsUnique();
    }

    public void Configure(EntityTypeBuilder<CopyRevision> builder)
    {
        builder.Property(r => r.Content).AsJson();
        builder
            .HasIndex(r => new
            {
                r.WorkspaceId,
                r.CopyId,
                r.Revision,
            })
            .IsUnique();
    }

    public void Configure(EntityTypeBuilder<Medium> builder)
    {
        builder.HasIndex(m => m.Key).IsUnique();
        builder.HasIndex(m => new { m.WorkspaceId, m.Sha256 }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Approval> builder)
    {
        builder.Ignore(a => a.Counts);
        builder.Ignore(a => a.For);
        builder.HasIndex(a => new { a.WorkspaceId, a.PostId });
        builder.HasIndex(a => new { a.WorkspaceId, a.CopyId });
    }

    public void Configure(EntityTypeBuilder<Attempt> builder)
    {
        builder.Ignore(a => a.IsOpen);
        builder.HasIndex(a => a.Key).IsUnique();
        builder.HasIndex(a => new { a.WorkspaceId, a.Subject });
    }
}

internal sealed class HouseModel
    : IEntityTypeConfiguration<BoardCard>,
        IEntityTypeConfiguration<AuditEntry>,
        IEntityTypeConfiguration<OpenForm>,
        IEntityTypeConfiguration<AnsweredTurn>,
        IEntityTypeConfiguration<ChosenWorkspace>
{
    public void Configure(EntityTypeBuilder<BoardCard> builder)
    {
        builder.Ignore(c => c.Place);
        builder.HasIndex(c => new { c.WorkspaceId, c.Subject });
    }

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.HasIndex(e => new { e.WorkspaceId, e.Number }).IsUnique();
        builder.HasIndex(e => new { e.WorkspaceId, e.Subject });
    }

    public void Configure(EntityTypeBuilder<OpenForm> builder) =>
        builder
            .HasIndex(f => new
            {
                f.MemberId,
                f.Platform,
                f.Conversation,
            })
            .IsUnique();

    public void Configure(EntityTypeBuilder<AnsweredTurn> builder)
    {
        builder
            .HasIndex(t => new
            {
                t.Platform,
                t.Tenant,
                t.TurnId,
            })
            .IsUnique();
        builder.HasIndex(t => t.At);
    }

    public void Configure(EntityTypeBuilder<ChosenWorkspace> builder) =>
        builder
            .HasIndex(c => new
            {
                c.Platform,
                c.Tenant,
                c.UserId,
                c.Conversation,
            })
            .IsUnique();
}
