using SocialBot.Core.Storage;

namespace SocialBot.Core.Inbox;

/// <summary>A remark of the team on a case. Never leaves the house.</summary>
public sealed class CaseNote : InWorkspace
{
    public long Id { get; private set; }
    public long CaseId { get; init; }
    public long MemberId { get; init; }
    public required string Text { get; init; }
    public DateTimeOffset At { get; init; }
}
