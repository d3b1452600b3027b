using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace SyntheticDataService;

/// <summary>Lets requests in that carry the key; the time it takes tells nothing about the key.</summary>
internal sealed class ApiKeyFilter(IOptions<ServiceOptions> options) : IEndpointFilter
{
    /// <summary>The header that carries the key.</summary>
    public const string Header = "X-Api-Key";

    private readonly byte[] _key = Hash(options.Value.ApiKey);

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        CryptographicOperations.FixedTimeEquals(_key, Hash(context.HttpContext.Request.Headers[Header].ToString()))
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem($"The header {Header} does not hold the key of this service.", statusCode: StatusCodes.Status401Unauthorized));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
