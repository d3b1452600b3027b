using FairGan.MLNet.Tests.Data;
using Microsoft.ML;

namespace FairGan.MLNet.Tests.Synthesis;

public sealed class SynthesizerTests
{
    [Fact]
    public void Synthetic_rows_have_the_schema_of_the_real_ones()
    {
        IDataView synthetic = Hmda.Fitted.Rows(1500);

        Assert.Equal(1500, synthetic.GetRowCount());
        Assert.Equal(Hmda.Data.Schema.Describe(), synthetic.Schema.Describe());
        Assert.Equal(["no", "yes"], synthetic.Texts("afam").Distinct().Order());
        Assert.Equal(1500, synthetic.Values<double>("pirat").Length);
    }
}
