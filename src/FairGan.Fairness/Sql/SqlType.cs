namespace FairGan.Fairness.Sql;

/// <summary>The type of a database's column.</summary>
/// <param name="Name">Its name in the database, for messages.</param>
/// <param name="Values">The type of the values that the driver gives.</param>
internal sealed record SqlType(string Name, Type Values);
