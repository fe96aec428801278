namespace SocialBot.Connectors.Chat.Teams;

/// <summary>Whose Teams the bot works in; GCC belongs to the public cloud.</summary>
public enum TeamsCloud
{
    Public,

    /// <summary>GCC High and DoD.</summary>
    UsGovernment,
}

/// <summary>What Microsoft documents for a cloud; <c>{tenant}</c> stands for a tenant's id.</summary>
/// <remarks>
/// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication,
/// https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high,
/// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
/// </remarks>
internal sealed record CloudAddresses(
    string Issuer,
    string MetadataAddress,
    string EntraIssuer,
    string TokenAddress,
    string TokenScope,
    IReadOnlyList<string> ServiceHosts
)
{
    public static CloudAddresses Of(TeamsCloud cloud) =>
        cloud == TeamsCloud.UsGovernment ? Government : Public;

    private static readonly CloudAddresses Public = new(
        "https://api.botframework.com",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.com/{tenant}/v2.0",
        "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        "https://api.botframework.com/.default",
        ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"]
    );

    private static readonly CloudAddresses Government = new(
        "https://api.botframework.us",
        "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
        "https://login.microsoftonline.us/{tenant}/v2.0",
        "https://login.microsoftonline.us/{tenant}/oauth2/v2.0/token",
        "https://api.botframework.us/.default",
        ["smba.infra.gov.teams.microsoft.us", "smba.infra.dod.teams.microsoft.us"]
    );
}
