using System.Reflection;

namespace FairGan.MLNet.Components.Persistence;

/// <summary>The header of a saved model: the loader that reads it, and the version that wrote it.</summary>
internal sealed class SavedModelKind
{
    /// <summary>Describes a kind of model.</summary>
    /// <param name="modelSignature">Eight characters that mark the format.</param>
    /// <param name="loaderSignature">The name under which the loader is registered with <see cref="LoadableClassAttribute"/>: up to 24 characters of Latin-1.</param>
    /// <param name="assembly">The assembly that registers the loader.</param>
    /// <param name="version">The version that is written; 1 for the first.</param>
    /// <param name="oldestReadable">The oldest version that can still be read.</param>
    /// <exception cref="ArgumentException">A signature has the wrong length or characters.</exception>
    public SavedModelKind(string modelSignature, string loaderSignature, Assembly assembly, uint version = 1, uint oldestReadable = 1)
    {
        if (modelSignature.Length != 8 || modelSignature.Any(c => c > 0xFF))
        {
            throw new ArgumentException("A model signature has exactly eight characters of Latin-1.", nameof(modelSignature));
        }

        if (loaderSignature.Length is 0 or > 24 || loaderSignature.Any(c => c > 0xFF))
        {
            throw new ArgumentException("A loader signature has one to 24 characters of Latin-1.", nameof(loaderSignature));
        }

        // The simple name: with the full one, only the version that wrote a model could read it.
        Version = new VersionInfo(
            modelSignature,
            verWrittenCur: version,
            verReadableCur: version,
            verWeCanReadBack: oldestReadable,
            loaderSignature: loaderSignature,
            loaderAssemblyName: assembly.GetName().Name!);
    }

    /// <summary>The header as an ML.NET type.</summary>
    internal VersionInfo Version { get; }
}
