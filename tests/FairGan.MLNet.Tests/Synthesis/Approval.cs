namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>What a prediction engine says of an application.</summary>
internal sealed class Approval
{
    public float Probability { get; set; }
}
