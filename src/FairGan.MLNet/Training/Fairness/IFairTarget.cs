namespace FairGan.MLNet.Training.Fairness;

/// <summary>The fair distribution that the generator is trained toward, as weights of the real rows.</summary>
internal interface IFairTarget
{
    /// <summary>A weight for every row; all 1 at strength 0.</summary>
    double[] RowWeights(EncodedTable table, double strength);
}
