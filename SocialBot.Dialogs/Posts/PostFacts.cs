using SocialBot.Core.Approvals;
using SocialBot.Core.Networks;
using SocialBot.Core.Posts;
using SocialBot.Core.Workspaces;

namespace SocialBot.Dialogs.Posts;

/// <summary>Everything a post's card is drawn from, read once.</summary>
/// <param name="Names">Member id to name.</param>
public sealed record PostFacts(
    Post Post,
    Workspace Workspace,
    ApprovalCircle Circle,
    IReadOnlyList<CopyFacts> Copies,
    IReadOnlyDictionary<long, string> Names
)
{
    /// <summary>Of each thread that is out in part, the part that comes next.</summary>
    public IEnumerable<CopyPart> Threads =>
        Copies
            .Select(c => c.Copy)
            .Where(c => c.IsOut && c.TakeDownBegunAt is null)
            .Select(c => c.NextPart)
            .OfType<CopyPart>();

    /// <summary>All copies say the same: shown once.</summary>
    public bool SaysOneThing =>
        Copies
            .Select(c => c.Copy.Content)
            .Select(c => (c.Text, c.FirstComment, string.Join('\0', c.Thread)))
            .Distinct()
            .Count() <= 1;
}

/// <param name="Length">Null when nothing is known about the network.</param>
/// <param name="Decisions">On the present revision, those that count.</param>
/// <param name="Before">What was last decided on, when the content is another now.</param>
public sealed record CopyFacts(
    Copy Copy,
    TextLength? Length,
    IReadOnlyList<RuleFinding> Findings,
    IReadOnlyList<Approval> Decisions,
    CopyContent? Before
)
{
    /// <summary>Too long for one post, where the network has threads.</summary>
    public bool CanSplit { get; init; }

    /// <summary>The link that a preview of ours would be for; null where none is shown.</summary>
    public string? Link { get; init; }

    public bool Blocked => Findings.Any(f => f.Blocks);
}
