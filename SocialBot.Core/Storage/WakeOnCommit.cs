using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SocialBot.Core.Due;

namespace SocialBot.Core.Storage;

/// <summary>Due work that was written may be due: the lanes look as soon as its transaction is committed.</summary>
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
        if (committed.Context is SocialBotDb db && db.TakeWroteDueWork())
            signal.Wake();
    }
}
