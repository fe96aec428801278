using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SocialBot.Core.Due;

namespace SocialBot.Core.Storage;

/// <summary>The lanes hear of due work as soon as its transaction is committed.</summary>
public sealed class WakeOnCommit(DueSignal signal) : DbTransactionInterceptor
{
    public override void TransactionCommitted(
        DbTransaction transaction,
        TransactionEndEventData eventData
    ) => WakeFor(eventData);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        WakeFor(eventData);
        return Task.CompletedTask;
    }

    private void WakeFor(TransactionEndEventData committed)
    {
        if (committed.Context is SocialBotDb db)
            signal.Tell(db.TakeWritten());
    }
}
