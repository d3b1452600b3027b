using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace FairGan.Architecture.Tests;

/// <summary>Reads from an assembly's symbols in which folder each of its types was written.</summary>
internal static class SourceFolders
{
    private static readonly Guid s_documentsOfType = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>The top-level types of the assembly, with their folders written as namespaces. Generated sources are left out.</summary>
    public static IReadOnlyList<SourceType> Read(string path)
    {
        string project = Path.GetFileNameWithoutExtension(path);
        using var file = new PEReader(File.OpenRead(path));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(path, ".pdb")));
        MetadataReader metadata = file.GetMetadataReader();
        MetadataReader symbols = provider.GetMetadataReader();
        var types = new HashSet<SourceType>();
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            string name = TypeNames.Of(metadata, handle);
            foreach (string document in Documents(metadata, symbols, handle))
            {
                if (Folder(document.Replace('\\', '/'), project) is { } folder)
                {
                    types.Add(new SourceType(name, name[..Math.Max(name.LastIndexOf('.'), 0)], folder));
                }
            }
        }

        return [.. types];
    }

    // Methods know their file by their instructions; types without any have a record of their own.
    private static IEnumerable<string> Documents(MetadataReader metadata, MetadataReader symbols, TypeDefinitionHandle handle)
    {
        foreach (MethodDefinitionHandle method in metadata.GetTypeDefinition(handle).GetMethods())
        {
            DocumentHandle document = symbols.GetMethodDebugInformation(method).Document;
            if (!document.IsNil)
            {
                yield return Name(symbols, document);
            }
        }

        foreach (CustomDebugInformationHandle record in symbols.GetCustomDebugInformation(handle))
        {
            CustomDebugInformation information = symbols.GetCustomDebugInformation(record);
            if (symbols.GetGuid(information.Kind) == s_documentsOfType)
            {
                BlobReader rows = symbols.GetBlobReader(information.Value);
                while (rows.RemainingBytes > 0)
                {
                    yield return Name(symbols, System.Reflection.Metadata.Ecma335.MetadataTokens.DocumentHandle(rows.ReadCompressedInteger()));
                }
            }
        }
    }

    private static string Name(MetadataReader symbols, DocumentHandle document) => symbols.GetString(symbols.GetDocument(document).Name);

    private static string? Folder(string document, string project)
    {
        int start = document.LastIndexOf($"/src/{project}/", StringComparison.Ordinal);
        bool generated = start < 0 || document.Contains("/obj/", StringComparison.Ordinal);
        return generated ? null : document[(start + "/src/".Length)..document.LastIndexOf('/')].Replace('/', '.');
    }
}

/// <summary>A type, the namespace it has, and the namespace that its folder stands for.</summary>
internal readonly record struct SourceType(string Name, string Namespace, string Folder);
