using FairGan.MLNet.Training.Checkpoints;

namespace FairGan.MLNet.Training.Signals;

/// <summary>A part of the generator's loss.</summary>
internal interface IGeneratorSignal : IDisposable
{
    /// <summary>The name it has in the training summary.</summary>
    string Name { get; }

    /// <summary>Adds the gradient of the weighted loss to <see cref="GeneratorStep.Gradient"/>.</summary>
    /// <returns>The weighted loss where the step is reported and the signal is not silent at this point of the training; otherwise null.</returns>
    double? AddGradient(GeneratorStep step);

    /// <summary>Saves or restores what changes from step to step.</summary>
    void State(RunState state)
    {
    }
}
