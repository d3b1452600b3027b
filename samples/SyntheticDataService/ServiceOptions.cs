using System.ComponentModel.DataAnnotations;

namespace SyntheticDataService;

/// <summary>The service's settings, section "Service".</summary>
public sealed class ServiceOptions
{
    /// <summary>The generator's file. When it is replaced, the new one is taken without a request being lost.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>The key that requests carry in the header X-Api-Key, at least 16 characters long.</summary>
    [Required]
    [MinLength(16)]
    public string ApiKey { get; set; } = "";

    /// <summary>Further keys, one for each client, each at least 16 characters long; default none.</summary>
    [LongEnough]
    public IReadOnlyList<string> MoreApiKeys { get; set; } = [];

    /// <summary>Who may read the OpenAPI description; default everybody.</summary>
    public OpenApiAccess OpenApi { get; set; } = OpenApiAccess.Everybody;

    /// <summary>Rows of one request at most, 1 or more; default 10 million.</summary>
    [Range(1, long.MaxValue)]
    public long MostRows { get; set; } = 10_000_000;

    /// <summary>Requests whose first rows are generated at the same time, 1 or more; default 64. Later rows of large requests have slots of their own, half as many as there are cores.</summary>
    [Range(1, int.MaxValue)]
    public int MostRequests { get; set; } = 64;

    /// <summary>Requests for rows that wait for their first rows when there are too many, 0 or more; default 64. Those beyond are refused (429).</summary>
    [Range(0, int.MaxValue)]
    public int MostWaiting { get; set; } = 64;

    /// <summary>Requests for rows that are open at the same time, those of slow clients included, 1 or more; default 4,096. Those beyond are refused (429).</summary>
    [Range(1, int.MaxValue)]
    public int MostOpen { get; set; } = 4096;

    /// <summary>Requests with a key from one client's address in any minute, 1 or more; default 6,000. Those beyond are refused (429).</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 6000;

    /// <summary>Requests with one key, from all addresses, in any minute, 1 or more; default 60,000. Those beyond are refused (429).</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinutePerKey { get; set; } = 60_000;

    /// <summary>Requests without a valid key from one address in any minute, 1 or more; default 600. Those beyond are refused (429), a second late.</summary>
    [Range(1, int.MaxValue)]
    public int AttemptsPerMinute { get; set; } = 600;

    /// <summary>Bytes a second that a client has to send of a request, and to take of a response, after <see cref="SlowFor"/>; 0 for no minimum, default 240.</summary>
    [Range(0, int.MaxValue)]
    public int BytesPerSecond { get; set; } = 240;

    /// <summary>How long a client may be slower than <see cref="BytesPerSecond"/>, more than a second; default 5 seconds.</summary>
    public TimeSpan SlowFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the body of a request may take to arrive; default 10 seconds.</summary>
    public TimeSpan BodyWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may take altogether; default 1 hour.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often the generator's file is looked at; default 1 second.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long requests under way may go on when the service is told to stop; default 30 seconds.</summary>
    public TimeSpan FinishWithin { get; set; } = TimeSpan.FromSeconds(30);

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class LongEnoughAttribute() : ValidationAttribute("Every one of {0} has to be at least 16 characters long.")
    {
        public override bool IsValid(object? value) => value is IReadOnlyList<string> keys && keys.All(key => key is { Length: >= 16 });
    }
}
