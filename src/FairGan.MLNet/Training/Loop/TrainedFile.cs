namespace FairGan.MLNet.Training.Loop;

/// <summary>A generator's file, how its training went, and what was done to the table before.</summary>
internal sealed record TrainedFile(byte[] Bytes, TrainingSummary Summary, int RowCount, PreparationReport Preparation);
