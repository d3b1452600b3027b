// Part of the file format: may not change within a version of it.
namespace FairGan.Export.Format;

/// <summary>How the people in the training rows are protected, as recorded in the generator's file.</summary>
/// <param name="MinRows">Everything in the file rests on at least so many rows, or subjects; 2 or more.</param>
/// <param name="BySubject">Whether people with several rows count once.</param>
public sealed record GeneratorProtection(int MinRows, bool BySubject);
