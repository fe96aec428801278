using Microsoft.EntityFrameworkCore;
using SocialBot.Core.Audit;
using SocialBot.Core.Chat;
using SocialBot.Core.Storage;

namespace SocialBot.Core.Workspaces;

/// <summary>Makes a chat user a member with these roles; for one who is a member already, these become the roles.</summary>
public sealed class AddMember(SocialBotDb db, TimeProvider clock)
{
    public async Task<Outcome<Member>> RunAsync(
        Member by,
        ChatUser user,
        string? platformUserId,
        string name,
        Roles roles,
        CancellationToken ct
    )
    {
        if (!by.Has(Roles.Admin))
            return new Refusal("people.not-allowed");
        if (roles == default)
            return new Refusal("people.no-role");
        var known = await db
            .Identities.Where(i =>
                i.Platform == user.Platform && i.Tenant == user.Tenant && i.UserId == user.Id
            )
            .FirstOrDefaultAsync(ct);
        Member member;
        if (known is not null)
        {
            member = await db.Members.SingleAsync(m => m.Id == known.MemberId, ct);
            if (
                member.Has(Roles.Admin)
                && (roles & Roles.Admin) == default
                && await db.Members.CountAsync(m => (m.Roles & Roles.Admin) != Roles.None, ct) == 1
            )
                return new Refusal("people.last-admin");
            member.Roles = roles;
        }
        else
        {
            member = new Member { Name = name, Roles = roles };
            db.Members.Add(member);
            await db.SaveChangesAsync(ct);
            db.Identities.Add(
                new MemberIdentity
                {
                    MemberId = member.Id,
                    Platform = user.Platform,
                    Tenant = user.Tenant,
                    UserId = user.Id,
                    PlatformUserId = platformUserId,
                }
            );
        }
        db.Record(
            new AuditEntry
            {
                At = clock.GetUtcNow(),
                MemberId = by.Id,
                Action = "member.roles",
                Subject = FormattableString.Invariant($"member:{member.Id}"),
                Detail = roles.ToString(),
            }
        );
        await db.SaveChangesAsync(ct);
        return member;
    }
}
