// Part of the file format: may not change within a version of it.
namespace FairGan.Export.Format;

/// <summary>How the people in the training rows are protected, as recorded in the generator's file.</summary>
/// <param name="MinRows">Everything in the file rests on at least so many rows, or subjects, 2 or more; 0 under differential privacy.</param>
/// <param name="BySubject">Whether people with several rows count once.</param>
public sealed record GeneratorProtection(int MinRows, bool BySubject)
{
    /// <summary>ε of differential privacy with respect to adding or removing one row, or subject; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Epsilon { get; init; }

    /// <summary>δ, the probability with which the bound of <see cref="Epsilon"/> may fail; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Delta { get; init; }
}
