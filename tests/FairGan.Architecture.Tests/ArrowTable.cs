using System.Text;

namespace FairGan.Architecture.Tests;

/// <summary>The allowed arrows between projects and between rooms, as the file <c>arrows.txt</c> lists them.</summary>
internal sealed record ArrowTable(IReadOnlySet<Arrow> Projects, IReadOnlySet<Arrow> Rooms)
{
    private const string ProjectsHeading = "[projects]";
    private const string RoomsHeading = "[rooms]";
    private const int LongestLine = 120;

    private const string Introduction =
        """
        # Which project, and which room (a folder, which is a namespace), may refer to which. The tests compare this table with
        # the compiled assemblies: an arrow that is missing here fails, and so does one that nothing uses any more.
        # Names stand without their "FairGan."; a name alone is the project's own folder.
        # After a wanted change: FAIRGAN_REFRESH=1 dotnet test --project tests/FairGan.Architecture.Tests -c Release
        # writes the arrows of today here. Read the difference: each new line is a decision. Circles cannot be allowed.
        """;

    /// <summary>Reads the text that <see cref="ToString"/> writes; comments and empty lines are passed over.</summary>
    public static ArrowTable Parse(string text)
    {
        var arrows = new Dictionary<string, HashSet<Arrow>> { [ProjectsHeading] = [], [RoomsHeading] = [] };
        HashSet<Arrow>? section = null;
        foreach (string line in text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                section = arrows[line];
                continue;
            }

            string[] sides = line.Split("->", StringSplitOptions.TrimEntries);
            foreach (string to in sides[1].Split(',', StringSplitOptions.TrimEntries))
            {
                section!.Add(new Arrow(Prefix + sides[0], Prefix + to));
            }
        }

        return new ArrowTable(arrows[ProjectsHeading], arrows[RoomsHeading]);
    }

    /// <summary>The table in the form of the file.</summary>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder(Introduction).Append("\n\n").Append(ProjectsHeading).Append('\n');
        Append(text, Projects);
        text.Append('\n').Append(RoomsHeading).Append('\n');
        Append(text, Rooms);
        return text.ToString();
    }

    private const string Prefix = "FairGan.";

    private static void Append(StringBuilder text, IEnumerable<Arrow> arrows)
    {
        foreach (IGrouping<string, string> targets in arrows.OrderBy(arrow => arrow.From, StringComparer.Ordinal)
            .ThenBy(arrow => arrow.To, StringComparer.Ordinal)
            .GroupBy(arrow => arrow.From[Prefix.Length..], arrow => arrow.To[Prefix.Length..]))
        {
            string line = $"{targets.Key} -> ";
            string separator = "";
            foreach (string target in targets)
            {
                if (separator.Length > 0 && line.Length + separator.Length + target.Length > LongestLine)
                {
                    text.Append(line).Append('\n');
                    line = $"{targets.Key} -> ";
                    separator = "";
                }

                line += separator + target;
                separator = ", ";
            }

            text.Append(line).Append('\n');
        }
    }
}
