using System.Data.Common;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using SocialBot.Core.Due;

namespace SocialBot.Core.Storage;

/// <summary>
/// One writer for what must be durable before it is answered: turns, and the ends of due work. Whoever comes while a commit is
/// being written to disk waits, and shares the next one. Each is all or nothing by itself, and is told only after the commit.
/// </summary>
public sealed class SharedCommit(IServiceScopeFactory scopes, DueSignal signal, TimeProvider clock)
    : IAsyncDisposable
{
    /// <summary>A commit takes in those that wait, for this long: the first of them is not to wait for the last.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);

    private readonly Channel<Part> waiting = Channel.CreateUnbounded<Part>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly Lock door = new();
    private Task? writing;

    /// <summary>Runs a whole unit of work inside a shared transaction. Returns, or throws, when it is decided.</summary>
    public async Task<T> RunAsync<T>(
        SocialBotDb db,
        Func<CancellationToken, Task<T>> work,
        CancellationToken ct
    )
    {
        T result = default!;
        await DecideAsync(new Part(db, async _ => result = await work(ct), ct));
        return result;
    }

    /// <summary>Runs statements of the hot path, which need no unit of work of their own.</summary>
    internal async Task<T> RunAsync<T>(Func<SocialBotDb, Task<T>> statements, CancellationToken ct)
    {
        T result = default!;
        await DecideAsync(new Part(own: null, async db => result = await statements(db), ct));
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        if (writing is { } last)
            await last;
    }

    private async Task DecideAsync(Part part)
    {
        lock (door)
            writing ??= Task.Run(WriteAsync, CancellationToken.None);
        await waiting.Writer.WriteAsync(part);
        await part.Decided;
    }

    private async Task WriteAsync()
    {
        // A scope of its own, for as long as the program runs: its connection has every statement of the hot path prepared.
        await using var scope = scopes.CreateAsyncScope();
        var own = scope.ServiceProvider.GetRequiredService<SocialBotDb>();
        while (await waiting.Reader.WaitToReadAsync())
            await WriteOnceAsync(own);
    }

    private async Task WriteOnceAsync(SocialBotDb own)
    {
        var done = new List<Part>();
        try
        {
            await using var transaction = await own.Database.BeginTransactionAsync();
            var started = clock.GetTimestamp();
            do
            {
                if (!waiting.Reader.TryRead(out var part))
                    break;
                if (await part.TryAsync(own, transaction.GetDbTransaction()))
                    done.Add(part);
            } while (clock.GetElapsedTime(started) < Gathering);
            await transaction.CommitAsync();
        }
        catch (Exception e)
        {
            // The database is locked for too long, or away, or full: nobody here has been promised anything yet.
            if (done.Count == 0 && waiting.Reader.TryRead(out var first))
                done.Add(first);
            foreach (var part in done)
                part.Fail(e);
            return;
        }
        foreach (var part in done)
            part.Succeed(signal);
    }

    /// <param name="own">The unit of work; null = only statements, on the writer's own context.</param>
    private sealed class Part(SocialBotDb? own, Func<SocialBotDb, Task> work, CancellationToken ct)
    {
        private const string Savepoint = "part";

        private readonly TaskCompletionSource decided = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        private readonly ExecutionContext? context = ExecutionContext.Capture();

        public Task Decided => decided.Task;

        /// <summary>False when it failed and left nothing behind.</summary>
        public async Task<bool> TryAsync(SocialBotDb writer, DbTransaction transaction)
        {
            if (ct.IsCancellationRequested)
            {
                decided.TrySetCanceled(ct);
                return false;
            }
            await transaction.SaveAsync(Savepoint, CancellationToken.None);
            try
            {
                await (own is null ? InContextAsync(writer) : RunAsync(own, transaction));
                await transaction.ReleaseAsync(Savepoint, CancellationToken.None);
                return true;
            }
            catch (Exception e)
            {
                await transaction.RollbackAsync(Savepoint, CancellationToken.None);
                await transaction.ReleaseAsync(Savepoint, CancellationToken.None);
                Fail(e);
                return false;
            }
        }

        public void Succeed(DueSignal signal)
        {
            if (own is not null)
                signal.Tell(own.TakeWritten());
            decided.TrySetResult();
        }

        public void Fail(Exception error) => decided.TrySetException(error);

        private async Task RunAsync(SocialBotDb db, DbTransaction transaction)
        {
            var home = db.Database.GetDbConnection();
            db.Database.SetDbConnection(transaction.Connection, contextOwnsConnection: false);
            await db.Database.UseTransactionAsync(transaction);
            // Whatever fails here takes the whole part back.
            db.Database.AutoSavepointsEnabled = false;
            try
            {
                await InContextAsync(db);
            }
            finally
            {
                await db.Database.UseTransactionAsync(transaction: null);
                db.Database.AutoSavepointsEnabled = true;
                db.Database.SetDbConnection(home, contextOwnsConnection: false);
            }
        }

        /// <summary>As if on the caller's own thread: its logging scopes and its trace.</summary>
        private Task InContextAsync(SocialBotDb db)
        {
            if (context is null)
                return work(db);
            Task? running = null;
            ExecutionContext.Run(context, _ => running = work(db), state: null);
            return running!;
        }
    }
}
