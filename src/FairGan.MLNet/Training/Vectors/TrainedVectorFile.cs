namespace FairGan.MLNet.Training.Vectors;

/// <summary>The file of a generator of vectors, and its training summary.</summary>
internal sealed record TrainedVectorFile(byte[] Bytes, VectorTrainingSummary Summary, int RowCount);
