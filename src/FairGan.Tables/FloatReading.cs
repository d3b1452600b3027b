namespace FairGan.Tables;

/// <summary>How a <see cref="float"/> is converted to a <see cref="double"/>.</summary>
internal enum FloatReading
{
    /// <summary>The same binary number: 0.1f is 0.10000000149011612, as Fairlearn and report figures take it.</summary>
    Exact,

    /// <summary>The shortest decimal that reads back as the same float: 0.1f is 0.1, as generators learn it.</summary>
    ShortestDecimal,
}
