using System.Reflection;
using BenchmarkDotNet.Running;
using SocialBot.Benchmarks;
using SocialBot.Benchmarks.Turns;

switch (args)
{
    case ["train-sentiment", .. var rest]:
        return TrainSentiment.Run(rest);
    case ["turns", .. var rest]:
        return await MeasureTurns.RunAsync(rest);
    case ["turns-relay", .. var rest]:
        return await RawRelay.RunAsync(rest);
    default:
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}
