using System.Text.Json;
using System.Text.Json.Nodes;

namespace SocialBot.Tests.Networks.Bluesky;

/// <summary>
/// What a PDS answers: sessions, identities and repositories. Errors are those that Bluesky's own server gives, name, status and words.
/// </summary>
internal sealed class DoublePds(
    Func<Uri> address,
    DoubleSessions sessions,
    DoubleRepos repos,
    List<DoubleAccount> accounts
)
{
    /// <summary>Null when it is none of a PDS's own methods.</summary>
    public DoubleAnswer? Answer(DoubleCall call, TimeSpan showsAfter) =>
        call.Nsid switch
        {
            "com.atproto.server.createSession" => CreateSession(call),
            "com.atproto.server.refreshSession" => RefreshSession(call),
            "com.atproto.server.deleteSession" => DeleteSession(call),
            "com.atproto.server.getSession" => GetSession(call),
            "com.atproto.identity.resolveHandle" => ResolveHandle(call),
            "com.atproto.repo.putRecord" => PutRecord(call, showsAfter),
            "com.atproto.repo.createRecord" => CreateRecord(call, showsAfter),
            "com.atproto.repo.deleteRecord" => DeleteRecord(call),
            "com.atproto.repo.getRecord" => GetRecord(call),
            "com.atproto.repo.listRecords" => ListRecords(call),
            "com.atproto.repo.uploadBlob" => UploadBlob(call),
            _ => null,
        };

    /// <summary>As the PLC directory has it: https://web.plc.directory/spec/v0.1/did-plc.</summary>
    public JsonObject? Document(string did) =>
        accounts.Find(a => a.Did == did) is { } account
            ? new JsonObject
            {
                ["@context"] = new JsonArray("https://www.w3.org/ns/did/v1"),
                ["id"] = did,
                ["alsoKnownAs"] = new JsonArray($"at://{account.Handle}"),
                ["verificationMethod"] = new JsonArray(),
                ["service"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = "#atproto_pds",
                        ["type"] = "AtprotoPersonalDataServer",
                        ["serviceEndpoint"] = address().GetLeftPart(UriPartial.Authority),
                    }
                ),
            }
            : null;

    public DoubleAccount? Find(string? identifier) =>
        accounts.Find(a =>
            a.Did == identifier
            || string.Equals(a.Handle, identifier, StringComparison.OrdinalIgnoreCase)
        );

    private DoubleAnswer CreateSession(DoubleCall call)
    {
        var account = Find(call.Input["identifier"]!.GetValue<string>());
        // To one that is taken down no app password opens.
        if (
            account is not { Standing: AccountStanding.Active or AccountStanding.Deactivated }
            || account.AppPassword != call.Input["password"]!.GetValue<string>()
        )
            throw new DoubleRefusal(
                401,
                "AuthenticationRequired",
                "Invalid identifier or password"
            );
        var (access, refresh) = sessions.Open(account);
        return DoubleAnswer.Ok(Session(account, access, refresh));
    }

    private DoubleAnswer RefreshSession(DoubleCall call)
    {
        var (account, access, refresh) = sessions.Exchange(call.Bearer);
        return DoubleAnswer.Ok(Session(account, access, refresh));
    }

    private DoubleAnswer DeleteSession(DoubleCall call)
    {
        sessions.Close(call.Bearer);
        return new DoubleAnswer(200, Body: null);
    }

    private DoubleAnswer GetSession(DoubleCall call)
    {
        var session = Session(sessions.Who(call.Bearer), "", "");
        session.Remove("accessJwt");
        session.Remove("refreshJwt");
        return DoubleAnswer.Ok(session);
    }

    private JsonObject Session(DoubleAccount account, string access, string refresh)
    {
        var session = new JsonObject
        {
            ["accessJwt"] = access,
            ["refreshJwt"] = refresh,
            ["did"] = account.Did,
            ["didDoc"] = Document(account.Did),
            ["handle"] = account.Handle,
            ["email"] = $"{account.Handle}@mail.test",
            ["emailConfirmed"] = true,
            ["active"] = account.Standing == AccountStanding.Active,
        };
        if (account.Standing != AccountStanding.Active)
            session["status"] = account.Standing.ToString().ToLowerInvariant();
        return session;
    }

    private DoubleAnswer ResolveHandle(DoubleCall call) =>
        Find(call.Text("handle")) is { } account
            ? DoubleAnswer.Ok(new JsonObject { ["did"] = account.Did })
            : throw new DoubleRefusal(400, "HandleNotFound", "Unable to resolve handle");

    private DoubleAnswer PutRecord(DoubleCall call, TimeSpan showsAfter)
    {
        var (account, collection, key, record) = Checked(call);
        var held = repos.Held($"at://{account.Did}/{collection}/{key}");
        if (call.Input.TryGetPropertyValue("swapRecord", out var swap))
            if (swap?.GetValue<string>() != held?.Cid)
                throw new DoubleRefusal(400, "InvalidSwap", $"Record was at {held?.Cid ?? "null"}");
        return Written(account, collection, key, record, showsAfter);
    }

    private DoubleAnswer CreateRecord(DoubleCall call, TimeSpan showsAfter)
    {
        var (account, collection, key, record) = Checked(call);
        return repos.Held($"at://{account.Did}/{collection}/{key}") is null
            ? Written(account, collection, key, record, showsAfter)
            : throw new DoubleRefusal(500, "InternalServerError", "Internal Server Error");
    }

    private DoubleAnswer Written(
        DoubleAccount account,
        string collection,
        string key,
        JsonObject record,
        TimeSpan showsAfter
    )
    {
        var written = repos.Put(account, collection, key, record, showsAfter);
        var held = written ?? repos.Held($"at://{account.Did}/{collection}/{key}")!;
        var answer = held.StrongRef;
        if (written is not null)
            answer["commit"] = repos.Commit();
        answer["validationStatus"] = Lexicons.Known?.Knows(collection) is true
            ? "valid"
            : "unknown";
        return DoubleAnswer.Ok(answer);
    }

    /// <summary>In the order in which the real one looks: the account, the record, its key, its files.</summary>
    private (DoubleAccount, string Collection, string Key, JsonObject Record) Checked(
        DoubleCall call
    )
    {
        var account = Writer(call);
        var collection = call.Input["collection"]!.GetValue<string>();
        var key = call.Input["rkey"]?.GetValue<string>() ?? repos.NewKey();
        var record = (JsonObject)call.Input["record"]!;
        if (call.Input["validate"]?.GetValue<bool>() is not false && Lexicons.Known is { } known)
        {
            if (known.RefuseRecordKey(collection, key) is { } wrongKey)
                throw DoubleRefusal.Invalid(wrongKey);
            using var parsed = JsonDocument.Parse(record.ToJsonString());
            if (known.RefuseRecord(collection, parsed.RootElement) is { } refusal)
                throw DoubleRefusal.Invalid(
                    refusal.StartsWith("Invalid $type", StringComparison.Ordinal)
                        ? refusal
                        : $"Invalid {collection} record: {refusal}"
                );
        }
        foreach (var blob in DoubleRecord.Blobs(record))
        {
            var cid = blob["ref"]!["$link"]!.GetValue<string>();
            if (!account.Blobs.TryGetValue(cid, out var held))
                throw new DoubleRefusal(400, "BlobNotFound", $"Could not find blob: {cid}");
            if (held.ContentType != blob["mimeType"]!.GetValue<string>())
                throw new DoubleRefusal(
                    400,
                    "InvalidMimeType",
                    $"Referenced Mimetype does not match stored blob. Expected: {held.ContentType}, Got: {blob["mimeType"]}"
                );
        }
        return (account, collection, key, record);
    }

    private DoubleAnswer DeleteRecord(DoubleCall call)
    {
        var account = Writer(call);
        var uri = $"at://{account.Did}/{call.Input["collection"]}/{call.Input["rkey"]}";
        return DoubleAnswer.Ok(
            repos.Remove(uri) ? new JsonObject { ["commit"] = repos.Commit() } : []
        );
    }

    private DoubleAnswer GetRecord(DoubleCall call)
    {
        var account = Repo(call);
        var uri = $"at://{account.Did}/{call.Text("collection")}/{call.Text("rkey")}";
        var record =
            repos.Find(uri)
            ?? throw new DoubleRefusal(400, "RecordNotFound", $"Could not locate record: {uri}");
        return DoubleAnswer.Ok(Listed(record));
    }

    private DoubleAnswer ListRecords(DoubleCall call)
    {
        var records = repos.List(Repo(call), call.Text("collection")!);
        var reverse = call.Text("reverse") == "true";
        var cursor = call.Text("cursor");
        var page = (reverse ? records : records.Reverse())
            .Where(r =>
                cursor is null || (reverse ? 1 : -1) * string.CompareOrdinal(r.Key, cursor) > 0
            )
            .Take(call.Number("limit", 50))
            .ToList();
        var answer = new JsonObject { ["records"] = new JsonArray([.. page.Select(Listed)]) };
        if (page.Count > 0)
            answer["cursor"] = page[^1].Key;
        return DoubleAnswer.Ok(answer);
    }

    private DoubleAnswer UploadBlob(DoubleCall call)
    {
        var account = Standing(sessions.Who(call.Bearer));
        var cid = Base32.Cid(call.Body, isRecord: false);
        var contentType = call.ContentType!.Split(';')[0];
        account.Blobs[cid] = (contentType, call.Body);
        return DoubleAnswer.Ok(
            new JsonObject
            {
                ["blob"] = new JsonObject
                {
                    ["$type"] = "blob",
                    ["ref"] = new JsonObject { ["$link"] = cid },
                    ["mimeType"] = contentType,
                    ["size"] = call.Body.Length,
                },
            }
        );
    }

    private DoubleAccount Writer(DoubleCall call)
    {
        var account = sessions.Who(call.Bearer);
        var named =
            Find(call.Input["repo"]!.GetValue<string>())
            ?? throw new DoubleRefusal(403, "AccountNotFound", "Account not found");
        return Standing(named) == account
            ? account
            : throw new DoubleRefusal(401, "AuthenticationRequired", "Authentication Required");
    }

    private static DoubleAccount Standing(DoubleAccount account) =>
        account.Standing switch
        {
            AccountStanding.Active => account,
            AccountStanding.Deactivated => throw new DoubleRefusal(
                401,
                "AccountDeactivated",
                "Account is deactivated"
            ),
            _ => throw new DoubleRefusal(401, "AccountTakedown", "Account has been taken down"),
        };

    private DoubleAccount Repo(DoubleCall call) =>
        Find(call.Text("repo")) is { Standing: AccountStanding.Active } account
            ? account
            : throw DoubleRefusal.Invalid($"Could not find repo: {call.Text("repo")}");

    private static JsonObject Listed(DoubleRecord record) =>
        new()
        {
            ["uri"] = record.Uri,
            ["cid"] = record.Cid,
            ["value"] = record.Value.DeepClone(),
        };
}
