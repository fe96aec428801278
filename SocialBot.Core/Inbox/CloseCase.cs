using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Inbox;

/// <summary>Done, with why they wrote. It opens again when its conversation goes on.</summary>
public sealed class CloseCase(CaseDesk desk, TimeProvider clock)
{
    public const int MostCause = 40;

    /// <summary>The causes offered; a team may type another.</summary>
    public static readonly IReadOnlyList<string> Causes =
    [
        "product",
        "delivery",
        "price",
        "question",
        "praise",
        "troll",
    ];

    public async Task<Outcome<Case>> RunAsync(
        Member by,
        long caseId,
        int? shownVersion,
        string? cause,
        CancellationToken ct
    )
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion, ct);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return opened;
        var word = string.IsNullOrWhiteSpace(cause) ? null : cause.Trim().ToLowerInvariant();
        if (word?.Length > MostCause)
            return new Refusal("close.cause-too-long", MostCause);
        found.Close(by.Id, word, clock.GetUtcNow());
        await desk.WriteAsync(found, by.Id, "case.close", word, ct);
        return found;
    }

    /// <summary>Opens a case that was closed too soon.</summary>
    public async Task<Outcome<Case>> ReopenAsync(Member by, long caseId, CancellationToken ct)
    {
        var opened = await desk.OpenAsync(by, caseId, shownVersion: null, ct, evenIfClosed: true);
        if (opened is not Outcome<Case>.Done { Value: var found })
            return opened;
        if (found.State != CaseState.Done)
            return new Refusal("case.not-closed", caseId);
        found.ComeBack(BackBecause.Reopened);
        await desk.WriteAsync(found, by.Id, "case.reopen", detail: null, ct);
        return found;
    }
}
