using static TorchSharp.torch;

namespace FairGan.MLNet.Training.Signals;

/// <summary>A part of the generator's loss.</summary>
internal interface IGeneratorSignal : IDisposable
{
    /// <summary>The name it has in the training summary.</summary>
    string Name { get; }

    /// <summary>The weighted loss of a step, a scalar; null where the signal is silent at this point of the training.</summary>
    Tensor? Loss(GeneratorStep step);
}
