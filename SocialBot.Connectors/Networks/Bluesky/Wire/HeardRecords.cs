using System.Text.Json;

namespace SocialBot.Connectors.Networks.Bluesky.Wire;

// What people write, as the AppView tells it. Records are strangers' and read apart, by HeardPost.

/// <summary>app.bsky.notification.listNotifications, newest first.</summary>
internal sealed record NotificationPage(
    IReadOnlyList<Notification> Notifications,
    string? Cursor = null
);

internal sealed record Notification(
    string Uri,
    HeardAuthor Author,
    string Reason,
    JsonElement Record,
    string IndexedAt
);

/// <summary>app.bsky.feed.searchPosts and getPosts.</summary>
internal sealed record HeardPage(IReadOnlyList<HeardView> Posts, string? Cursor = null);

internal sealed record HeardView(
    string Uri,
    HeardAuthor Author,
    JsonElement Record,
    string IndexedAt
);

/// <summary>app.bsky.actor.getProfiles: only there are followers counted.</summary>
internal sealed record ProfileViews(IReadOnlyList<HeardAuthor> Profiles);

internal sealed record HeardAuthor(
    string Did,
    string Handle,
    string? DisplayName = null,
    int? FollowersCount = null
);
