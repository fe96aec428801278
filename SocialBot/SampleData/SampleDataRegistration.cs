namespace SocialBot.SampleData;

internal static class SampleDataRegistration
{
    public static IServiceCollection AddSampleData(
        this IServiceCollection services,
        IConfiguration configuration
    )
    {
        services.AddSingleton<SampleReady>();
        if (!configuration.GetValue<bool>("SampleData:Enabled"))
            return services;
        services.AddScoped<SeedSample>();
        return services;
    }
}
