namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>What a brand reads: its inbox and what visitors did with its posts; and the ledger, for everyone.</summary>
internal sealed class SandboxReadings(SandboxDatabase database)
{
    /// <param name="after">The cursor of the page before; 0 = from the beginning.</param>
    public InboxPage Inbox(Profile profile, long after, Func<string, string> permalink)
    {
        var rows = database.Read(db =>
            db.Query(
                $"""
                SELECT i.seq, i.id, i.kind, i.root, i.answers, v.handle, v.name, i.text, i.at
                  FROM items i JOIN visitors v ON v.handle = i.visitor
                 WHERE i.profile_id = {profile.Id} AND i.seq > {after} AND i.gone_at IS NULL
                 ORDER BY i.seq LIMIT {SandboxLimits.InboxPage + 1}
                """,
                r =>
                    (
                        Seq: r.GetInt64(0),
                        Item: new InboxItem(
                            $"event-{r.GetInt64(0)}",
                            r.GetString(1),
                            r.GetString(2),
                            r.GetString(3),
                            r.Word(4),
                            $"visitor-{r.GetString(5)}",
                            r.GetString(5),
                            r.GetString(6),
                            r.Text(7),
                            r.Time(8),
                            permalink(r.GetString(1))
                        )
                    )
            )
        );
        var page = rows.Take(SandboxLimits.InboxPage).ToList();
        return new InboxPage(
            [.. page.Select(r => r.Item)],
            page.Count > 0 ? page[^1].Seq : after,
            rows.Count > page.Count
        );
    }

    /// <summary>A post that is not this profile's, or gone, is absent.</summary>
    public MetricsAnswer Metrics(Profile profile, IReadOnlyList<string> ids)
    {
        var asked = Sql.List(ids);
        return database.Read(db => new MetricsAnswer(
            new()
            {
                ["followers"] = db.Number(
                    $"SELECT COUNT(*) FROM follows WHERE profile_id = {profile.Id}"
                ),
            },
            db.Query(
                    $"""
                    SELECT i.id, i.views,
                           (SELECT COUNT(*) FROM marks m WHERE m.item_id = i.id AND m.mark = 'like'),
                           (SELECT COUNT(*) FROM items c WHERE c.root = i.id AND c.kind = 'comment' AND c.gone_at IS NULL),
                           (SELECT COUNT(*) FROM marks m WHERE m.item_id = i.id AND m.mark = 'share')
                      FROM items i
                     WHERE i.profile_id = {profile.Id} AND i.kind = 'post' AND i.gone_at IS NULL
                       AND i.id IN (SELECT value FROM json_each({asked}))
                    """,
                    r =>
                        (
                            Id: r.GetString(0),
                            Values: new Dictionary<string, long>
                            {
                                ["views"] = r.GetInt64(1),
                                ["likes"] = r.GetInt64(2),
                                ["comments"] = r.GetInt64(3),
                                ["shares"] = r.GetInt64(4),
                            }
                        )
                )
                .ToDictionary(p => p.Id, p => p.Values)
        ));
    }

    /// <summary>Oldest first, up to 1,000 after the given number.</summary>
    public Ledger Ledger(long after) =>
        new(
            database.Read(db =>
                db.Query(
                    $"""
                    SELECT l.number, l.at, l.what, p.handle, l.key, l.item_id, l.answers, l.text
                      FROM ledger l JOIN profiles p ON p.id = l.profile_id
                     WHERE l.number > {after} ORDER BY l.number LIMIT {SandboxLimits.LedgerPage}
                    """,
                    r => new LedgerEntry(
                        r.GetInt64(0),
                        r.Time(1),
                        r.GetString(2),
                        r.GetString(3),
                        r.Word(4),
                        r.GetString(5),
                        r.Word(6),
                        r.Text(7)
                    )
                )
            )
        );
}
