namespace FairGan.Tables;

/// <summary>How a Boolean is written where it becomes text.</summary>
internal enum BooleanSpelling
{
    /// <summary><c>true</c> and <c>false</c>, as in table files, audits and the names of keys.</summary>
    LowerCase,

    /// <summary><c>True</c> and <c>False</c>, as .NET writes them: the categories of trained generators' files and of reports.</summary>
    Capitalised,
}
