using Microsoft.EntityFrameworkCore;
using Quartz;
using SocialBot.Core.Digests;
using SocialBot.Core.Storage;

namespace SocialBot.Clocks;

/// <summary>Takes the figures of every account and post whose hour has come.</summary>
[DisallowConcurrentExecution]
internal sealed class CollectSnapshotsJob(CollectDueSnapshots collect) : IJob
{
    public async ValueTask Execute(
        IJobExecutionContext context,
        CancellationToken cancellationToken = default
    ) => await collect.RunAsync(cancellationToken);
}

/// <summary>Tells the digests that are due.</summary>
[DisallowConcurrentExecution]
internal sealed class TellDigestsJob(TellDueDigests tell) : IJob
{
    public async ValueTask Execute(
        IJobExecutionContext context,
        CancellationToken cancellationToken = default
    ) => await tell.RunAsync(cancellationToken);
}

/// <summary>Forgets what no longer serves: answered turns that no platform delivers again, dialogs nobody came back to.</summary>
[DisallowConcurrentExecution]
internal sealed class TidyUpJob(SocialBotDb db, TimeProvider clock) : IJob
{
    public async ValueTask Execute(
        IJobExecutionContext context,
        CancellationToken cancellationToken = default
    )
    {
        var now = clock.GetUtcNow();
        var (turns, dialogs) = (now - TimeSpan.FromDays(3), now - TimeSpan.FromDays(14));
        await db.AnsweredTurns.Where(t => t.At < turns).ExecuteDeleteAsync(cancellationToken);
        await db
            .OpenForms.IgnoreQueryFilters()
            .Where(f => f.ChangedAt < dialogs)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
