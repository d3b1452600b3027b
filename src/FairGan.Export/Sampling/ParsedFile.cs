namespace FairGan.Export.Sampling;

/// <summary>A generator's file that has been parsed and checked once, however many generators are opened from it.</summary>
/// <param name="Bytes">The file's bytes.</param>
/// <param name="Information">The file's metadata.</param>
/// <param name="Open">Opens a generator; null for the default options.</param>
internal sealed record ParsedFile<TInformation, TGenerator>(byte[] Bytes, TInformation Information, Func<OnnxGeneratorOptions?, TGenerator> Open);
