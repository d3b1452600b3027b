namespace SyntheticDataService;

/// <summary>Marks an endpoint that needs no key.</summary>
internal sealed class OpenToAll;
