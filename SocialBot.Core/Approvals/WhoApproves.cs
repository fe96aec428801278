using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Posts;
using SocialBot.Core.Storage;
using SocialBot.Core.Workspaces;

namespace SocialBot.Core.Approvals;

/// <summary>Reads the policy against the members of today: who is asked, for whom a delegate may speak, what is still missing.</summary>
public sealed class WhoApproves(SocialBotDb db, TimeProvider clock)
{
    public async Task<ApprovalCircle> ForAsync(Post post, CancellationToken ct)
    {
        var policy = (
            await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, ct)
        ).Policy;
        var members = await db.Members.AsNoTracking().ToListAsync(ct);
        return ApprovalCircle.For(policy, post.AuthorId, members, clock.GetUtcNow());
    }
}

/// <param name="Asked">Whose approval counts.</param>
public sealed record ApprovalCircle(
    ApprovalPolicy Policy,
    long AuthorId,
    IReadOnlyList<Member> Asked,
    IReadOnlyList<Member> Everybody,
    DateTimeOffset Now
)
{
    public static ApprovalCircle For(
        ApprovalPolicy policy,
        long authorId,
        IReadOnlyList<Member> members,
        DateTimeOffset now
    ) =>
        new(
            policy,
            authorId,
            [
                .. members
                    .Where(m =>
                        policy.ApproverIds.Count == 0
                            ? m.Has(Roles.Approver)
                            : policy.ApproverIds.Contains(m.Id)
                    )
                    .Where(m => policy.AuthorMayApprove || m.Id != authorId),
            ],
            members,
            now
        );

    /// <summary>The circle of another post, from the same policy and members.</summary>
    public ApprovalCircle Of(Post post) => For(Policy, post.AuthorId, Everybody, Now);

    public int Needed => Policy.AllOf ? Math.Max(1, Asked.Count) : Math.Max(1, Policy.Needed);

    /// <summary>Who can press the button now: those asked, and the delegates of those who are away.</summary>
    public IEnumerable<Member> Able =>
        Asked
            .Where(m => !m.IsAway(Now) || m.Away!.DelegateId is null)
            .Concat(Everybody.Where(m => Asked.Any(a => IsDelegateOf(m, a))))
            .DistinctBy(m => m.Id);

    /// <summary>For whom this member decides: themselves where asked, else the absent ones who named them. Empty = may not decide.</summary>
    public IReadOnlyList<Member> SpeaksFor(Member member)
    {
        if (Asked.Any(a => a.Id == member.Id))
            return [.. Asked.Where(a => a.Id == member.Id || IsDelegateOf(member, a))];
        return [.. Asked.Where(a => IsDelegateOf(member, a))];
    }

    /// <summary>Whether these approvals, all of one revision, are enough.</summary>
    public bool IsEnough(IEnumerable<Approval> approvals)
    {
        // Who is no longer asked no longer counts. One person is one yes, whoever they also stood in for.
        var people = approvals
            .Where(a =>
                a.Counts && a.Decision == Decision.Approve && Asked.Any(asked => asked.Id == a.For)
            )
            .ToList();
        if (Policy.AllOf)
            return Asked.Count > 0 && Asked.All(asked => people.Any(a => a.For == asked.Id));
        return people.Select(a => a.MemberId).Distinct().Count() >= Needed;
    }

    private bool IsDelegateOf(Member member, Member absent) =>
        absent.IsAway(Now)
        && absent.Away!.DelegateId == member.Id
        && (Policy.AuthorMayApprove || member.Id != AuthorId);
}
