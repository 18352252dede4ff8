/** The page's only style sheet. Standings differ in word and mark, never in colour alone; colours keep a contrast of 4.5 : 1. */
export const style = `
:root { color-scheme: light dark; --ink: #1b1b1f; --soft: #55585f; --line: #c9ccd3; --page: #ffffff; --raised: #f4f5f7; --link: #0b57d0;
  --fail: #b3261e; --unknown: #7b2d8e; --warning: #8a5300; --waived: #6b5d00; --pass: #1b6e34; --not-applicable: #55585f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6ea; --soft: #b0b3bb; --line: #45484f; --page: #16171a; --raised: #202226; --link: #8ab4f8;
  --fail: #ff8a80; --unknown: #d9a3e6; --warning: #f0b35a; --waived: #d9c94f; --pass: #7fd494; --not-applicable: #b0b3bb; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem 1.5rem 4rem; max-width: 84rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, "Noto Sans", "Segoe UI", Roboto, sans-serif; }
:root[data-lang="vi"] body [lang="en"]:not(.always), :root[data-lang="en"] body [lang="vi"]:not(.always) { display: none; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; } h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
a { color: var(--link); } code { font: .875em/1.4 ui-monospace, "Noto Sans Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.skip { position: absolute; left: -100vw; } .skip:focus { position: static; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
header .languages { float: right; } button { font: inherit; padding: .2rem .7rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--raised); color: inherit; cursor: pointer; }
button[aria-pressed="true"] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); font-weight: 600; }
.headline { font-size: 1.15rem; font-weight: 600; } .soft { color: var(--soft); } .digest { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { background: var(--raised); font-weight: 600; } tbody th { font-weight: 500; } .counts { width: auto; } .counts td { text-align: right; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
.rule { border: 1px solid var(--line); border-radius: .4rem; padding: .8rem 1rem; margin: 1rem 0; } .rule[hidden], tr[hidden] { display: none; }
.standing { white-space: nowrap; font-weight: 600; }
.standing.fail, .standing.fail::before { color: var(--fail); } .standing.unknown { color: var(--unknown); } .standing.warning { color: var(--warning); } .standing.waived { color: var(--waived); } .standing.pass { color: var(--pass); } .standing.not-applicable { color: var(--not-applicable); }
.standing::before { margin-right: .35em; } .standing.fail::before { content: "\\2717"; } .standing.unknown::before { content: "?"; } .standing.warning::before { content: "!"; } .standing.waived::before { content: "~"; } .standing.pass::before { content: "\\2713"; } .standing.not-applicable::before { content: "\\2013"; }
.findings { table-layout: fixed; min-width: 46rem; } .findings th:nth-child(1) { width: 10.5rem; } .findings th:nth-child(2) { width: 22%; } .findings th:nth-child(4) { width: 10.5rem; } .findings th:nth-child(5) { width: 24%; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .8rem; margin: .3rem 0; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
.evidence { display: block; } .evidence dt { margin-top: .3rem; }
form { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; padding: .6rem .8rem; background: var(--raised); border: 1px solid var(--line); border-radius: .4rem; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem .9rem; } legend { padding: 0; font-weight: 600; float: left; margin-right: .6rem; }
input[type="search"], select { font: inherit; padding: .25rem .4rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--page); color: inherit; } input[type="search"] { width: 18rem; max-width: 100%; }
.field { display: flex; flex-direction: column; } output { margin-left: auto; font-variant-numeric: tabular-nums; }
.statement { margin-top: 2rem; border: 2px solid var(--line); border-radius: .4rem; padding: 1rem 1.25rem; break-inside: avoid; } .sign { display: grid; grid-template-columns: max-content 1fr; gap: 1.4rem .8rem; margin-top: 1rem; } .sign dd { border-bottom: 1px solid var(--ink); min-height: 1.2rem; }
span.always + span.always { display: block; color: var(--soft); }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 9.5pt; } form { position: static; border: 0; padding: 0; background: none; } form > :not(output), .languages, .skip { display: none !important; } .rule { border-width: 1px 0 0; border-radius: 0; padding: .4rem 0; } .findings { min-width: 0; } .findings th:nth-child(1), .findings th:nth-child(4) { width: 13%; } .findings th:nth-child(2) { width: 18%; } .findings th:nth-child(5) { width: 21%; } .standing { white-space: normal; } tr { break-inside: avoid; } h2, h3 { break-after: avoid; } thead { display: table-header-group; } }
@media (max-width: 48rem) { dl { display: block; } dd { margin: 0 0 .4rem; } .findings { min-width: 0; } .findings thead { display: none; } .findings tr, .findings th, .findings td { display: block; width: auto !important; border: 0; } .findings tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } .findings tr[hidden] { display: none; } form { position: static; } }
`;
