using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FairGan.Architecture.Tests;

/// <summary>The compiled assemblies of <c>src</c>: which types they define, and which of those refer to which.</summary>
internal sealed class Product
{
    private readonly Dictionary<string, string> _projectOfType = [];

    /// <summary>Reads assemblies, each of which is a project of the same name.</summary>
    public Product(IReadOnlyList<string> assemblies)
    {
        foreach (string assembly in assemblies)
        {
            foreach (string type in CompiledReferences.Types(assembly))
            {
                _projectOfType.TryAdd(type, Path.GetFileNameWithoutExtension(assembly));
            }
        }

        References = [.. assemblies.SelectMany(CompiledReferences.Read).Where(reference => Owns(reference.From) && Owns(reference.To))];
    }

    /// <summary>The product's own assemblies, as the build left them.</summary>
    public static IReadOnlyList<string> Assemblies { get; } =
    [
        .. Directory.EnumerateFiles(Metadata("Sources"), "*.csproj", SearchOption.AllDirectories)
            .Select(project => Path.Combine(
                Path.GetDirectoryName(project)!, "bin", Metadata("Configuration"), "net10.0", Path.GetFileNameWithoutExtension(project) + ".dll"))
            .Order(StringComparer.Ordinal),
    ];

    private static readonly Lazy<Product> s_built = new(() => new Product(Assemblies));

    /// <summary>The product as the build left it, read once.</summary>
    public static Product Built => s_built.Value;

    /// <summary>Every reference from a type of the product to another one.</summary>
    public IReadOnlyList<TypeReference> References { get; }

    /// <summary>A path or setting that the build wrote into this assembly.</summary>
    public static string Metadata(string key) =>
        typeof(Product).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>The compiled assembly of a project.</summary>
    public static string PathOf(string project) => Assemblies.Single(path => Path.GetFileNameWithoutExtension(path) == project);

    /// <summary>The simple names of the assemblies that a compiled assembly refers to.</summary>
    public static IReadOnlyList<string> AssembliesReferencedBy(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name))];
    }

    /// <summary>The project that defines the type.</summary>
    public string ProjectOf(string type) => _projectOfType[type];

    /// <summary>The room of a type: its namespace; of the few types in a namespace of others, the project.</summary>
    public string RoomOf(string type)
    {
        string project = ProjectOf(type);
        string space = type[..Math.Max(type.LastIndexOf('.'), 0)];
        return space.StartsWith(project, StringComparison.Ordinal) ? space : project;
    }

    /// <summary>The arrows between projects, each with the references that make it.</summary>
    public ILookup<Arrow, TypeReference> ProjectArrows => Arrows(ProjectOf);

    /// <summary>The arrows between rooms, each with the references that make it.</summary>
    public ILookup<Arrow, TypeReference> RoomArrows => Arrows(RoomOf);

    private bool Owns(string type) => _projectOfType.ContainsKey(type);

    private ILookup<Arrow, TypeReference> Arrows(Func<string, string> nameOf)
    {
        return References
            .Where(reference => nameOf(reference.From) != nameOf(reference.To))
            .ToLookup(reference => new Arrow(nameOf(reference.From), nameOf(reference.To)));
    }
}
