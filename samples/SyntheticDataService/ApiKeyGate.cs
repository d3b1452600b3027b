using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace SyntheticDataService;

/// <summary>
/// Lets requests in that carry a key; the time it takes tells nothing about the key. It comes before everything that costs something: a
/// request without a key has no body read and takes no slot. An address that keeps trying keys is refused a second late.
/// </summary>
internal sealed class ApiKeyGate : IMiddleware, IDisposable
{
    /// <summary>The header that carries the key.</summary>
    public const string Header = "X-Api-Key";

    private static readonly object s_client = new();
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(1);

    private readonly byte[][] _keys;
    private readonly PartitionedRateLimiter<HttpContext> _attempts;

    /// <summary>The gate.</summary>
    /// <param name="options">The keys, and the limit of attempts.</param>
    public ApiKeyGate(IOptions<ServiceOptions> options)
    {
        _keys = [.. options.Value.MoreApiKeys.Prepend(options.Value.ApiKey).Select(Hash)];
        _attempts = RequestLimits.ByAddress(options.Value.AttemptsPerMinute);
    }

    /// <summary>The number of the key that a request carries; -1 for none.</summary>
    public static int ClientOf(HttpContext context) => context.Items[s_client] is int client ? client : -1;

    /// <inheritdoc/>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null)
        {
            return next(context);
        }

        byte[] given = Hash(context.Request.Headers[Header].ToString());
        int client = -1;
        for (int i = 0; i < _keys.Length; i++)
        {
            client = CryptographicOperations.FixedTimeEquals(_keys[i], given) ? i : client;
        }

        if (client < 0)
        {
            return RefuseAsync(context);
        }

        context.Items[s_client] = client;
        return next(context);
    }

    /// <inheritdoc/>
    public void Dispose() => _attempts.Dispose();

    private async Task RefuseAsync(HttpContext context)
    {
        // Nobody waits for the rest of the body.
        context.Response.Headers.Connection = "close";
        using var lease = _attempts.AttemptAcquire(context);
        if (!lease.IsAcquired)
        {
            await Task.Delay(s_late, context.RequestAborted);
            await RequestLimits.RefuseAsync(context, lease);
            return;
        }

        await TypedResults.Problem($"The header {Header} does not hold the key of this service.", statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
