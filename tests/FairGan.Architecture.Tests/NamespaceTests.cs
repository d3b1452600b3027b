namespace FairGan.Architecture.Tests;

/// <summary>A namespace is a folder: whoever knows the name of a type knows where it lies.</summary>
public sealed class NamespaceTests
{
    // Extension methods lie where the user's MLContext does; the attribute's name is the runtime's.
    private static readonly HashSet<string> s_elsewhere =
    [
        "Microsoft.ML.FairGanExtensions",
        "Microsoft.ML.FairlearnExtensions",
        "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute",
        "Program",
    ];

    [Fact]
    public void The_namespace_of_a_type_is_its_folder()
    {
        string[] problems =
        [
            .. from assembly in Product.Assemblies
               from type in SourceFolders.Read(assembly)
               where !s_elsewhere.Contains(type.Name) && type.Namespace != type.Folder
               select $"{type.Name} lies in the folder of {type.Folder}: move the file to the folder of {type.Namespace}, or give it that namespace.",
        ];
        Assert.True(problems.Length == 0, string.Join("\n", problems));
    }

    [Fact]
    public void The_folders_of_types_are_known()
    {
        int known = SourceFolders.Read(Product.PathOf("FairGan.Export")).Count;
        Assert.InRange(known, 50, 500);
    }
}
