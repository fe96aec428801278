using System.Formats.Cbor;
using System.Globalization;
using SocialBot.Connectors.Networks.Bluesky.Identity;
using SocialBot.Connectors.Networks.Bluesky.Listening;
using SocialBot.Connectors.Networks.Bluesky.Wire;

namespace SocialBot.Connectors.Networks.Bluesky.Streaming;

/// <summary>
/// com.atproto.sync.subscribeRepos: binary frames of two CBOR objects, a header and a body (https://atproto.com/specs/event-stream). Of
/// a commit the operations are read; the block of a record only when it may concern us.
/// </summary>
internal sealed class FirehoseDialect(Uri server) : IStreamDialect
{
    private const string Posts = $"{PostRecord.Collection}/";

    public char Mark => 'f';

    public Uri Address(long? cursor)
    {
        var path = server.AbsolutePath is "/"
            ? "/xrpc/com.atproto.sync.subscribeRepos"
            : server.AbsolutePath;
        return new Uri(
            server,
            cursor is { } at
                ? string.Create(CultureInfo.InvariantCulture, $"{path}?cursor={at}")
                : path
        );
    }

    public StreamFrame Read(ReadOnlyMemory<byte> frame, StreamSieve sieve)
    {
        try
        {
            var reader = DagCbor.Open(frame);
            long? kind = null;
            string? type = null;
            DagCbor.Map(
                reader,
                key =>
                {
                    switch (key)
                    {
                        case "op":
                            kind = reader.ReadInt64();
                            return true;
                        case "t":
                            type = DagCbor.Text(reader);
                            return true;
                        default:
                            return false;
                    }
                }
            );
            return (kind, type) switch
            {
                (-1, _) => Word(reader, "error", isError: true),
                (1, "#info") => Word(reader, "name", isError: false),
                (1, "#commit") => Commit(reader, sieve),
                (1, _) => Other(reader),
                _ => throw new FormatException("A frame without a kind."),
            };
        }
        catch (Exception e)
            when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            throw new FormatException("A frame that is no CBOR as it should be.", e);
        }
    }

    private static StreamFrame Word(CborReader reader, string name, bool isError)
    {
        string? says = null;
        DagCbor.Map(
            reader,
            key =>
            {
                if (key != name)
                    return false;
                says = DagCbor.Text(reader);
                return true;
            }
        );
        return new StreamFrame(Cursor: null) { Says = says ?? "?", IsError = isError };
    }

    /// <summary>Kinds that we do not know, or do not need: where the stream is, they say too.</summary>
    private static StreamFrame Other(CborReader reader)
    {
        long? seq = null;
        DagCbor.Map(
            reader,
            key =>
            {
                if (key != "seq")
                    return false;
                seq = reader.ReadInt64();
                return true;
            }
        );
        return new StreamFrame(seq);
    }

    private static StreamFrame Commit(CborReader reader, StreamSieve sieve)
    {
        long? seq = null;
        string? repo = null;
        string? time = null;
        ReadOnlyMemory<byte> blocks = default;
        var ops = new List<Operation>();
        DagCbor.Map(
            reader,
            key =>
            {
                switch (key)
                {
                    case "seq":
                        seq = reader.ReadInt64();
                        return true;
                    case "repo":
                        repo = DagCbor.Text(reader);
                        return true;
                    case "time":
                        time = DagCbor.Text(reader);
                        return true;
                    case "blocks" when reader.PeekState() == CborReaderState.ByteString:
                        blocks = reader.ReadDefiniteLengthByteString();
                        return true;
                    case "ops":
                        DagCbor.List(reader, () => ops.Add(ReadOperation(reader)));
                        return true;
                    default:
                        return false;
                }
            }
        );
        if (seq is null || repo is null || !AtSyntax.IsDid(repo))
            throw new FormatException("A commit without its number or its repository.");
        var ours = ops.Where(o => o.Path.StartsWith(Posts, StringComparison.Ordinal)).ToList();
        return new StreamFrame(seq)
        {
            Posts =
                ours.Any(o => o.Action == "create") && sieve.MayConcernUs(blocks.Span)
                    ? [.. Created(repo, time, ours, blocks)]
                    : [],
            Gone = [.. ours.Where(o => o.Action == "delete").Select(o => $"at://{repo}/{o.Path}")],
        };
    }

    private static IEnumerable<StreamPost> Created(
        string repo,
        string? time,
        List<Operation> ops,
        ReadOnlyMemory<byte> blocks
    )
    {
        var at = BlueskyNames.ReadDatetime(time);
        foreach (var op in ops)
        {
            var rkey = op.Path[Posts.Length..];
            if (
                op is { Action: "create", Cid: { } cid }
                && AtSyntax.IsRecordKey(rkey)
                && CarBlocks.Find(blocks, cid.Span) is { } record
            )
                yield return new StreamPost(
                    repo,
                    rkey,
                    CborPost.Read(record),
                    at ?? Tid.Time(rkey) ?? DateTimeOffset.UnixEpoch
                );
        }
    }

    private static Operation ReadOperation(CborReader reader)
    {
        var (action, path) = ("", "");
        ReadOnlyMemory<byte>? cid = null;
        DagCbor.Map(
            reader,
            key =>
            {
                switch (key)
                {
                    case "action":
                        action = DagCbor.Text(reader) ?? "";
                        return true;
                    case "path":
                        path = DagCbor.Text(reader) ?? "";
                        return true;
                    case "cid":
                        cid = DagCbor.Cid(reader);
                        return true;
                    default:
                        return false;
                }
            }
        );
        return new Operation(action, path, cid);
    }

    private sealed record Operation(string Action, string Path, ReadOnlyMemory<byte>? Cid);
}

