using System.Security.Cryptography;

namespace FairGan.MLNet.Components.Persistence;

/// <summary>Saves and loads the named byte contents of a transformer in ML.NET's model file.</summary>
/// <remarks>
/// Each content is an entry of its own in the model's zip file, beside ML.NET's header. It begins with its SHA-256, because reading a
/// zip file does not detect damage.
/// <para>
/// A transformer uses it in two places: <c>ICanSaveModel.Save</c> calls <see cref="Save"/>, and a static class with a method
/// <c>Create(IHostEnvironment, ModelLoadContext)</c>, named by an assembly-level <see cref="LoadableClassAttribute"/>, calls
/// <see cref="Load"/>. What such a method throws reaches the caller of ML.NET's <c>Model.Load</c> inside of a
/// <see cref="System.Reflection.TargetInvocationException"/>.
/// </para>
/// </remarks>
internal static class ModelStreams
{
    /// <summary>Writes the header and the contents.</summary>
    /// <param name="context">Where ML.NET wants the model to be saved.</param>
    /// <param name="kind">The kind of the model.</param>
    /// <param name="contents">The contents by their names, which become file names in the zip file.</param>
    public static void Save(ModelSaveContext context, SavedModelKind kind, IReadOnlyDictionary<string, byte[]> contents)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CheckAtModel();
        context.SetVersionInfo(kind.Version);
        foreach ((string name, byte[] content) in contents)
        {
            context.SaveBinaryStream(name, writer =>
            {
                writer.Write(SHA256.HashData(content));
                writer.Write(content);
            });
        }
    }

    /// <summary>Checks the header and reads the contents.</summary>
    /// <param name="context">Where ML.NET found the model.</param>
    /// <param name="kind">The kind that the model has to be of.</param>
    /// <param name="names">The names of the contents.</param>
    /// <returns>The contents by their names.</returns>
    /// <exception cref="FormatException">The model is of another kind or version, or a content is missing or damaged.</exception>
    public static IReadOnlyDictionary<string, byte[]> Load(ModelLoadContext context, SavedModelKind kind, params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CheckAtModel(kind.Version);
        Dictionary<string, byte[]> contents = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            try
            {
                if (!context.TryLoadBinaryStream(name, reader => contents[name] = Content(reader, name)))
                {
                    throw new FormatException($"The saved model is damaged: it lacks '{name}'.");
                }
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
            {
                throw new FormatException($"The saved model is damaged: '{name}' cannot be read.", e);
            }
        }

        return contents;
    }

    private static byte[] Content(BinaryReader reader, string name)
    {
        byte[] hash = reader.ReadBytes(SHA256.HashSizeInBytes);
        using MemoryStream content = new();
        reader.BaseStream.CopyTo(content);
        byte[] bytes = content.ToArray();
        return hash.AsSpan().SequenceEqual(SHA256.HashData(bytes))
            ? bytes
            : throw new FormatException($"The saved model is damaged: '{name}' is not what was written.");
    }
}
