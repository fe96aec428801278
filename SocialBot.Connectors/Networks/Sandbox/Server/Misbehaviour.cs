using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace SocialBot.Connectors.Networks.Sandbox.Server;

/// <summary>Which misdeeds strike a call. Counts and dice are kept here; the same seed and calls give the same misdeeds.</summary>
internal sealed class Misbehaviour(IOptions<SandboxOptions> options)
{
    private readonly Lock door = new();
    private Random dice = new(options.Value.Misbehave.Seed);
    private List<Planned> plan = [.. options.Value.Misbehave.Rules.Select(d => new Planned(d))];

    public void Add(IEnumerable<Misdeed> deeds)
    {
        lock (door)
            plan = [.. plan, .. deeds.Select(d => new Planned(d))];
    }

    /// <summary>Behaves again; the dice start anew.</summary>
    public void Forget()
    {
        lock (door)
        {
            plan = [];
            dice = new Random(options.Value.Misbehave.Seed);
        }
    }

    public Struck For(SandboxCalls call)
    {
        lock (door)
            return new Struck([.. plan.Where(p => p.Strikes(call, dice)).Select(p => p.Deed)]);
    }

    private sealed class Planned(Misdeed deed)
    {
        private int? left = deed.Next;

        public Misdeed Deed => deed;

        public bool Strikes(SandboxCalls call, Random dice)
        {
            if (left == 0 || !deed.On.HasFlag(call))
                return false;
            if (deed.Probability is { } share && dice.NextDouble() >= share)
                return false;
            left--;
            return true;
        }
    }
}

/// <summary>The misdeeds that strike one call.</summary>
internal sealed record Struck(IReadOnlyList<Misdeed> Deeds)
{
    public Misdeed? By(Mischief mischief) => Deeds.FirstOrDefault(d => d.Do == mischief);

    /// <summary>How long what is accepted stays out of sight.</summary>
    public TimeSpan ShowAfter =>
        (By(Mischief.Process) ?? By(Mischief.ShowLate))?.Wait ?? TimeSpan.Zero;

    /// <summary>How long the answer says that it is still worked on; null = it does not say so.</summary>
    public TimeSpan? ProcessFor => By(Mischief.Process)?.Wait;

    public static Struck Of(HttpContext http) => (Struck)http.Items[typeof(Struck)]!;
}

/// <summary>Stands between the wire and the API and does what was planned, before or after the call is accepted.</summary>
internal sealed class Misbehave(
    SandboxCalls call,
    Misbehaviour misbehaviour,
    TimeProvider clock,
    IHostApplicationLifetime lifetime
) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var struck = misbehaviour.For(call);
        http.Items[typeof(Struck)] = struck;

        if (struck.By(Mischief.DelayBefore) is { } slow)
        {
            await TakeInAsync(http);
            await WaitAsync(slow);
        }
        if (struck.By(Mischief.RateLimit) is { } limit)
            return SandboxApi.TooMany(http, limit.Wait);
        if (struck.By(Mischief.ExpireToken) is not null)
            return SandboxApi.Problem(401, "token-ended", "The token has ended: connect again.");
        if (struck.By(Mischief.Refuse) is { } refuse)
            return SandboxApi.Problem(422, refuse.Code, refuse.Reason);
        if (struck.By(Mischief.FailBefore) is { } broken)
            return Broken(broken);

        var answer = await next(context);

        if (struck.By(Mischief.DelayAfter) is { } late)
            await WaitAsync(late);
        if (struck.By(Mischief.FailAfter) is { } failed)
            return Broken(failed);
        if (struck.By(Mischief.LoseAnswer) is not null)
            http.Abort();
        else if (struck.By(Mischief.CutAnswer) is not null)
            await CutAsync(http);
        else
            return answer;
        return Results.Empty;
    }

    /// <summary>The whole call is here before the wait: it is accepted afterwards even if the caller has gone.</summary>
    private static async Task TakeInAsync(HttpContext http)
    {
        http.Request.EnableBuffering();
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        http.Request.Body.Position = 0;
    }

    private Task WaitAsync(Misdeed deed) =>
        Task.Delay(deed.Wait, clock, lifetime.ApplicationStopping);

    private static async Task CutAsync(HttpContext http)
    {
        http.Response.StatusCode = 201;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = 200;
        await http.Response.WriteAsync("""{"id":"post-""", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    }

    private static IResult Broken(Misdeed deed) =>
        SandboxApi.Problem(deed.Status, "broken", "The Sandbox was told to break.");
}
