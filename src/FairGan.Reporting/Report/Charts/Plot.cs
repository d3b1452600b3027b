using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FairGan.Tables;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace FairGan.Reporting.Report.Charts;

/// <summary>A plot in the style of the report, and its SVG.</summary>
/// <remarks>
/// The colours of the model are stand-ins: in the SVG they become custom properties of the style sheet, so that a chart follows
/// the page to a dark screen and onto paper. No meaning rests on colour alone: filled against outlined, circle against square.
/// </remarks>
internal sealed partial class Plot
{
    public static readonly OxyColor Ink = OxyColors.Black;
    public static readonly OxyColor Real = OxyColor.FromRgb(1, 2, 3);
    public static readonly OxyColor Synthetic = OxyColor.FromRgb(1, 2, 4);
    public static readonly OxyColor Plain = OxyColor.FromRgb(1, 2, 5);
    public static readonly OxyColor Shade = OxyColor.FromRgb(1, 2, 6);
    public static readonly OxyColor CounterShade = OxyColor.FromRgb(1, 2, 7);
    public static readonly OxyColor Rule = OxyColor.FromRgb(1, 2, 8);

    private const int LongestLabel = 22;

    // The second part is for pages without the report's style sheet.
    private static readonly (string Rgb, string Css)[] s_colours =
    [
        ("rgb(1,2,3)", "var(--real,#2f6ca3)"),
        ("rgb(1,2,4)", "var(--synthetic,#b3541e)"),
        ("rgb(1,2,5)", "var(--plain,#6b7684)"),
        ("rgb(1,2,6)", "var(--shade,#9dbbd8)"),
        ("rgb(1,2,7)", "var(--counter,#e8b98a)"),
        ("rgb(1,2,8)", "var(--rule,#d3d9e2)"),
        ("black", "currentColor"),
    ];

    private readonly int _width;
    private readonly int _height;

    public Plot(int width, int height)
    {
        _width = width;
        _height = height;
        Model = new PlotModel { PlotAreaBorderThickness = new OxyThickness(0), Padding = new OxyThickness(2, 4, 12, 2), DefaultFontSize = 12 };
    }

    public PlotModel Model { get; }

    /// <summary>Text from the data, short enough for an axis, without what XML cannot hold.</summary>
    public static string Label(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return value is null ? "(missing)" : "(blank)";
        }

