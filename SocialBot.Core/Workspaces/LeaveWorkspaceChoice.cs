using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>Forgets which workspace a person speaks about in this conversation: they are asked again.</summary>
public sealed class LeaveWorkspaceChoice(SocialBotDb db)
{
    /// <returns>False when there was nothing to choose.</returns>
    public async Task<bool> RunAsync(ChatTurn turn, CancellationToken ct)
    {
        var (user, place) = (turn.From, turn.In);
        return await db
                .ChosenWorkspaces.Where(c =>
                    c.Platform == user.Platform
                    && c.Tenant == user.Tenant
                    && c.UserId == user.Id
                    && c.Conversation == place.Conversation
                )
                .ExecuteDeleteAsync(ct) > 0;
    }
}
