import { hashOf, Html, html as markup } from '../audit/markup.js';
import type { View } from '../view.js';

/** A4, one part to a page, no step torn apart; legible in black and white. */
const style = `
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 9pt } }
* { box-sizing: border-box }
body { font: 10.5pt/1.45 'Noto Sans', 'Be Vietnam Pro', 'Segoe UI', 'DejaVu Sans', Arial, sans-serif; color: #111; background: #fff; max-width: 190mm; margin: 0 auto; padding: 8mm }
h1 { font-size: 20pt; margin: 0 0 4mm }
h2 { font-size: 15pt; margin: 0 0 2mm; border-bottom: 2px solid #111; padding-bottom: 1mm }
h3 { font-size: 11.5pt; margin: 0 }
section { margin-top: 8mm }
article { border: 1px solid #888; border-radius: 2px; padding: 3mm 4mm; margin: 3mm 0; break-inside: avoid }
.who { color: #333; margin: 0.5mm 0 1.5mm; font-size: 9.5pt }
.hand { border: 1.5px solid #111; padding: 0 1.5mm; font-weight: 600 }
p { margin: 1mm 0 }
pre { background: #f1f1f1; border-left: 3px solid #555; margin: 1.5mm 0 0.5mm; padding: 1.5mm 2.5mm; font: 9pt/1.4 'DejaVu Sans Mono', 'Noto Sans Mono', monospace; white-space: pre-wrap; padding-left: 6mm; text-indent: -3.5mm }
pre span { display: inline-block; max-width: 100%; text-indent: 0; overflow-wrap: anywhere }
.seen { margin: 0 0 1.5mm 3mm; font-size: 9.5pt }
.until { font-weight: 600 }
.otherwise { border-left: 3px solid #111; padding-left: 2.5mm }
pre.file { white-space: pre-wrap; text-indent: 0; padding-left: 2.5mm }
.form { margin: 2mm 0; display: flex; flex-wrap: wrap; gap: 0 8mm; font-size: 9pt }
.form .line { display: flex; flex: 1 1 70mm; margin: 0; padding-top: 3.5mm }
.form .long { flex-basis: 100% }
.form .line span { padding-right: 1mm }
.form .line::after { content: ''; flex: 1; border-bottom: 1px dotted #555 }
table.sign td { height: 9mm; vertical-align: middle }
table.sign td:first-child { width: 34% }
table.sign td:nth-child(3) { width: 12% }
.log { display: flex; gap: 6mm; font-size: 9pt; color: #333; margin-top: 2mm }
.log span { flex: 1; border-bottom: 1px dotted #555; padding-bottom: 0.5mm }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt; margin: 2mm 0 4mm }
caption { text-align: left; font-weight: 600; font-size: 10.5pt; margin-bottom: 1mm }
th, td { border: 1px solid #999; padding: 0.6mm 1.2mm; text-align: left; vertical-align: top }
td.short { white-space: nowrap }
thead { display: table-header-group }
tr { break-inside: avoid }
@media print { body { max-width: none; padding: 0 } section { break-before: page; margin-top: 0 } section:first-of-type { break-before: auto } pre { background: #fff; border: 1px solid #888; border-left: 3px solid #555 } }
`;

const policy = `default-src 'none'; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;

/** One page that needs nothing else: read on a screen, or printed and signed. */
export const printedPage = (title: string, body: Html, { lang }: Pick<View, 'lang'>): string => markup`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`.source;

/** A table that may run over pages: its head is printed again. */
export const tableHtml = (title: string | undefined, columns: readonly string[], rows: readonly (readonly string[])[]): Html => markup`<table>${title === undefined ? undefined : markup`<caption>${title}</caption>`}<thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead><tbody>
${rows.map((cells) => markup`<tr>${cells.map(cellHtml)}</tr>\n`)}</tbody></table>
`;

/** Numbers, times and names of sites stay on one line; whatever is longer breaks between words. */
const cellHtml = (words: string): Html => (words.length <= 12 ? markup`<td class="short">${words}</td>` : markup`<td>${words}</td>`);

/** A command to be typed from paper: it goes on in the next line at a blank alone, never inside a word, where a hyphen would be lost. */
export const typed = (line: string): readonly Html[] => line.split(/( +)/).map((word) => (word.trim() === '' ? markup`${word}` : markup`<span>${word}</span>`));
