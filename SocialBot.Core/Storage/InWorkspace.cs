namespace SocialBot.Core.Storage;

/// <summary>Every row belongs to one workspace; <see cref="SocialBotDb"/> filters each query by it and stamps each new row.</summary>
public abstract class InWorkspace
{
    public long WorkspaceId { get; internal set; }
}

/// <summary>The workspace that the current unit of work is about. Set once, before the first query.</summary>
public sealed class WorkspaceScope
{
    public long? Id { get; private set; }

    public void Enter(long workspaceId)
    {
        if (Id is { } current && current != workspaceId)
            throw new InvalidOperationException("A unit of work stays in one workspace.");
        Id = workspaceId;
    }
}
