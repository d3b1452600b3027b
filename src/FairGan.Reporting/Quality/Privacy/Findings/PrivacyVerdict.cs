namespace FairGan.Reporting.Quality.Privacy.Findings;

/// <summary>The severity of an attack's result, from harmless to severe.</summary>
public enum PrivacyVerdict
{
    /// <summary>The attack does no better than chance, within its margin of error. Another attack may.</summary>
    NothingFound,

    /// <summary>The attack does better than chance. Decide who receives the rows or the file, or train with more protection.</summary>
    LookIntoIt,

    /// <summary>The attack finds people. Do not give the file or its rows away.</summary>
    DoNotRelease,
}
