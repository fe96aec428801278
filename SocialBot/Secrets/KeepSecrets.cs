using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using SocialBot.Core.Accounts;

namespace SocialBot.Secrets;

/// <summary>Account tokens under Data Protection. The purpose names workspace and account: a token copied into another row does not open.</summary>
internal sealed class KeepSecrets(IDataProtectionProvider protection) : IKeepsSecrets
{
    public string Protect(long workspaceId, string network, string remoteId, string secret) =>
        For(workspaceId, network, remoteId).Protect(secret);

    public string Unprotect(
        long workspaceId,
        string network,
        string remoteId,
        string sealedSecret
    ) => For(workspaceId, network, remoteId).Unprotect(sealedSecret);

    private IDataProtector For(long workspaceId, string network, string remoteId) =>
        protection.CreateProtector(
            "SocialBot.AccountSecret",
            workspaceId.ToString(CultureInfo.InvariantCulture),
            network,
            remoteId
        );
}
