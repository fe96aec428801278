using SocialBot.Core.Storage;

namespace SocialBot.Core.Digests;

/// <summary>What a digest tells of the inbox: how fast people were answered, and which cases are open.</summary>
public sealed class CaseNumbers(SocialBotDb db)
{
    /// <summary>Null when nothing came in.</summary>
    public Task<ResponseTimes?> AnsweredAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        _ = (db, from, to, ct);
        return Task.FromResult<ResponseTimes?>(null);
    }

    public Task<IReadOnlyDictionary<string, int>> OpenAsync(CancellationToken ct)
    {
        _ = ct;
        return Task.FromResult<IReadOnlyDictionary<string, int>>(new Dictionary<string, int>());
    }
}
