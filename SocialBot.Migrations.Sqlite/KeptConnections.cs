using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Storage;

namespace SocialBot.Migrations.Sqlite;

/// <summary>
/// Connections stay open between units of work and keep what they have learned: the pages read, the statements prepared, the
/// functions that EF Core teaches each new one.
/// </summary>
internal sealed class KeptConnections(DbContextOptions<SocialBotDb> options) : IDisposable
{
    /// <summary>As many as there are units of work at a time, up to here; the rest are closed again.</summary>
    private const int Most = 32;

    private readonly ConcurrentBag<SocialBotDb> idle = [];
    private volatile bool over;

    /// <returns>A context that does nothing but own its connection: made by EF Core, it knows EF Core's functions.</returns>
    public SocialBotDb Take()
    {
        if (!idle.TryTake(out var owner))
            owner = new SocialBotDb(options, new WorkspaceScope());
        var connection = owner.Database.GetDbConnection();
        // A file that is still to be made is for the migrations to open: they make it what it should be.
        if (connection.State == ConnectionState.Closed && IsMade(connection.DataSource))
            owner.Database.OpenConnection();
        return owner;
    }

    public void Return(SocialBotDb owner)
    {
        if (over || idle.Count >= Most)
            owner.Dispose();
        else
            idle.Add(owner);
    }

    public void Dispose()
    {
        over = true;
        while (idle.TryTake(out var owner))
            owner.Dispose();
    }

    private static bool IsMade(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };
}

/// <summary>The connection of one unit of work.</summary>
internal sealed class LentConnection(KeptConnections kept) : IDisposable
{
    private readonly SocialBotDb owner = kept.Take();

    public DbConnection Connection => owner.Database.GetDbConnection();

    public void Dispose() => kept.Return(owner);
}
