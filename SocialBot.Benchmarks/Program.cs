using System.Reflection;
using BenchmarkDotNet.Running;
using SocialBot.Benchmarks;

if (args is ["train-sentiment", .. var rest])
    return TrainSentiment.Run(rest);
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
return 0;
