// ML.NET 6.0.0 still keeps what saving and loading a transformer of one's own takes to itself (ModelSaveContext.SetVersionInfo,
// ModelLoadContext.CheckAtModel, VersionInfo, LoadableClassAttribute, SchemaShape.Create …), so these members are bound to by force.
// They are the same in 5.0.1 and 6.0.0; InternalMembersTests lists them. When ML.NET makes them public, this file and
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
