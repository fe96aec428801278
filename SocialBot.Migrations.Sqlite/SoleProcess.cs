namespace SocialBot.Migrations.Sqlite;

/// <summary>
/// Proof that no other process works on this database file: a lock on a file beside it, which the system takes away with the
/// process, however it ends.
/// </summary>
public sealed class SoleProcess : IDisposable
{
    private readonly FileStream held;

    private SoleProcess(FileStream held) => this.held = held;

    /// <summary>Null when another process holds it.</summary>
    /// <param name="databaseFile">The path of the database; its folder exists.</param>
    public static SoleProcess? TryTake(string databaseFile)
    {
        try
        {
            return new SoleProcess(
                new FileStream(
                    databaseFile + ".lock",
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None
                )
            );
        }
        catch (IOException)
        {
            return null; // held by another process
        }
    }

    public void Dispose() => held.Dispose();
}
