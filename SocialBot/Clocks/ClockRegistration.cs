using Microsoft.Extensions.Options;
using Quartz;
using SocialBot.Settings;

namespace SocialBot.Clocks;

internal static class ClockRegistration
{
    /// <summary>
    /// Quartz is only the clock: it holds no post and no truth. Its schedules are made anew at every start, each job looks into the
    /// rows for what is due, and firing twice or late changes nothing.
    /// </summary>
    public static IServiceCollection AddClocks(this IServiceCollection services, TimeProvider clock)
    {
        services.AddQuartz(q => q.UseTimeProvider(clock));
        services.AddQuartzHostedService(o => o.WaitForJobsToComplete = true);
        services.AddHostedService<WindClocks>();
        return services;
    }
}

/// <summary>Winds the schedules once the settings are known to be good.</summary>
internal sealed class WindClocks(
    ISchedulerFactory schedulers,
    IOptions<ClockOptions> settings,
    TimeProvider clock
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        await WindAsync<CollectSnapshotsJob>(
            scheduler,
            settings.Value.CollectSnapshots,
            stoppingToken
        );
        await WindAsync<TellDigestsJob>(scheduler, settings.Value.TellDigests, stoppingToken);
        await WindAsync<TidyUpJob>(scheduler, TimeSpan.FromHours(6), stoppingToken);
    }

    private async Task WindAsync<TJob>(IScheduler scheduler, TimeSpan every, CancellationToken ct)
        where TJob : IJob =>
        await scheduler.ScheduleJob(
            JobBuilder.Create<TJob>().WithIdentity(typeof(TJob).Name).Build(),
            TriggerBuilder
                .Create(clock)
                .WithIdentity(typeof(TJob).Name)
                .StartAt(clock.GetUtcNow() + TimeSpan.FromSeconds(1))
                .WithSimpleSchedule(s => s.WithInterval(every).RepeatForever())
                .Build(),
            ScheduleJobOptions.Replacing,
            ct
        );
}
