using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Networks.Sandbox;

/// <summary>The settings section <c>Sandbox</c>: of the bot's client and of the server alike.</summary>
public sealed class SandboxOptions : IValidatableObject
{
    public const string Section = "Sandbox";

    /// <summary>Whether the network exists at all. On in Development, off otherwise.</summary>
    public bool Enabled { get; set; }

    /// <summary>Address of a Sandbox in a process of its own; empty = the one in this process, at the address it listens on.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>What people's links to posts begin with; empty = the address the bot used.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The SQLite file of the server; in the bot's own process relative to the content root.</summary>
    [Required]
    public string Database { get; set; } = Path.Combine("data", "sandbox.db");

    /// <summary>After this long an accepted post must show up in its account's listing.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SettleWindow { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long one call may take. Less than what a worker's lease needs to have left before it sends (45 s).</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:40")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether the client hands over our idempotency key. Off by default, so that reading back is what settles a lost answer,
    /// as on most networks.
    /// </summary>
    public bool HonoursKeys { get; set; }

    [ValidateObjectMembers]
    public MisbehaveOptions Misbehave { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl is not null && !IsWeb(BaseUrl))
            yield return new("must be an absolute http or https address", [nameof(BaseUrl)]);
        if (PublicUrl is not null && !IsWeb(PublicUrl))
            yield return new("must be an absolute http or https address", [nameof(PublicUrl)]);
    }

    private static bool IsWeb(Uri address) =>
        address.IsAbsoluteUri && address.Scheme is "http" or "https";
}

/// <summary>How the server misbehaves, so that people and tests can see how the bot copes.</summary>
public sealed class MisbehaveOptions
{
    /// <summary>Opens <c>/sandbox/control</c>, which changes the rules while it runs. For tests and demos.</summary>
    public bool Control { get; set; }

    /// <summary>Of the dice that decide on probabilities: the same seed, the same run.</summary>
    public int Seed { get; set; } = 1;

    [ValidateEnumeratedItems]
    public IList<Misdeed> Rules { get; set; } = [];
}

/// <summary>One rule of misbehaviour. Without <see cref="Next"/> and <see cref="Probability"/> it always applies.</summary>
public sealed class Misdeed
{
    public Mischief Do { get; set; }

    /// <summary>The calls it applies to.</summary>
    public SandboxCalls On { get; set; } = SandboxCalls.Any;

    /// <summary>Only to the next so many calls.</summary>
    [Range(1, 1_000_000)]
    public int? Next { get; set; }

    /// <summary>To this share of the calls, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double? Probability { get; set; }

    /// <summary>How long: of the delay, until the post shows, or to be waited before the next try (Retry-After).</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The HTTP status of a failure: 500 to 599.</summary>
    [Range(500, 599)]
    public int Status { get; set; } = 503;

    /// <summary>The network's code of a refusal.</summary>
    [Required, MaxLength(60)]
    public string Code { get; set; } = "refused";

    /// <summary>The network's words of a refusal.</summary>
    [Required, MaxLength(300)]
    public string Reason { get; set; } = "The Sandbox was told to refuse this.";
}

public enum Mischief
{
    /// <summary>422 with code and reason; nothing is accepted.</summary>
    Refuse,

    /// <summary>429 with Retry-After; nothing is accepted.</summary>
    RateLimit,

    /// <summary>401, as if the token had ended; nothing is accepted.</summary>
    ExpireToken,

    /// <summary>5xx, and nothing is accepted.</summary>
    FailBefore,

    /// <summary>Waits, then accepts: also when the caller has gone meanwhile.</summary>
    DelayBefore,

    /// <summary>Accepts, waits, then answers.</summary>
    DelayAfter,

    /// <summary>Accepts and answers 5xx.</summary>
    FailAfter,

    /// <summary>Accepts and drops the connection without a word.</summary>
    LoseAnswer,

    /// <summary>Accepts and drops the connection in the middle of the answer.</summary>
    CutAnswer,

    /// <summary>Accepts at once, but the post is in no listing before the wait is over.</summary>
    ShowLate,

    /// <summary>Answers that it is still working on it (202), and shows the post when the wait is over.</summary>
    Process,
}

/// <summary>Which calls; several are written <c>Publish, Reply</c>.</summary>
[Flags]
public enum SandboxCalls
{
    None = 0,
    Publish = 1,
    Reply = 2,
    TakeDown = 4,
    Hide = 8,
    Like = 16,
    List = 32,
    Inbox = 64,
    Metrics = 128,
    Any = Publish | Reply | TakeDown | Hide | Like | List | Inbox | Metrics,
}
