namespace FairGan.Tables.Files;

/// <summary>Writes to what is no file of its own: an open descriptor, a device, a pipe or a FIFO.</summary>
internal static class StreamOutput
{
    /// <summary>Writes to a path for which <see cref="OutputPath.IsStream"/> is true.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using Stream stream = OutputPath.Descriptor(path) is { } descriptor
            ? new DescriptorStream(descriptor, descriptor == 1 ? "Standard output" : path)
            : new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        write(stream);
    }
}
