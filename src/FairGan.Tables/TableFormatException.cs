namespace FairGan.Tables;

/// <summary>A file does not contain a table that can be read. The message gives the position and what to do.</summary>
public sealed class TableFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do about it.</param>
    /// <param name="innerException">The error underneath, if there is one.</param>
    public TableFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
