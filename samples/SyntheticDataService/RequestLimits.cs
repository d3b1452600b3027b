using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace SyntheticDataService;

/// <summary>Limits of requests in any minute: exact ones, by a window that slides from second to second.</summary>
internal static class RequestLimits
{
    private const int Seconds = 60;

    /// <summary>A limit for every address.</summary>
    /// <param name="most">Requests in any minute.</param>
    public static PartitionedRateLimiter<HttpContext> ByAddress(int most) =>
        PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => Window(AddressOf(context), most));

    /// <summary>A limit for every key.</summary>
    /// <param name="most">Requests in any minute.</param>
    public static PartitionedRateLimiter<HttpContext> ByKey(int most) =>
        PartitionedRateLimiter.Create<HttpContext, int>(context => Window(ApiKeyGate.ClientOf(context), most));

    /// <summary>Refuses a request that is one too many, and says when to come again.</summary>
    /// <param name="context">The request.</param>
    /// <param name="lease">The limiter's refusal.</param>
    public static Task RefuseAsync(HttpContext context, RateLimitLease? lease)
    {
        double seconds = lease?.TryGetMetadata(MetadataName.RetryAfter, out var wait) == true ? Math.Max(1, Math.Ceiling(wait.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem("Too many requests; try again later.", statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(context);
    }

    // A client of IPv6 has as many addresses as it wants, all with the same first half.
    private static IPAddress AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        byte[] bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }

    private static RateLimitPartition<T> Window<T>(T key, int most) => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = most, Window = TimeSpan.FromSeconds(Seconds), SegmentsPerWindow = Seconds });
}
