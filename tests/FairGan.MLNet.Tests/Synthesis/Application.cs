using Microsoft.ML.Data;

namespace FairGan.MLNet.Tests.Synthesis;

/// <summary>One mortgage application, for prediction engines.</summary>
internal sealed class Application
{
    [ColumnName("deny")]
    public string Deny { get; set; } = "";

    [ColumnName("pirat")]
    public double PaymentsToIncome { get; set; }

    [ColumnName("hirat")]
    public double HousingToIncome { get; set; }

    [ColumnName("lvrat")]
    public double LoanToValue { get; set; }

    [ColumnName("unemp")]
    public double Unemployment { get; set; }

    [ColumnName("chist")]
    public long ConsumerHistory { get; set; }

    [ColumnName("mhist")]
    public long MortgageHistory { get; set; }

    [ColumnName("phist")]
    public string PublicRecord { get; set; } = "";

    [ColumnName("insurance")]
    public string DeniedInsurance { get; set; } = "";

    public static Application Sound { get; } = new()
    {
        PaymentsToIncome = 0.25,
        HousingToIncome = 0.2,
        LoanToValue = 0.5,
        Unemployment = 3.2,
        ConsumerHistory = 1,
        MortgageHistory = 1,
        PublicRecord = "no",
        DeniedInsurance = "no",
    };

    public static Application Doubtful { get; } = new()
    {
        PaymentsToIncome = 0.6,
        HousingToIncome = 0.5,
        LoanToValue = 0.98,
        Unemployment = 8,
        ConsumerHistory = 6,
        MortgageHistory = 4,
        PublicRecord = "yes",
        DeniedInsurance = "yes",
    };
}
