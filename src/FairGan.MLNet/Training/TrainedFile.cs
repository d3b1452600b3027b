namespace FairGan.MLNet.Training;

/// <summary>A generator's file and how its training went.</summary>
internal sealed record TrainedFile(byte[] Bytes, TrainingSummary Summary, int RowCount);