/// <summary>A post record in CBOR.</summary>
internal static class CborPost
{
    public static HeardPost Read(ReadOnlyMemory<byte> record)
    {
        var reader = DagCbor.Open(record);
        string? text = null;
        string? parent = null;
        string? root = null;
        string? quoted = null;
        var mentions = new List<string>();
        DagCbor.Map(
            reader,
            key =>
            {
                switch (key)
                {
                    case "text":
                        text = DagCbor.Text(reader);
                        return true;
                    case "reply":
                        (parent, root) = Reply(reader);
                        return true;
                    case "embed":
                        quoted = Embed(reader);
                        return true;
                    case "facets":
                        DagCbor.List(reader, () => Facet(reader, mentions));
                        return true;
                    default:
                        return false;
                }
            }
        );
        return new HeardPost(HeardPost.Short(text), parent, root, quoted, mentions);
    }

    private static (string? Parent, string? Root) Reply(CborReader reader)
    {
        string? parent = null;
        string? root = null;
        DagCbor.Map(
            reader,
            key =>
            {
                switch (key)
                {
                    case "parent":
                        parent = Uri(reader, deeper: false);
                        return true;
                    case "root":
                        root = Uri(reader, deeper: false);
                        return true;
                    default:
                        return false;
                }
            }
        );
        return (parent, root);
    }

    private static string? Embed(CborReader reader)
    {
        string? quoted = null;
        DagCbor.Map(
            reader,
            key =>
            {
                if (key != "record")
                    return false;
                quoted = Uri(reader, deeper: true);
                return true;
            }
        );
        return quoted;
    }

    /// <param name="deeper">With pictures beside it the quoted post is one step further in.</param>
    private static string? Uri(CborReader reader, bool deeper)
    {
        string? uri = null;
        DagCbor.Map(
            reader,
            key =>
            {
                switch (key)
                {
                    case "uri":
                        uri = DagCbor.Text(reader) ?? uri;
                        return true;
                    case "record" when deeper:
                        uri ??= Uri(reader, deeper: false);
                        return true;
                    default:
                        return false;
                }
            }
        );
        return uri;
    }

    private static void Facet(CborReader reader, List<string> mentions) =>
        DagCbor.Map(
            reader,
            key =>
            {
                if (key != "features")
                    return false;
                DagCbor.List(reader, () => Feature(reader, mentions));
                return true;
            }
        );

    private static void Feature(CborReader reader, List<string> mentions)
    {
        string? type = null;
        string? did = null;
        DagCbor.Map(
            reader,
            key =>
            {
                switch (key)
                {
                    case "$type":
                        type = DagCbor.Text(reader);
                        return true;
                    case "did":
                        did = DagCbor.Text(reader);
                        return true;
                    default:
                        return false;
                }
            }
        );
        if (type == "app.bsky.richtext.facet#mention" && did is not null)
            mentions.Add(did);
    }
}
