using Microsoft.ML.Trainers.LightGbm;
using LightGbmModel = Microsoft.ML.Data.BinaryPredictionTransformer<
    Microsoft.ML.Calibrators.CalibratedModelParametersBase<Microsoft.ML.Trainers.LightGbm.LightGbmBinaryModelParameters, Microsoft.ML.Calibrators.PlattCalibrator>>;

namespace FairGan.MLNet.Trees;

/// <summary>Trains LightGBM, one model at a time.</summary>
/// <remarks>
/// LightGBM keeps one number of threads for the whole process and sizes its buffers by it. Two simultaneous trainings with different
/// numbers of threads write past the buffers, and the process crashes.
/// </remarks>
internal static class LightGbmTraining
{
    private static readonly Lock s_oneAtATime = new();

    /// <summary>Trains a model.</summary>
    /// <param name="trainer">The trainer.</param>
    /// <param name="training">Training rows.</param>
    /// <param name="heldOut">Held-out rows for early stopping; null for none.</param>
    /// <returns>The model; null where no split gains anything, a model that ML.NET cannot read (no parameter is named but "items").</returns>
    public static LightGbmModel? Fit(LightGbmBinaryTrainer trainer, IDataView training, IDataView? heldOut = null)
    {
        lock (s_oneAtATime)
        {
            try
            {
                return heldOut is null ? trainer.Fit(training) : trainer.Fit(training, heldOut);
            }
            catch (ArgumentNullException problem) when (problem.ParamName == "items")
            {
                return null;
            }
        }
    }
}
