using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FairGan.MLNet.Training.Checkpoints;

/// <summary>
/// Saves one training while it runs, and gives back what an earlier process saved of it. The state is copied between two steps and
/// written by another thread.
/// </summary>
internal sealed class TrainingCheckpoints : IDisposable
{
    // Unless told otherwise: from two minutes on, and at most a hundredth of the time.
    private const int LeastTimes = 100;

    private static readonly TimeSpan s_automaticFrom = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_automaticEvery = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, IReadOnlyList<StateEntry>> _stages = new(StringComparer.Ordinal);
    private readonly CheckpointFolder? _folder;
    private readonly Action<string>? _warn;
    private readonly TimeSpan? _every;
    private readonly Checkpoint? _resumed;
    private CheckpointIdentity _identity = null!;
    private Lazy<string> _data = null!;
    private Task _writing = Task.CompletedTask;
    private TimeSpan _next;

    /// <param name="options">Where and how often; null for no checkpoints.</param>
    /// <param name="warn">Receives <see cref="Problem"/> when it arises, from any thread; null for nobody.</param>
    /// <exception cref="FormatException">The training is to be resumed, and all its checkpoints are damaged.</exception>
    public TrainingCheckpoints(CheckpointOptions? options, Action<string>? warn = null)
    {
        _warn = warn;
        if (options is null)
        {
            return;
        }

        options.Validate();
        _folder = new CheckpointFolder(options.Folder);
        _every = options.Every;
        bool isThere = _folder.HasAny;
        _resumed = options.Resume ? _folder.Newest() : null;
        _next = _every ?? (_resumed is null ? s_automaticFrom : s_automaticEvery);
        Note = (options.Resume, isThere) switch
        {
            (true, true) => _folder.HasDamaged
                ? $"the newest checkpoint in {options.Folder} is damaged; the training goes on from the one before"
                : $"the training goes on from its checkpoint in {options.Folder}",
            (true, false) => $"there is no checkpoint in {options.Folder}; the training starts from the beginning",
            (false, true) => $"{options.Folder} holds a training that was stopped; this one starts from the beginning and replaces it; resume it to keep it (on the command line --resume)",
            _ => null,
        };
    }

    /// <summary>What the user should know of earlier checkpoints, in a sentence; null for nothing.</summary>
    public string? Note { get; }

    /// <summary>Why checkpoints could not be written or removed; null where they could.</summary>
    public string? Problem { get; private set; }

    /// <summary>Time that the training has taken, in all the processes that it ran in.</summary>
    public TimeSpan Elapsed => _clock.Elapsed + (_resumed?.Elapsed ?? default);

    /// <summary>Whether a checkpoint of this training is there.</summary>
    public bool IsKept
    {
        get
        {
            _writing.Wait();
            return _resumed is not null || (_stages.Count > 0 && Problem is null);
        }
    }

    // Whether the training is saved by now.
    private bool IsActive => _folder is not null && (_every is { } every ? every != Timeout.InfiniteTimeSpan : _resumed is not null || _clock.Elapsed >= s_automaticFrom);

    /// <summary>Says which training it is.</summary>
    /// <param name="identity">What the training's bytes depend on.</param>
    /// <param name="isSeedGiven">Whether the seed was asked for; otherwise it is that of the checkpoint.</param>
    /// <returns>The seed to train with.</returns>
    /// <exception cref="FormatException">The checkpoint is of another training.</exception>
    public long Begin(CheckpointIdentity identity, bool isSeedGiven)
    {
        if (_resumed?.Identity.DifferenceTo(identity, isSeedGiven) is { } difference)
        {
            throw Refused(difference);
        }

        _identity = identity with { Seed = _resumed?.Identity.Seed ?? identity.Seed };
        return _identity.Seed;
    }

    /// <summary>Says which data are learned.</summary>
    /// <param name="fingerprint">Computes their hash; called only if it is needed.</param>
    /// <exception cref="FormatException">The checkpoint is of other data.</exception>
    public void Learn(Func<string> fingerprint)
    {
        _data = new Lazy<string>(fingerprint);
        if (_resumed is not null && _resumed.Data != _data.Value)
        {
            throw Refused("it learns other data, or other columns of them");
        }
    }

    /// <summary>Overwrites the state of a stage with what was saved of it; leaves it as it is where nothing was.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="describe">Describes the state.</param>
    public void Restore(string stage, Action<RunState> describe)
    {
        if (_resumed?.Stages.TryGetValue(stage, out var entries) == true)
        {
            RunState.Restore(entries, describe);
            _stages[stage] = entries;
        }
    }

    /// <summary>Saves the state of a stage if it is time to.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="describe">Describes the state.</param>
    public void SaveIfDue(string stage, Action<RunState> describe)
    {
        if (IsActive && _writing.IsCompleted && _clock.Elapsed >= _next)
        {
            Save(stage, describe);
        }
    }

    /// <summary>Saves the state of a stage that has ended or is being stopped.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="describe">Describes the state.</param>
    public void SaveNow(string stage, Action<RunState> describe)
    {
        if (IsActive)
        {
            _writing.Wait();
            Save(stage, describe);
        }
    }

    /// <summary>The result of a stage: what was saved of it, or what its work gives, which is then saved.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="json">Reads and writes the result.</param>
    /// <param name="work">Does the work.</param>
    public T Result<T>(string stage, JsonTypeInfo<T> json, Func<T> work)
    {
        byte[] saved = [];
        Restore(stage, state => state.Values("result", ref saved));
        if (saved.Length > 0)
        {
            return JsonSerializer.Deserialize(saved, json)!;
        }

        T result = work();
        SaveNow(stage, state =>
        {
            byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(result, json);
            state.Values("result", ref bytes);
        });
        return result;
    }

    /// <summary>Removes the checkpoints: the training has ended, and its result is where it belongs.</summary>
    public void Remove()
    {
        _writing.Wait();
        Try(() => _folder?.Clear());
        _stages.Clear();
    }

    /// <summary>Waits until what is being written is complete.</summary>
    public void Dispose() => _writing.Wait();

    private void Save(string stage, Action<RunState> describe)
    {
        TimeSpan begin = _clock.Elapsed;
        _stages[stage] = RunState.Saved(describe).Entries;
        var checkpoint = new Checkpoint(_identity, _data.Value, Elapsed, _stages.ToDictionary(StringComparer.Ordinal));
        _writing = Task.Run(() =>
        {
            Try(() => _folder!.Add(checkpoint));
            TimeSpan end = _clock.Elapsed, cost = LeastTimes * (end - begin);
            _next = _every is { } every ? begin + every : end + (cost > s_automaticEvery ? cost : s_automaticEvery);
        });
    }

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (Problem is null)
            {
                Problem = $"the training could not be saved in {_folder!.Path}: {problem.Message}";
                _warn?.Invoke(Problem);
            }
        }
    }

    private FormatException Refused(string difference) => new(
        $"The training in {_folder!.Path} cannot go on: {difference}. Ask for the same, or start from the beginning (on the command line without --resume).");
}
