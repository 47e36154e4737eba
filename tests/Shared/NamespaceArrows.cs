using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MnistApi.Architecture;

/// <summary>A use of one namespace by another.</summary>
/// <param name="From">The namespace of the type that uses.</param>
/// <param name="To">The namespace of the type that is used; it may belong to another assembly.</param>
/// <param name="Example">One such pair, as <c>type -> type</c> without namespaces.</param>
internal sealed record NamespaceArrow(string From, string To, string Example)
{
    public override string ToString() => $"{From} -> {To}, for example {Example}";
}

/// <summary>
/// Finds the namespaces that each namespace of a compiled assembly uses, from signatures, attributes and the instructions of methods. A
/// nested type counts as its outermost type, also if the compiler generated it. Constants and <c>nameof</c> leave no trace in an assembly.
/// </summary>
internal static class NamespaceArrows
{
    /// <summary>All arrows between different namespaces, ordered by name, one example for each.</summary>
    public static IReadOnlyList<NamespaceArrow> Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var arrows =
            from handle in metadata.TypeDefinitions
            let user = TypeName.Of(metadata, handle)
            where user.Namespace.Length > 0
            from used in TypeUses.Of(file, metadata, handle)
            where used.Namespace.Length > 0 && used.Namespace != user.Namespace
            group $"{user.Name} -> {used.Name}" by (From: user.Namespace, To: used.Namespace) into arrow
            orderby arrow.Key
            select new NamespaceArrow(arrow.Key.From, arrow.Key.To, arrow.Min()!);
        return [.. arrows];
    }
}

/// <summary>Name and namespace of an outermost type.</summary>
internal readonly record struct TypeName(string Namespace, string Name)
{
    public static TypeName Of(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? Of(metadata, outer)
            : new TypeName(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }

    public static TypeName Of(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Of(metadata, (TypeReferenceHandle)type.ResolutionScope)
            : new TypeName(metadata.GetString(type.Namespace), metadata.GetString(type.Name));
    }
}
