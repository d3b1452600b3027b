namespace FairGan.Reporting.Report.Html;

/// <summary>The style sheet of the page.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root {
          color-scheme: light dark;
          --ink: #1a2230; --soft: #55606f; --rule: #d3d9e2; --strong-rule: #8793a3;
          --paper: #ffffff; --wash: #f4f6f9; --accent: #17466f; --bar: #9dbbd8;
          --alert: #7a4100; --alert-wash: #fdf3e3; --alert-rule: #d9962f;
          --real: #2f6ca3; --synthetic: #b3541e; --plain: #6b7684; --shade: #9dbbd8; --counter: #e8b98a;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ink: #e4e9f0; --soft: #a6b1bf; --rule: #35404d; --strong-rule: #66758a;
            --paper: #11161d; --wash: #1a212b; --accent: #8ec0ec; --bar: #3c6690;
            --alert: #ffca80; --alert-wash: #2c2313; --alert-rule: #b07a2a;
            --real: #7db4e6; --synthetic: #f0a35e; --plain: #a6b1bf; --shade: #3c6690; --counter: #8a5524;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", "DejaVu Sans", sans-serif;
        }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--paper); outline: 2px solid var(--accent); z-index: 1; }
        .page { max-width: 68rem; margin: 0 auto; padding: 0 1.5rem 4rem; }
        header { border-top: .4rem solid var(--accent); padding: 2rem 0 1.25rem; border-bottom: 1px solid var(--rule); }
        .kind { margin: 0; color: var(--soft); font-size: .8rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; }
        h1 { margin: .25rem 0 1rem; font-size: 2rem; line-height: 1.2; letter-spacing: -.01em; }
        h2 { margin: 3.25rem 0 .75rem; padding-bottom: .35rem; border-bottom: 2px solid var(--ink); font-size: 1.35rem; line-height: 1.3; }
        h3 { margin: 1.75rem 0 .5rem; font-size: 1.05rem; line-height: 1.35; }
        h1, h2, h3, p, li, dd { overflow-wrap: anywhere; }
        p, ul, ol { max-width: 46rem; margin: .6rem 0; }
        li { margin: .35rem 0; }
        a { color: var(--accent); }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .35rem 2rem; margin: 0; font-size: .9rem; }
        .facts dt { color: var(--soft); font-size: .8rem; }
        .facts dd { margin: 0; }
        nav { margin: 1.25rem 0 0; font-size: .9rem; }
        nav ol { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: 0; padding: 0; list-style: none; max-width: none; }
        nav li { margin: 0; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); gap: 1px; margin: 1.25rem 1px; }
        .figures div { display: flex; flex-direction: column; padding: .9rem 1.1rem; outline: 1px solid var(--rule); }
        .figures dt { order: -1; color: var(--soft); font-size: .85rem; }
        .figures .value { margin: .1rem 0; font-size: 1.75rem; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; }
        .figures dd { margin: 0; color: var(--soft); font-size: .85rem; }
        .figures dd.value { color: var(--ink); }
        .attention { max-width: 50rem; margin: 1.25rem 0; padding: .8rem 1.2rem; border-left: .3rem solid var(--alert-rule); background: var(--alert-wash); }
        .attention h3 { margin: 0 0 .3rem; color: var(--alert); }
        .attention.none { border-color: var(--rule); background: var(--wash); }
        .attention.none h3 { color: var(--ink); }
        .attention ul { margin: .2rem 0; padding-left: 1.2rem; }
        .on-paper { display: none; }
        .note { color: var(--soft); font-size: .875rem; }
        .ends { display: block; color: var(--soft); font-size: .92em; }
        .scroll {
          position: relative; overflow-x: auto; margin: 1.1rem 0 1.6rem;

          /* A shadow at the side where a table goes on; the outer two scroll along and cover it at the ends. */
          background:
            linear-gradient(to right, var(--paper) 40%, transparent) left / 2rem 100% no-repeat local,
            linear-gradient(to left, var(--paper) 40%, transparent) right / 2rem 100% no-repeat local,
            linear-gradient(to right, var(--strong-rule), transparent) left / .6rem 100% no-repeat scroll,
            linear-gradient(to left, var(--strong-rule), transparent) right / .6rem 100% no-repeat scroll;
        }
        table { border-collapse: collapse; min-width: min(100%, 34rem); font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums; border-bottom: 1px solid var(--strong-rule); }
        caption { padding: 0 0 .5rem; text-align: left; font-weight: 600; }
        .title { position: sticky; left: 0; display: inline-block; max-width: min(46rem, calc(100vw - 3rem)); white-space: normal; overflow-wrap: anywhere; }
        caption .number { color: var(--soft); }
        th, td { padding: .38rem .75rem; text-align: right; vertical-align: top; white-space: nowrap; }
        thead th { border-bottom: 1px solid var(--rule); background: var(--wash); font-weight: 600; vertical-align: bottom; }
        thead tr:first-child th { border-top: 1px solid var(--strong-rule); }
        thead tr:last-child th, thead th[rowspan] { border-bottom: 1px solid var(--strong-rule); }
        thead th[scope=colgroup] { text-align: center; }
        tbody th { font-weight: 400; }
        tbody tr + tr > * { border-top: 1px solid var(--rule); }
        th[scope=row], thead tr:first-child th:first-child, .words { text-align: left; }
        th[scope=row], .words { min-width: 8rem; max-width: 20rem; white-space: normal; overflow-wrap: anywhere; }
        .bar { display: inline-block; width: 4.5rem; height: .6rem; background: linear-gradient(var(--bar), var(--bar)) left / var(--share) 100% no-repeat var(--wash); }
        .bar + span { display: inline-block; min-width: 3.4rem; }
        .flag { display: inline-block; padding: 0 .4rem; border: 1px solid var(--alert-rule); border-radius: .2rem; background: var(--alert-wash); color: var(--alert); font-size: .78rem; white-space: nowrap; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)); gap: 1rem 2rem; align-items: start; }
        figure { margin: 1.1rem 0; min-width: 0; }
        .pictures figure { margin: .5rem 0; }
        svg.picture { height: auto; }
        figcaption { max-width: 46rem; margin: .3rem 0; font-size: .875rem; font-weight: 600; overflow-wrap: anywhere; }
        figcaption .number { color: var(--soft); }
        details { margin: .3rem 0; }
        summary { width: fit-content; color: var(--accent); font-size: .875rem; cursor: pointer; }
        .hash { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .78rem; }
        footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--rule); color: var(--soft); font-size: .85rem; }
        @media (max-width: 40rem) {
          .page { padding: 0 1rem 3rem; }
          h1 { font-size: 1.55rem; }
          h2 { font-size: 1.2rem; }
          th, td { padding: .35rem .45rem; }
          thead th { white-space: normal; }
          th[scope=row], .words { min-width: 7.5rem; }
          .bar { width: 2rem; }
        }
        @media print {
          :root {
            color-scheme: light;
            --ink: #000; --soft: #444; --rule: #bbb; --strong-rule: #666; --paper: #fff; --wash: #f2f2f2;
            --accent: #17466f; --bar: #9dbbd8; --alert: #5c3100; --alert-wash: #fff; --alert-rule: #8a5a10;
            --real: #2f6ca3; --synthetic: #b3541e; --plain: #6b7684; --shade: #9dbbd8; --counter: #e8b98a;
          }
          @page {
            margin: 16mm 14mm 18mm;
            @bottom-left { content: "Synthetic data report"; font: 7.5pt system-ui, sans-serif; color: #444; }
            @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 7.5pt system-ui, sans-serif; color: #444; }
          }
          html { font-size: 9.5pt; }
          .page { max-width: none; padding: 0; }
          nav, .skip { display: none; }
          h2 { margin-top: 1.6rem; }
          h2, h3, caption, summary { break-after: avoid; }
          h2 + p, h3 + p { break-before: avoid; }
          .scroll { overflow: visible; background: none; }
          .title { max-width: none; }
          table { font-size: 8pt; }
          .flag { font-size: 7pt; }
          th, td { padding: .2rem .35rem; }
          thead th { white-space: normal; }
          .bar { display: none; }
          .bar + span { min-width: 0; }
          tr, table.short, figure, .figures div, li { break-inside: avoid; }
          .on-paper { display: block; }

          /* What is folded on a screen lies open on paper, but for the tables behind bars and maps: they would be most of the pages. */
          details::details-content { display: block; content-visibility: visible; block-size: auto; }
          details > summary { color: var(--ink); font-weight: 600; list-style: none; }
          figure details > summary, figure details.long { display: none; }
          .pictures { display: block; columns: 2; column-gap: 1.6rem; }
          .pictures figure { padding-top: .6rem; margin: 0; }
          figcaption { font-size: 8pt; }
          footer { margin-top: 1.2rem; padding-top: .4rem; font-size: 7.5pt; }
          .pictures figure .scroll { margin: .4rem 0; }
          p { orphans: 3; widows: 3; }
          .bar, .figures, thead th, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }
        """;
}
