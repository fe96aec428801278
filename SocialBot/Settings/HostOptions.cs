using System.ComponentModel.DataAnnotations;
using System.Net;

namespace SocialBot.Settings;

/// <summary>Section <c>Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>Sqlite</c>: one file beside the program. PostgreSQL comes with replicas.</summary>
    [AllowedValues(
        "Sqlite",
        ErrorMessage = "Database:Provider must be Sqlite; PostgreSQL is not in this version."
    )]
    public string Provider { get; set; } = "Sqlite";
}

/// <summary>Section <c>Clocks</c>: how often the clock looks whether something is due. What is due stands in rows.</summary>
public sealed class ClockOptions
{
    /// <summary>Between two snapshots of metrics.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CollectSnapshots { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Between two looks whether a digest is due.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TellDigests { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>Section <c>ForwardedHeaders</c>: behind a proxy that ends TLS.</summary>
public sealed class ForwardedOptions : IValidatableObject
{
    /// <summary>Believe <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> from a proxy on this machine or named below.</summary>
    public bool Enabled { get; set; }

    /// <summary>Addresses of proxies elsewhere. Nobody else is believed.</summary>
    public IList<string> KnownProxies { get; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        KnownProxies
            .Where(proxy => !IPAddress.TryParse(proxy, out _))
            .Select(proxy => new ValidationResult(
                $"ForwardedHeaders:KnownProxies has '{proxy}', which is no IP address.",
                [nameof(KnownProxies)]
            ));
}

/// <summary>Section <c>SampleData</c>.</summary>
public sealed class SampleDataOptions
{
    /// <summary>Seeds a sample workspace at the first start. On in Development.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// Lets real accounts be connected in the sample workspace, to try a network out. Whoever can open the local chat can then post there as
    /// anybody of the sample team.
    /// </summary>
    public bool RealNetworks { get; set; }

    /// <summary>Chat ids to sample members (<c>anna</c>, <c>omar</c>, …), so that an emulator's users can author and approve.</summary>
    public IDictionary<string, string> TeamsMembers { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The root of the settings.</summary>
public sealed class PublicOptions : IValidatableObject
{
    /// <summary>Where people and chat clients reach this program: <c>https://bot.example.com</c>. Empty = the address it listens on.</summary>
    public Uri? PublicUrl { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is { } url && !(url.IsAbsoluteUri && url.Scheme is "http" or "https"))
            yield return new ValidationResult(
                "PublicUrl must be an absolute http or https address.",
                [nameof(PublicUrl)]
            );
    }
}
