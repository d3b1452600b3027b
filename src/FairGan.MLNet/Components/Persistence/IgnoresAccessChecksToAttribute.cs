// Saving and loading a custom transformer needs members that are internal in ML.NET 6.0.0 (ModelSaveContext.SetVersionInfo,
// ModelLoadContext.CheckAtModel, VersionInfo, LoadableClassAttribute, SchemaShape.Create …); this attribute makes them accessible. They
// are the same in 5.0.1 and 6.0.0; InternalMembersTests lists them. When ML.NET makes them public, this file and
// build/WidenReferences.targets can go.
[assembly: System.Runtime.CompilerServices.IgnoresAccessChecksTo("Microsoft.ML.Core")]

namespace System.Runtime.CompilerServices;

/// <summary>Lets this assembly use the internal members of another one. The runtime knows the attribute by its name; the class has to be declared here.</summary>
/// <param name="assemblyName">The simple name of the other assembly.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    /// <summary>The simple name of the other assembly.</summary>
    public string AssemblyName { get; } = assemblyName;
}
