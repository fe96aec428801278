using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

internal sealed record Profile(string Id, string Handle, string Name);

/// <summary>The brands' profiles and their tokens, of which only hashes are kept.</summary>
internal sealed partial class SandboxProfiles(SandboxDatabase database, TimeProvider clock)
{
    public CreatedProfile Create(string handle, string name)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return database.Write(db =>
        {
            db.Execute(
                $"""
                INSERT INTO profiles (id, handle, name, at) VALUES ({ItemId.New(
                    "profile"
                )}, {handle}, {name}, {now})
                ON CONFLICT (handle) DO UPDATE SET name = excluded.name
                """
            );
            var id = db.First(
                $"SELECT id FROM profiles WHERE handle = {handle}",
                r => r.GetString(0)
            )!;
            db.Execute(
                $"INSERT INTO tokens (hash, profile_id, at) VALUES ({Hash(token)}, {id}, {now})"
            );
            return new CreatedProfile(id, handle, token);
        });
    }

    public Profile? ByToken(string token) =>
        database.Read(db =>
            db.First(
                $"""
                SELECT p.id, p.handle, p.name FROM tokens t JOIN profiles p ON p.id = t.profile_id WHERE t.hash = {Hash(
                    token
                )}
                """,
                r => new Profile(r.GetString(0), r.GetString(1), r.GetString(2))
            )
        );

    public static bool IsHandle(string? text) => text is not null && HandleForm().IsMatch(text);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    [GeneratedRegex(@"\A[a-z0-9_.-]{1,40}\z")]
    private static partial Regex HandleForm();
}

internal static class ItemId
{
    /// <summary>Unguessable, and says what it is: <c>post-3f0c…</c>.</summary>
    public static string New(string kind) =>
        $"{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
}
