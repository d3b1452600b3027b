using FairGan.Cli.Tests;


[assembly: AssemblyFixture(typeof(TrainedModel))]

namespace FairGan.Cli.Tests;

/// <summary>A generator of the mortgages, trained once, in a few steps, for all tests that only need one.</summary>
public sealed class TrainedModel : IAsyncLifetime
{
    public static readonly string[] Training =
        ["train", Workplace.Mortgages, "--label", "deny", "--positive", "no", "--sensitive", "afam", "--steps", "3", "--threads", "2", "--seed", "5"];

    private readonly Workplace _place = new();

    public string Path => _place.PathOf("model/generator.onnx");

    public string RecordPath => _place.PathOf("model/training.json");

    public string CardPath => _place.PathOf("model/MODEL_CARD.md");

    public async ValueTask InitializeAsync() => await _place.Succeed([.. Training, "--out", "model"]);

    public ValueTask DisposeAsync()
    {
        _place.Dispose();
        return ValueTask.CompletedTask;
    }
}
