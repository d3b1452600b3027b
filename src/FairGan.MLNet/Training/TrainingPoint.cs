namespace FairGan.MLNet.Training;

/// <summary>One measurement during training.</summary>
/// <param name="Step">Steps done by then.</param>
/// <param name="ValidationLogLikelihood">The mean log-likelihood of a held-out row, in nats.</param>
public sealed record TrainingPoint(int Step, double ValidationLogLikelihood);
