using System.ComponentModel.DataAnnotations;

namespace SocialBot.Connectors.Networks.Bluesky;

/// <summary>The settings section <c>Bluesky</c>. Which server an account lives on is found from its handle, not set here.</summary>
public sealed class BlueskyOptions : IValidatableObject
{
    public const string Section = "Bluesky";

    /// <summary>Whether the network exists at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The directory of <c>did:plc</c> identities.</summary>
    public Uri PlcUrl { get; set; } = new("https://plc.directory");

    /// <summary>A server that answers which identity a handle belongs to.</summary>
    public Uri HandleResolver { get; set; } = new("https://public.api.bsky.app");

    /// <summary>The web app that people's links to posts lead to.</summary>
    public Uri AppUrl { get; set; } = new("https://bsky.app");

    /// <summary>How long one call may take. Less than what a worker's lease needs to have left before it sends (45 s).</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:40")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>After this long an accepted post must show up in its account's listing.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan SettleWindow { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A server or relay whose firehose is listened to (<c>wss://…</c>); null = what people write is polled only.</summary>
    public Uri? Firehose { get; set; }

    /// <summary>A Jetstream server (<c>wss://…</c>), in place of a firehose: far less traffic, not signed.</summary>
    public Uri? Jetstream { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (
            var (name, address) in new[]
            {
                (nameof(PlcUrl), PlcUrl),
                (nameof(HandleResolver), HandleResolver),
                (nameof(AppUrl), AppUrl),
            }
        )
            if (address is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
                yield return new(
                    $"{Section}:{name} must be an absolute http or https address.",
                    [name]
                );
        foreach (
            var (name, address) in new[]
            {
                (nameof(Firehose), Firehose),
                (nameof(Jetstream), Jetstream),
            }
        )
            if (
                address
                is not (
                    null
                    or { OriginalString.Length: 0 }
                    or { IsAbsoluteUri: true, Scheme: "ws" or "wss" }
                )
            )
                yield return new(
                    $"{Section}:{name} must be an absolute ws or wss address.",
                    [name]
                );
    }
}
