using System.Security.Cryptography;

namespace SocialBot.Connectors.Chat.Local;

/// <summary>A file of the page, kept in the assembly. Its address carries a hash of its content and may be cached for ever.</summary>
internal sealed record LocalChatAsset(string Path, string ContentType, byte[] Bytes);

internal static class LocalChatAssets
{
    public static readonly LocalChatAsset Style = Read(
        "localchat",
        "css",
        "text/css; charset=utf-8"
    );
    public static readonly LocalChatAsset Script = Read(
        "localchat",
        "js",
        "text/javascript; charset=utf-8"
    );
    public static readonly LocalChatAsset Icon = Read("icon", "svg", "image/svg+xml");

    private static readonly Dictionary<string, LocalChatAsset> ByPath = new[]
    {
        Style,
        Script,
        Icon,
    }.ToDictionary(asset => asset.Path);

    public static LocalChatAsset? Find(string path) => ByPath.GetValueOrDefault(path);

    private static LocalChatAsset Read(string name, string kind, string contentType)
    {
        using var stream =
            typeof(LocalChatAssets).Assembly.GetManifestResourceStream($"LocalChat/{name}.{kind}")
            ?? throw new InvalidOperationException($"{name}.{kind} is not embedded.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        var bytes = copy.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
        return new LocalChatAsset(
            $"{LocalChatPaths.Assets}{name}.{hash}.{kind}",
            contentType,
            bytes
        );
    }
}
