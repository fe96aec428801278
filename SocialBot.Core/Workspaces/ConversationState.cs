using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>What a person has begun in a conversation: the open form, as JSON.</summary>
public sealed class OpenForm : InWorkspace
{
    public long Id { get; private set; }
    public long MemberId { get; init; }
    public required string Platform { get; init; }
    public required string Conversation { get; init; }

    /// <summary>Which form: <c>draft</c>.</summary>
    public required string Kind { get; set; }

    /// <summary>The form's shape; one that this build cannot read ends aloud.</summary>
    public int Shape { get; set; }
    public required string Json { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>A turn that was answered: the same one again gets this answer. Belongs to a platform, not to a workspace.</summary>
public sealed class AnsweredTurn
{
    public long Id { get; private set; }
    public required string Platform { get; init; }
    public required string Tenant { get; init; }
    public required string TurnId { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>The inline answer as JSON, if the platform wanted one.</summary>
    public string? Answer { get; init; }
}

/// <summary>Which of their workspaces a person speaks about in a conversation that is bound to none.</summary>
public sealed class ChosenWorkspace
{
    public long Id { get; private set; }
    public required string Platform { get; init; }
    public required string Tenant { get; init; }
    public required string UserId { get; init; }
    public required string Conversation { get; init; }
    public long WorkspaceId { get; set; }
}
