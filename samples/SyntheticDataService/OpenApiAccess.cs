namespace SyntheticDataService;

/// <summary>Who may read the OpenAPI description.</summary>
public enum OpenApiAccess
{
    /// <summary>Everybody.</summary>
    Everybody,

    /// <summary>Those with a key.</summary>
    WithKey,

    /// <summary>Nobody: there is none.</summary>
    Nobody,
}
