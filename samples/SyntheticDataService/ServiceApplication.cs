using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace SyntheticDataService;

/// <summary>The service: what it is made of and what it answers to.</summary>
public static class ServiceApplication
{
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
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ServiceOptions>>((server, service) => Limit(server.Limits, service.Value));
        services.AddRequestTimeouts().AddOptions<RequestTimeoutOptions>().Configure<IOptions<ServiceOptions>>((timeouts, service) =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = service.Value.AnswerWithin, TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable });
        services.AddSingleton<ModelSlot>().AddSingleton<GeneratingSlots>().AddSingleton<ApiKeyGate>().AddSingleton<BodyDeadline>().AddSingleton<ServiceMetrics>().AddHostedService<ModelWatcher>();
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
        application.UseRouting();
        application.UseMiddleware<ApiKeyGate>();
        application.UseRateLimiter();
        application.UseRequestTimeouts();
        application.UseMiddleware<BodyDeadline>();
        application.MapHealthChecks("/health/live", new() { Predicate = _ => false }).DisableRateLimiting().WithMetadata(new OpenToAll());
        application.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") }).DisableRateLimiting().WithMetadata(new OpenToAll());
        MapOpenApi(application);
        var guarded = application.MapGroup("").ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        guarded.MapGet("/schema", SchemaEndpoint.Answer).Produces<TableDescription>().WithSummary("What rows look like.");
        guarded.MapPost("/rows", RowsEndpoint.AnswerAsync)
            .Produces<object[]>(StatusCodes.Status200OK, RowsFormat.All[0].MediaType, [.. RowsFormat.All.Skip(1).Select(format => format.MediaType)])
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status406NotAcceptable).ProducesProblem(StatusCodes.Status408RequestTimeout)
            .WithSummary("Rows, as a stream. The same seed, row number and strength always give the same row.");
        return application;
    }

    private static void MapOpenApi(WebApplication application)
    {
        var access = application.Services.GetRequiredService<IOptions<ServiceOptions>>().Value.OpenApi;
        if (access == OpenApiAccess.Nobody)
        {
            return;
        }

        var document = application.MapOpenApi();
        if (access == OpenApiAccess.Everybody)
        {
            document.WithMetadata(new OpenToAll());
        }
    }

    private static void Limit(RateLimiterOptions limits, ServiceOptions options)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = async (rejected, _) => await RequestLimits.RefuseAsync(rejected.HttpContext, rejected.Lease);
        limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(RequestLimits.ByAddress(options.RequestsPerMinute), RequestLimits.ByKey(options.RequestsPerMinutePerKey));
    }

    // Clients that send or take next to nothing, so that their connections end.
    private static void Limit(KestrelServerLimits limits, ServiceOptions options)
    {
        limits.RequestHeadersTimeout = options.BodyWithin;
        var rate = options.BytesPerSecond == 0 ? null : new MinDataRate(options.BytesPerSecond, options.SlowFor);
        limits.MinRequestBodyDataRate = rate;
        limits.MinResponseDataRate = rate;
    }
}
