namespace FairGan.MLNet.Training;

/// <summary>The progress of a training.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Step">Steps done of the stage.</param>
/// <param name="Steps">Steps of the stage at most.</param>
/// <param name="Elapsed">Time since the training began.</param>
/// <param name="ValidationLogLikelihood">Mean log-likelihood of a held-out row, in nats, when last measured; NaN before.</param>
public sealed record TrainingProgress(string Stage, int Step, int Steps, TimeSpan Elapsed, double ValidationLogLikelihood);
