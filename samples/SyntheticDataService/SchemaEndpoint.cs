
namespace SyntheticDataService;

/// <summary>Tells what rows look like.</summary>
internal static class SchemaEndpoint
{
    /// <summary>Answers a request.</summary>
    public static IResult Answer(ModelSlot slot)
    {
        using var lease = slot.Take();
        if (lease is null)
        {
            return TypedResults.Problem("There is no generator yet.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var information = lease.Generator.Information;
        var schema = information.Schema;
        return TypedResults.Json(new TableDescription(
            [.. schema.Columns.Select(column => new ColumnDescription(column.Name, column.Kind.ToString(), column.HasMissing, column.ListedTexts))],
            schema.Label,
            schema.Positive,
            schema.Sensitive,
            information.HasDial ? information.Strength : null,
            information.Protection is { MinRows: > 0 and var rows } ? rows : null,
            information.Protection is { Epsilon: { } epsilon, Delta: { } delta, BySubject: var bySubject } ? new PrivacyDescription(epsilon, delta, bySubject ? "subject" : "row") : null));
    }
}

/// <summary>A table.</summary>
/// <param name="Columns">Its columns, in order.</param>
/// <param name="Label">The label column; null where there is none.</param>
/// <param name="Positive">The label's favourable value; null where there is none.</param>
/// <param name="Sensitive">The sensitive columns.</param>
/// <param name="Strength">The strength of fairness that rows have unless told otherwise; null where it cannot be chosen.</param>
/// <param name="MinRows">Everything in the generator rests on at least so many people of the training rows; null where it does not say so.</param>
/// <param name="Privacy">The differential privacy of the generator and of all its rows; null where it was trained without.</param>
public sealed record TableDescription(
    IReadOnlyList<ColumnDescription> Columns, string? Label, string? Positive, IReadOnlyList<string> Sensitive, float? Strength, int? MinRows, PrivacyDescription? Privacy);

/// <summary>(ε, δ)-differential privacy.</summary>
/// <param name="Epsilon">ε.</param>
/// <param name="Delta">δ.</param>
/// <param name="Unit">What one more or less of makes the difference: row or subject.</param>
public sealed record PrivacyDescription(double Epsilon, double Delta, string Unit);

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Categorical, Integer or Real.</param>
/// <param name="HasMissing">Whether cells may be missing.</param>
/// <param name="Categories">Its categories; null for numbers.</param>
public sealed record ColumnDescription(string Name, string Kind, bool HasMissing, IReadOnlyList<string>? Categories);
