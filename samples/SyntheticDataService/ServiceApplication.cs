using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace SyntheticDataService;

/// <summary>The service: what it is made of and what it answers to.</summary>
public static class ServiceApplication
{
    private const string RowsPolicy = "rows";
    private const int MostBodyBytes = 1 << 16;

    /// <summary>Builds the service.</summary>
    /// <param name="args">Settings on the command line, as --Service:Model=generator.onnx.</param>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = MostBodyBytes);
        var services = builder.Services;
        services.AddOptions<ServiceOptions>().BindConfiguration("Service").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<HostOptions>().Configure<IOptions<ServiceOptions>>((host, service) => host.ShutdownTimeout = service.Value.FinishWithin);
        services.AddSingleton<ModelSlot>().AddSingleton<ServiceMetrics>().AddHostedService<ModelWatcher>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        services.AddProblemDetails().AddOpenApi().AddHealthChecks().AddCheck<ReadinessCheck>("generator", tags: ["ready"]);
        services.AddRateLimiter(_ => { }).AddOptions<RateLimiterOptions>().Configure<IOptions<ServiceOptions>>((limits, service) => Limit(limits, service.Value));
        services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddMeter(ServiceMetrics.Meter, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel");

            // Where to is said by OpenTelemetry's own environment variables.
            if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is not null)
            {
                metrics.AddOtlpExporter();
            }
        });

        var application = builder.Build();
        application.UseExceptionHandler();
        application.UseStatusCodePages();
        application.UseRateLimiter();
        application.MapHealthChecks("/health/live", new() { Predicate = _ => false }).DisableRateLimiting();
        application.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") }).DisableRateLimiting();
        application.MapOpenApi();
        var guarded = application.MapGroup("").AddEndpointFilter<ApiKeyFilter>().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        guarded.MapGet("/schema", SchemaEndpoint.Answer).Produces<TableDescription>().WithSummary("What rows look like.");
        guarded.MapPost("/rows", RowsEndpoint.AnswerAsync).RequireRateLimiting(RowsPolicy)
            .Produces<object[]>(StatusCodes.Status200OK, RowsFormat.All[0].MediaType, [.. RowsFormat.All.Skip(1).Select(format => format.MediaType)])
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status406NotAcceptable).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Rows, as a stream. The same seed, row number and strength always give the same row.");
        return application;
    }

    // A client's requests in a minute, and the requests of all clients at a time.
    private static void Limit(RateLimiterOptions limits, ServiceOptions options)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, cancellation) =>
        {
            double seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Ceiling(wait.TotalSeconds) : 1;
            rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            await TypedResults.Problem("Too many requests; try again later.", statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(rejected.HttpContext);
        };
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.RequestsPerMinute,
                TokensPerPeriod = Math.Max(1, options.RequestsPerMinute / 60),
                ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / options.RequestsPerMinute)),
            }));
        limits.AddConcurrencyLimiter(RowsPolicy, rows =>
        {
            rows.PermitLimit = options.MostRequests;
            rows.QueueLimit = options.MostWaiting;
        });
    }
}
