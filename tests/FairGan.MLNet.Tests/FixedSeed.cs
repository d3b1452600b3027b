using System.Runtime.CompilerServices;
using FairGan.MLNet.Options;

namespace FairGan.MLNet.Tests;

/// <summary>Trainings whose seed no test names take seed 1: an assertion about a trained generator then holds in every run or in none.</summary>
internal static class FixedSeed
{
    [ModuleInitializer]
    internal static void Set() => RandomSeed.Next = () => 1;
}
