using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SocialBot.Core.Due;

namespace SocialBot.Core.Storage;

/// <summary>What was written may be due: the lanes look as soon as a transaction is committed.</summary>
public sealed class WakeOnCommit(DueSignal signal) : DbTransactionInterceptor
{
    public override void TransactionCommitted(
        DbTransaction transaction,
        TransactionEndEventData eventData
    ) => signal.Wake();

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        signal.Wake();
        return Task.CompletedTask;
    }
}
