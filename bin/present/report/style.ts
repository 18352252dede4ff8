const light = `color-scheme: light; --page: #ffffff; --raised: #f4f5f7; --ink: #16181d; --soft: #50545c; --line: #cfd3da; --link: #0b57d0; --bad: #b3261e; --good: #1b6e34; --open: #7b2d8e; --debt: #6b5d00; --grid: #d5d5d5;
  --blue: #0072b2; --red: #d55e00; --green: #009e73; --purple: #7b3f8c; --brown: #8a6d00; --sky: #56b4e9; --deep: #00503a; --grey: #c9c9c9; --fill-1: #e8eef7; --fill-2: #fff7dd; --fill-3: #e9f5ea; --fill-4: #f1ecf7;`;
const dark = `color-scheme: dark; --page: #15171b; --raised: #1f2227; --ink: #e8e9ed; --soft: #b2b6bf; --line: #43474f; --link: #8ab4f8; --bad: #ff8a80; --good: #7fd494; --open: #d9a3e6; --debt: #d9c94f; --grid: #3a3e46;
  --blue: #6cb8f0; --red: #ff9a57; --green: #3fd0a4; --purple: #c795d6; --brown: #d8b84a; --sky: #2f6f9c; --deep: #58b58f; --grey: #565b64; --fill-1: #22304a; --fill-2: #3d3620; --fill-3: #1f3826; --fill-4: #342a42;`;

/** Colours of drawings as the page's: a drawing is made for white paper. */
const recoloured = (
  [
    ['#ffffff', 'page'],
    ['#111111', 'ink'],
    ['#1a1a1a', 'ink'],
    ['#333333', 'ink'],
    ['#444444', 'soft'],
    ['#555555', 'soft'],
    ['#666666', 'soft'],
    ['#999999', 'soft'],
    ['#d5d5d5', 'grid'],
    ['#e2e2e2', 'grid'],
    ['#0072b2', 'blue'],
    ['#d55e00', 'red'],
    ['#009e73', 'green'],
    ['#7b3f8c', 'purple'],
    ['#8a6d00', 'brown'],
    ['#56b4e9', 'sky'],
    ['#00503a', 'deep'],
    ['#c9c9c9', 'grey'],
    ['#e8eef7', 'fill-1'],
    ['#fff7dd', 'fill-2'],
    ['#e9f5ea', 'fill-3'],
    ['#f1ecf7', 'fill-4'],
  ] as const
)
  .map(([from, to]) => `.drawing [fill="${from}"] { fill: var(--${to}); } .drawing [stroke="${from}"] { stroke: var(--${to}); }`)
  .join('\n');

/** The page's only style sheet. What is told by colour is told by a word as well; text keeps a contrast of 4.5 : 1. */
export const style = `
:root { ${light} }
@media screen { :root[data-theme="dark"] { ${dark} } }
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${dark} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; padding: 1.25rem 1.5rem 4rem; max-width: 76rem; background: var(--page); color: var(--ink); font: 1rem/1.55 "Noto Sans", "Be Vietnam Pro", "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif; }
:root[data-lang="vi"] body [lang="en"]:not(.always), :root[data-lang="en"] body [lang="vi"]:not(.always) { display: none; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: .4rem 0 .2rem; text-wrap: balance; } h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .4rem; } h3 { font-size: 1.05rem; margin: 1.5rem 0 .3rem; }
section { border-top: 1px solid var(--line); margin-top: 2.5rem; padding-top: 1.25rem; }
p { max-width: 46rem; margin: .4rem 0; } .soft { color: var(--soft); } a { color: var(--link); } code { font: .875em/1.4 ui-monospace, "Noto Sans Mono", "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; } .skip:focus { position: static; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.choices { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .4rem 1.2rem; } .choices > div { display: flex; gap: .3rem; }
button { font: inherit; font-size: .9rem; padding: .2rem .7rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--raised); color: inherit; cursor: pointer; }
button[aria-pressed="true"] { border-color: var(--link); box-shadow: inset 0 0 0 1px var(--link); font-weight: 600; }
nav ol { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; margin: .8rem 0 0; padding: 0; list-style: none; }
.glance { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .8rem; margin: 1rem 0; }
.glance div { border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; background: var(--raised); } .glance dt { color: var(--soft); font-size: .9rem; } .glance dd { margin: 0; font-size: 1.2rem; font-weight: 600; font-variant-numeric: tabular-nums; } .glance dd small { display: block; font-size: .85rem; font-weight: 400; color: var(--soft); line-height: 1.4; }
.bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); font-weight: 600; } .open { color: var(--open); font-weight: 600; } .debt { color: var(--debt); font-weight: 600; }
.scroll { overflow-x: auto; margin: .6rem 0; } figure { margin: .8rem 0; }
.drawing { overflow-x: auto; } .drawing svg { display: block; max-width: 100%; height: auto; margin: 0 auto; } .drawing svg text { font-variant-numeric: tabular-nums; }
${recoloured}
table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; } caption { text-align: left; font-weight: 600; padding: .2rem 0 .4rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .7rem; border-bottom: 1px solid var(--line); max-width: 30rem; overflow-wrap: break-word; } thead th { background: var(--raised); font-weight: 600; vertical-align: bottom; } tbody th { font-weight: 500; } .number { text-align: right; white-space: nowrap; } .short { white-space: nowrap; } tr[hidden] { display: none; }
.findings th:nth-child(1) { width: 17%; } .findings td:nth-child(2) { width: 11%; } .findings td:nth-child(3) { width: 36%; } .findings td:nth-child(4) { width: 16%; }
td ul { margin: 0; padding-left: 1.1rem; } td p { margin: 0 0 .2rem; }
details { margin: .4rem 0; } summary { cursor: pointer; color: var(--link); width: fit-content; }
.find { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: center; } input[type="search"] { font: inherit; padding: .25rem .5rem; border: 1px solid var(--soft); border-radius: .3rem; background: var(--page); color: inherit; width: 18rem; max-width: 100%; }
.long tbody { content-visibility: auto; }
@media screen and (max-width: 48rem) { body { padding-inline: 1rem; } .drawing svg { max-width: none; width: 52rem; } .lying .drawing svg { width: auto; } .scroll table { min-width: 40rem; } .scroll table.long { min-width: 56rem; } }
@page { size: A4; margin: 14mm 12mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8.5pt } }
@media screen { .lying .drawing svg { max-width: none; } }
@page lying { size: A4 landscape; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; } .choices, .skip, nav, .find, details.figures { display: none !important; } .lying { page: lying; } .lying .drawing svg { max-height: 165mm; }
  section { margin-top: 7mm; padding-top: 4mm; } h1 { font-size: 18pt; } h2 { font-size: 13pt; } h2, h3, caption { break-after: avoid; } figure, tr { break-inside: avoid; }
  table { font-size: 8pt; width: 100%; } th, td { padding: .8mm 1.4mm; max-width: none; } thead { display: table-header-group; } .scroll { overflow: visible; }
  .drawing svg { max-height: 235mm; } .glance { grid-template-columns: repeat(3, 1fr); gap: 2mm; } .glance div { padding: 1.5mm 2.5mm; background: none; } .glance dd { font-size: 11pt; } a { color: inherit; text-decoration: none; }
}
`;
