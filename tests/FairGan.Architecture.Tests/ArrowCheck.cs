namespace FairGan.Architecture.Tests;

/// <summary>Compares the arrows that are with those that are allowed, and says in words what is wrong.</summary>
internal static class ArrowCheck
{
    /// <summary>One sentence or two for each arrow that is not allowed, and for each allowed one that nothing uses.</summary>
    public static IReadOnlyList<string> Compare(ILookup<Arrow, TypeReference> present, IReadOnlySet<Arrow> allowed)
    {
        return
        [
            .. present.Where(arrow => !allowed.Contains(arrow.Key)).OrderBy(arrow => $"{arrow.Key}", StringComparer.Ordinal)
                .Select(arrow => Forbidden(arrow.Key, [.. arrow], allowed)),
            .. allowed.Where(arrow => !present.Contains(arrow)).OrderBy(arrow => $"{arrow}", StringComparer.Ordinal)
                .Select(arrow => $"{arrow} is allowed in arrows.txt, but nothing uses it any more: take it out, so that it does not come back unseen."),
        ];
    }

    /// <summary>One sentence for each set of projects or rooms that refer to each other in a circle.</summary>
    public static IReadOnlyList<string> Circles(ILookup<Arrow, TypeReference> present)
    {
        var arrows = present.Select(group => group.Key).ToHashSet();
        var circles = new List<string>();
        var seen = new HashSet<string>();
        foreach (string start in arrows.Select(arrow => arrow.From).Distinct().Order(StringComparer.Ordinal))
        {
            if (seen.Contains(start) || Route(start, start, arrows) is not { } route)
            {
                continue;
            }

            seen.UnionWith(route);
            circles.Add(
                $"{string.Join(" -> ", route)} is a circle, so none of these can be read, tested or moved without the others. "
                + string.Join(" ", route.Zip(route.Skip(1), (from, to) => Example(present[new Arrow(from, to)])))
                + " Turn one of the arrows round: move what both need into a room below, or hand it in.");
        }

        return circles;
    }

    private static string Forbidden(Arrow arrow, TypeReference[] references, IReadOnlySet<Arrow> allowed)
    {
        string reason = Route(arrow.To, arrow.From, allowed) is { } back
            ? $"It is not allowed because {string.Join(" -> ", back)} is: the two would know each other in a circle. "
                + "Move what both need into a room below them, or hand it in through a parameter or an interface."
            : "It is not in the table arrows.txt. If what it needs belongs here, move that type; "
                + "if the arrow is right, add it to the table and say why in the commit.";
        string others = references.Length > 1 ? $" (and {references.Length - 1} more)" : "";
        return $"{arrow} is a new arrow: {Example(references)[..^1]}{others}. {reason}";
    }

    private static string Example(IEnumerable<TypeReference> references)
    {
        TypeReference first = references.OrderBy(reference => reference.From, StringComparer.Ordinal).ThenBy(reference => reference.To, StringComparer.Ordinal).First();
        return $"{first.From} refers to {first.To}.";
    }

    // The shortest way along arrows, both ends included; from a name to itself, the shortest circle through it.
    private static List<string>? Route(string from, string to, IReadOnlySet<Arrow> arrows)
    {
        ILookup<string, string> next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        var before = new Dictionary<string, string>();
        var queue = new Queue<string>([from]);
        while (queue.TryDequeue(out string? name))
        {
            foreach (string target in next[name].Order(StringComparer.Ordinal))
            {
                if (target == to)
                {
                    List<string> route = [to, name];
                    while (name != from)
                    {
                        route.Add(name = before[name]);
                    }

                    route.Reverse();
                    return route;
                }

                if (before.TryAdd(target, name))
                {
                    queue.Enqueue(target);
                }
            }
        }

        return null;
    }
}
