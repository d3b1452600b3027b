
using FairGan.Export.Columns;
using FairGan.Export.Columns.Categorical;
using FairGan.Export.Schemas;

namespace FairGan.Export.Tests.Columns;

public class TableSchemaTests
{
    private static readonly ColumnCodec s_label = CategoricalCodec.Fit("y", new Dictionary<string, long> { ["no"] = 1, ["yes"] = 1 }, 0, new CodecOptions());

    [Fact]
    public void Two_columns_of_one_name_are_refused() =>
        Assert.Contains("two columns named 'y'", Assert.Throws<FormatException>(() => new TableSchema([s_label, s_label], null, null, [])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_role_that_names_no_column_is_refused_with_those_that_exist() =>
        Assert.Contains("no column 'sex'; it has 'y'", Assert.Throws<FormatException>(() => new TableSchema([s_label], "y", "yes", ["sex"])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_positive_value_that_the_label_lacks_is_refused() =>
        Assert.Contains("no value 'maybe'", Assert.Throws<FormatException>(() => new TableSchema([s_label], "y", "maybe", [])).Message, StringComparison.Ordinal);
}
