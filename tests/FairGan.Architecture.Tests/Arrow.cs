namespace FairGan.Architecture.Tests;

/// <summary>One project or room that refers to another.</summary>
internal readonly record struct Arrow(string From, string To)
{
    public override string ToString() => $"{From} -> {To}";
}
