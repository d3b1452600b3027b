namespace FairGan.Architecture.Tests;

/// <summary>One type that refers to another, both by their full names.</summary>
internal readonly record struct TypeReference(string From, string To);
