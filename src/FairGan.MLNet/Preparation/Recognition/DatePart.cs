namespace FairGan.MLNet.Preparation.Recognition;

/// <summary>The kind of a part of a cell that may be a date.</summary>
internal enum DatePart
{
    /// <summary>Digits.</summary>
    Number,

    /// <summary>The name of a month or a weekday.</summary>
    Name,

    /// <summary>AM or PM.</summary>
    HalfDay,

    /// <summary>The suffix of an ordinal day: st, nd, rd, th.</summary>
    Ordinal,

    /// <summary>Digits of a second, with the separator before them; perhaps none.</summary>
    Fraction,

    /// <summary>An offset from UTC.</summary>
    Offset,

    /// <summary>Anything else.</summary>
    Literal,
}
