namespace FairGan.MLNet.Privacy;

/// <summary>Reads the rows of a private run, so that no message quotes a cell, not even that of an exception inside another one.</summary>
internal static class PrivateReading
{
    private const string Ours = "FairGan";

    /// <summary>The result of reading rows.</summary>
    /// <param name="read">Reads them.</param>
    /// <exception cref="InvalidDataException">They cannot be read; the message does not say why where the reason might quote a cell.</exception>
    public static T Of<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (TableFormatException problem)
        {
            // It names files, lines and columns; the exception of the reader underneath may quote the line.
            throw new TableFormatException(problem.Message);
        }
        catch (Exception problem) when (!IsSilent(problem))
        {
            throw new InvalidDataException("The table cannot be read. A private run quotes no cells, so it does not say why; without privacy (on the command line fairgan inspect DATA) the same table is refused with the place and the reason.");
        }
    }

    private static bool IsSilent(Exception problem) =>
        problem is OperationCanceledException or OutOfMemoryException or IOException or UnauthorizedAccessException
        || (problem.InnerException is null && (IsOurs(problem.GetType().Assembly) || (problem is FormatException or ArgumentException && problem.TargetSite is { } site && IsOurs(site.Module.Assembly))));

    private static bool IsOurs(System.Reflection.Assembly assembly) => assembly.GetName().Name?.StartsWith(Ours, StringComparison.OrdinalIgnoreCase) == true;
}
