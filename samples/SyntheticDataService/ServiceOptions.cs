using System.ComponentModel.DataAnnotations;

namespace SyntheticDataService;

/// <summary>What the service is told by its settings, section "Service".</summary>
public sealed class ServiceOptions
{
    /// <summary>The generator's file. When it is replaced, the new one is taken without a request being lost.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>The key that requests carry in the header X-Api-Key, at least 16 characters long.</summary>
    [Required]
    [MinLength(16)]
    public string ApiKey { get; set; } = "";

    /// <summary>Rows of one request at most, 1 or more; default 10 million.</summary>
    [Range(1, long.MaxValue)]
    public long MostRows { get; set; } = 10_000_000;

    /// <summary>Requests for rows that are answered at the same time, 1 or more; default 64.</summary>
    [Range(1, int.MaxValue)]
    public int MostRequests { get; set; } = 64;

    /// <summary>Requests for rows that wait when there are too many, 0 or more; default 64. Those beyond are refused (429).</summary>
    [Range(0, int.MaxValue)]
    public int MostWaiting { get; set; } = 64;

    /// <summary>Requests of one client's address in a minute, 1 or more; default 6,000. Those beyond are refused (429).</summary>
    [Range(1, int.MaxValue)]
    public int RequestsPerMinute { get; set; } = 6000;

    /// <summary>How often the generator's file is looked at; default 1 second.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long requests under way may go on when the service is told to stop; default 30 seconds.</summary>
    public TimeSpan FinishWithin { get; set; } = TimeSpan.FromSeconds(30);
}
