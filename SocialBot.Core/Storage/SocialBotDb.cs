using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SocialBot.Core.Accounts;
using SocialBot.Core.Approvals;
using SocialBot.Core.Audit;
using SocialBot.Core.Board;
using SocialBot.Core.Digests;
using SocialBot.Core.Due;
using SocialBot.Core.Inbox;
using SocialBot.Core.Media;
using SocialBot.Core.Posts;
using SocialBot.Core.Publishing;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Storage;

/// <summary>
/// The repository and the unit of work. Every row is limited to the workspace of <see cref="WorkspaceScope"/>: queries by a
/// filter that no entity can be declared without, writes by a stamp. What follows from a change (<see cref="Queue"/>) and
/// who did it (<see cref="Record"/>) are committed with it.
/// </summary>
public sealed class SocialBotDb(DbContextOptions<SocialBotDb> options, WorkspaceScope scope)
    : DbContext(options)
{
    private readonly List<Func<CancellationToken, Task>> due = [];
    private readonly List<AuditEntry> recorded = [];
    private readonly List<DueWritten> written = [];

    public DbSet<Workspace> Workspaces => Set<Workspace>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<MemberIdentity> Identities => Set<MemberIdentity>();
    public DbSet<Room> Rooms => Set<Room>();
    public DbSet<AdminCode> AdminCodes => Set<AdminCode>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<ConnectTicket> ConnectTickets => Set<ConnectTicket>();
    public DbSet<Post> Posts => Set<Post>();
    public DbSet<Copy> Copies => Set<Copy>();
    public DbSet<CopyPart> Parts => Set<CopyPart>();
    public DbSet<PostVersion> PostVersions => Set<PostVersion>();
    public DbSet<CopyRevision> Revisions => Set<CopyRevision>();
    public DbSet<Medium> Media => Set<Medium>();
    public DbSet<Approval> Approvals => Set<Approval>();
    public DbSet<Attempt> Attempts => Set<Attempt>();
    public DbSet<Snapshot> Snapshots => Set<Snapshot>();
    public DbSet<DailyMetric> DailyMetrics => Set<DailyMetric>();
    public DbSet<DailyTotal> DailyTotals => Set<DailyTotal>();
    public DbSet<MetricsVisit> MetricsVisits => Set<MetricsVisit>();
    public DbSet<Digest> Digests => Set<Digest>();
    public DbSet<Case> Cases => Set<Case>();
    public DbSet<CaseItem> CaseItems => Set<CaseItem>();
    public DbSet<CaseNote> CaseNotes => Set<CaseNote>();
    public DbSet<Reply> Replies => Set<Reply>();
    public DbSet<SavedReply> SavedReplies => Set<SavedReply>();
    public DbSet<InboxRule> InboxRules => Set<InboxRule>();
    public DbSet<WatchedWord> WatchedWords => Set<WatchedWord>();
    public DbSet<WordSearch> WordSearches => Set<WordSearch>();
    public DbSet<StreamPosition> StreamPositions => Set<StreamPosition>();
    public DbSet<InboxHour> InboxHours => Set<InboxHour>();
    public DbSet<Showing> Showings => Set<Showing>();
    public DbSet<BoardCard> Board => Set<BoardCard>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<OpenForm> OpenForms => Set<OpenForm>();
    public DbSet<AnsweredTurn> AnsweredTurns => Set<AnsweredTurn>();
    public DbSet<ChosenWorkspace> ChosenWorkspaces => Set<ChosenWorkspace>();

    /// <summary>0 when the unit of work has entered no workspace: then no row of any is seen.</summary>
    public long WorkspaceId => scope.Id ?? 0;

    /// <summary>Writes due work in the transaction of the next save.</summary>
    public void Queue(DueWork work) =>
        due.Add(async ct => written.Add(await DueTable.WriteAsync(this, WorkspaceId, work, ct)));

    /// <summary>Takes waiting due work back in the transaction of the next save.</summary>
    public void Cancel(string kind, string subject) =>
        due.Add(ct => DueTable.CancelAsync(this, kind, subject, ct));

    /// <summary>Ends a claimed row in the transaction of the next save, together with what came of it.</summary>
    public void Finish(DueClaim claim) => due.Add(ct => DueTable.FinishAsync(this, claim, ct));

    /// <summary>Writes an audit entry, chained to the last one, in the transaction of the next save.</summary>
    public void Record(AuditEntry entry) => recorded.Add(entry);

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        Stamp();
        if (due.Count == 0 && recorded.Count == 0)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        await using var whole = await BeginAsync(cancellationToken);
        await ChainAudit(cancellationToken);
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        foreach (var change in due)
            await change(cancellationToken);
        due.Clear();
        await whole.CommitAsync(cancellationToken);
        return rows;
    }

    /// <summary>All or nothing from here to the commit; part of the transaction that is already open, if there is one.</summary>
    public async Task<Whole> BeginAsync(CancellationToken ct) =>
        new(Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null);

    /// <summary>The due work written since this was last asked: for whoever has just committed it.</summary>
    internal IReadOnlyList<DueWritten> TakeWritten()
    {
        if (written.Count == 0)
            return [];
        DueWritten[] taken = [.. written];
        written.Clear();
        return taken;
    }

    /// <summary>Forgets everything read and changed but not saved: to look again at what is true now.</summary>
    public void Forget()
    {
        ChangeTracker.Clear();
        due.Clear();
        written.Clear();
        recorded.Clear();
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Saving is asynchronous here: SaveChangesAsync.");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(SocialBotDb).Assembly);
        foreach (
            var entity in modelBuilder
                .Model.GetEntityTypes()
                .Where(e => typeof(InWorkspace).IsAssignableFrom(e.ClrType))
        )
        {
            FilterMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [modelBuilder]);
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) == true)
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicros>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    private static readonly MethodInfo FilterMethod = typeof(SocialBotDb).GetMethod(
        nameof(FilterByWorkspace),
        BindingFlags.Instance | BindingFlags.NonPublic
    )!;

    private void FilterByWorkspace<TEntity>(ModelBuilder model)
        where TEntity : InWorkspace
    {
        Expression<Func<TEntity, bool>> own = row => row.WorkspaceId == WorkspaceId;
        model.Entity<TEntity>().HasQueryFilter(own);
        // A second index on the workspace alone would tempt the planner away from a longer one that begins with it.
        if (!BeginsWithWorkspace(model.Entity<TEntity>().Metadata))
            model.Entity<TEntity>().HasIndex(row => row.WorkspaceId);
    }

    private static bool BeginsWithWorkspace(
        Microsoft.EntityFrameworkCore.Metadata.IReadOnlyEntityType entity
    ) =>
        entity
            .GetKeys()
            .Select(key => key.Properties)
            .Concat(entity.GetIndexes().Where(i => i.GetFilter() is null).Select(i => i.Properties))
            .Any(properties => properties[0].Name == nameof(InWorkspace.WorkspaceId));

    private void Stamp()
    {
        foreach (
            var entry in ChangeTracker
                .Entries<InWorkspace>()
                .Where(e =>
                    e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                )
        )
        {
            if (entry.State == EntityState.Added && entry.Entity.WorkspaceId == 0)
                entry.Entity.WorkspaceId = WorkspaceId;
            if (WorkspaceId == 0 || entry.Entity.WorkspaceId != WorkspaceId)
                throw new InvalidOperationException(
                    $"A {entry.Metadata.ShortName()} of another workspace, or of none, was about to be written."
                );
        }
        if ((due.Count > 0 || recorded.Count > 0) && WorkspaceId == 0)
            throw new InvalidOperationException(
                "Due work and audit entries belong to a workspace; this unit of work has entered none."
            );
    }

    private async Task ChainAudit(CancellationToken ct)
    {
        if (recorded.Count == 0)
            return;
        var last = await Audit
            .AsNoTracking()
            .OrderByDescending(e => e.Number)
            .Select(e => new { e.Number, e.Hash })
            .FirstOrDefaultAsync(ct);
        var (number, hash) = (last?.Number ?? 0, last?.Hash ?? "");
        foreach (var entry in recorded)
        {
            entry.WorkspaceId = WorkspaceId;
            entry.Number = ++number;
            entry.Before = hash;
            entry.Hash = hash = entry.HashOver(hash);
            Audit.Add(entry);
        }
        recorded.Clear();
    }
}

/// <summary>A transaction that may be part of a larger one: only the outermost commits, and leaving without a commit undoes.</summary>
public sealed class Whole(IDbContextTransaction? own) : IAsyncDisposable
{
    public Task CommitAsync(CancellationToken ct) => own?.CommitAsync(ct) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