        string shown = VisibleText.Of(value.Length <= 4 * LongestLabel ? value : value[..(4 * LongestLabel)]);
        string text = string.Concat(shown.Select(letter => XmlConvert.IsXmlChar(letter) ? letter : '\uFFFD'));
        StringInfo letters = new(text);
        return letters.LengthInTextElements <= LongestLabel && value.Length <= 4 * LongestLabel
            ? text
            : $"{letters.SubstringByTextElements(0, Math.Min(LongestLabel, letters.LengthInTextElements))}…";
    }

    public static string Label(IEnumerable<string?> values) => string.Join(" × ", values.Select(Label));

    /// <summary>An axis of numbers.</summary>
    public LinearAxis Numbers(AxisPosition position, string title, double minimum, double maximum, string? format = null)
    {
        LinearAxis axis = new()
        {
            Position = position,
            Title = title,
            Minimum = minimum,
            Maximum = maximum,
            StringFormat = format,
            TickStyle = TickStyle.Outside,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = Rule,
            AxislineStyle = LineStyle.None,
            TicklineColor = Rule,
            MinorTickSize = 0,
        };
        Model.Axes.Add(axis);
        return axis;
    }

    /// <summary>An axis of shares from 0 to the first mark at or above the highest, so that the last mark bounds every bar and dot.</summary>
    public void Shares(AxisPosition position, string title, double highest)
    {
        const int MostMarks = 6;
        double top = highest > 0 ? highest : 1;
        double tenth = Math.Pow(10, Math.Floor(Math.Log10(top)) - 1);
        double step = new[] { 1.0, 2, 5, 10, 20, 50 }.Select(factor => factor * tenth).First(width => top / width <= MostMarks);
        LinearAxis axis = Numbers(position, title, 0, step * Math.Ceiling((top / step) - 1e-9), step < 0.01 ? "0.######%" : "0%");
        axis.MajorStep = step;
    }

    /// <summary>An axis with a name at each whole number from 0 on.</summary>
    public void Names(AxisPosition position, IEnumerable<string> names, double angle = 0)
    {
        string[] labels = [.. names];
        bool upright = position is AxisPosition.Left or AxisPosition.Right;
        Model.Axes.Add(new LinearAxis
        {
            Position = position,
            Minimum = -0.5,
            Maximum = labels.Length - 0.5,
            StartPosition = upright ? 1 : 0,
            EndPosition = upright ? 0 : 1,
            MajorStep = 1,
            MajorTickSize = 0,
            MinorTickSize = 0,
            Angle = angle,
            AxislineStyle = LineStyle.None,
            LabelFormatter = place => place == Math.Round(place) && place >= 0 && place < labels.Length ? labels[(int)place] : "",
        });
    }

    public void Legend(LegendPosition position = LegendPosition.TopCenter) => Model.Legends.Add(new Legend
    {
        LegendPosition = position,
        LegendPlacement = LegendPlacement.Outside,
        LegendOrientation = LegendOrientation.Horizontal,
        LegendMargin = 2,
        LegendPadding = 2,
        LegendItemSpacing = 14,
        LegendSymbolLength = 24,
    });

    public void Bar(double left, double bottom, double right, double top, bool isReal) => Model.Annotations.Add(new RectangleAnnotation
    {
        MinimumX = left,
        MaximumX = right,
        MinimumY = bottom,
        MaximumY = top,
        Fill = isReal ? Shade : OxyColors.Undefined,
        Stroke = isReal ? OxyColors.Undefined : Synthetic,
        StrokeThickness = isReal ? 0 : 1.6,
        Layer = AnnotationLayer.AboveSeries,
    });

    /// <summary>Puts a filled and an outlined bar into the legend.</summary>
    public void BarLegend()
    {
        Add("real", MarkerType.Square, Shade, Shade);
        Add("synthetic", MarkerType.Square, OxyColors.Transparent, Synthetic);
        Legend();

        void Add(string name, MarkerType marker, OxyColor fill, OxyColor stroke) => Model.Series.Add(new ScatterSeries
        {
            Title = name,
            MarkerType = marker,
            MarkerFill = fill,
            MarkerStroke = stroke,
            MarkerStrokeThickness = 1.6,
            MarkerSize = 6,
        });
    }

    public LineSeries Line(string? title, OxyColor colour, IEnumerable<(double X, double Y)> points, MarkerType marker = MarkerType.None, LineStyle style = LineStyle.Solid)
    {
        LineSeries line = new()
        {
            Title = title,
            Color = colour,
            LineStyle = style,
            StrokeThickness = 2,
            MarkerType = marker,
            MarkerSize = 4,
            MarkerFill = colour,
            RenderInLegend = title is not null,
        };
        line.Points.AddRange(points.Select(point => new DataPoint(point.X, point.Y)));
        Model.Series.Add(line);
        return line;
    }

    public void Cell(int column, int row, OxyColor fill, double strength, string text) => Model.Annotations.Add(new RectangleAnnotation
    {
        MinimumX = column - 0.5,
        MaximumX = column + 0.5,
        MinimumY = row - 0.5,
        MaximumY = row + 0.5,
        Fill = OxyColor.FromAColor((byte)Math.Round(255 * Math.Clamp(strength, 0, 1)), fill),
        Stroke = Rule,
        StrokeThickness = 0.5,
        Text = text,
        FontSize = 10,
        TextColor = Ink,
    });

    /// <summary>The plot as an SVG element for a page.</summary>
    /// <param name="description">What it shows, for those who do not see it.</param>
    public string ToSvg(string description)
    {
        XElement svg = XElement.Parse(SvgExporter.ExportToString(Model, _width, _height, false, new WideLetters(_width, _height)));
        XNamespace names = svg.Name.Namespace;

        // Every plot shows its data whole: there is nothing to clip, and names of clips would have to differ over a page.
        svg.Descendants(names + "defs").Remove();
        foreach (XElement element in svg.Descendants().ToArray())
        {
            element.Attribute("clip-path")?.Remove();
            element.Attribute("shape-rendering")?.Remove();
            element.Attribute("font-family")?.Remove();
            if (element.Attribute("font-weight")?.Value == "400")
            {
                element.Attribute("font-weight")!.Remove();
            }

            foreach (XAttribute attribute in element.Attributes())
            {
                attribute.Value = attribute.Name.LocalName is "style" or "fill" or "stroke" ? Paint(attribute.Value) : LongNumber().Replace(attribute.Value, "$1");
            }

            // A group or the frame without anything in it.
            if ((element.Name == names + "g" && !element.HasElements) || element.Attribute("style")?.Value is "fill:none;stroke:none;" or "fill:none;stroke:currentColor;stroke-width:0")
            {
                element.Remove();
            }
        }

        svg.RemoveAttributes();
        svg.Add(
            new XAttribute("xmlns", names.NamespaceName),
            new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {_width} {_height}")),
            new XAttribute("class", "picture"),
            new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"display:block;width:100%;max-width:{_width}px;font-family:system-ui,sans-serif")),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", description));
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static string Paint(string style) => s_colours.Aggregate(style, (text, colour) => text.Replace(colour.Rgb, colour.Css, StringComparison.Ordinal));

    // A tenth of a pixel is enough.
    [GeneratedRegex(@"(\d\.\d)\d+")]
    private static partial Regex LongNumber();

    // Text is drawn by the reader's browser in a font unknown here, so room is kept for a wide one. The base measures in points, of
    // which four are three pixels.
    private sealed class WideLetters(double width, double height) : PdfRenderContext(width, height, OxyColors.Undefined)
    {
        private const double PixelsPerPoint = 4.0 / 3;
        private const double Widening = 1.2;
        private const double WideLetter = 0.6;

        public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
        {
            OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
            return new OxySize(Math.Max(size.Width * PixelsPerPoint * Widening, WideLetter * fontSize * (text?.Length ?? 0)), size.Height * PixelsPerPoint);
        }
    }
}
