import type { MovedAnswer, MovedAssumption, ReportData } from '../../report-data.js';
import { both, html, type Html } from '../audit/markup.js';
import { amountText, longResource } from '../capacity/words.js';
import { valueText } from '../promise.js';
import type { View } from '../view.js';
import { paragraph, section, soft, tableHtml, told } from './parts.js';

/** Share of the whole by which an answer moves, in percent: answers of different resources are ranked by it. */
const shareOf = ({ answer }: MovedAnswer, { swing }: MovedAssumption): number => (answer.whole === 0n ? 0 : Number((swing * 10_000n) / answer.whole) / 100);

const percentText = (value: number, view: View): string => `${value.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`;

/** What nobody has confirmed, ranked by how far it moves an answer. */
export function assumptionsHtml({ assumptions: { values, files, most, answers } }: ReportData): Html {
  const ranked = answers.flatMap((of) => of.moved.map((moved) => ({ of, moved, share: shareOf(of, moved) }))).sort((a, b) => b.share - a.share || (a.moved.input.pointer < b.moved.input.pointer ? -1 : 1));
  return section(
    'assumptions',
    { vi: 'Các giả định, theo mức ảnh hưởng', en: 'Assumptions, by what they move' },
    paragraph({
      vi: `${values.toLocaleString('vi-VN')} giá trị của dữ liệu chưa ai xác nhận. Bảng dưới đổi từng giả định 20 % và cho biết năng lực còn lại ở quý cuối kế hoạch, khi mất phạm vi nặng nhất, đổi bao nhiêu phần của toàn bộ. Mỗi trung tâm thử nhiều nhất ${most} giả định, những cái đứng sau lượng lớn nhất.`,
      en: `${values.toLocaleString('en-US')} values of the data were confirmed by nobody. The table moves one assumption at a time by 20 % and says by what share of the whole the headroom of the plan’s last quarter, with the worst loss, changes. At most ${most} assumptions are tried for each site, those behind the largest amounts.`,
    }),
    ranked.length === 0
      ? soft({ vi: 'Không giả định nào trong số đã thử làm đổi câu trả lời.', en: 'None of those tried moves an answer.' })
      : tableHtml(
          'ranked',
          { vi: 'Giả định đổi 20 %: năng lực còn lại đổi bao nhiêu', en: 'An assumption moved by 20 %: how far headroom moves' },
          [{ title: { vi: 'Giả định', en: 'Assumption' } }, { title: { vi: 'Giá trị', en: 'Value' }, kind: 'number' }, { title: { vi: 'Đổi', en: 'Moves' }, kind: 'number' }, { title: { vi: 'Của', en: 'Of' } }, { title: { vi: 'Bây giờ', en: 'Now' }, kind: 'number' }, { title: { vi: '−20 %', en: '−20 %' }, kind: 'number' }, { title: { vi: '+20 %', en: '+20 %' }, kind: 'number' }],
          ranked.map(({ of, moved, share }) => [
            html`<code>${moved.input.pointer}</code><br><span class="soft">${moved.input.file}:${moved.input.line}</span>`,
            told((view) => valueText(moved.input, view)),
            html`<b>${told((view) => percentText(share, view))}</b>`,
            html`${told((view) => longResource(of.answer.resource, view))} <span class="short">${of.answer.site}</span>${of.domains.length === 0 ? undefined : html` <span class="soft">${both({ vi: `mất ${of.domains.join(', ')}`, en: `${of.domains.join(', ')} lost` })}</span>`}`,
            amountHtml(of, of.answer.left),
            amountHtml(of, moved.low),
            amountHtml(of, moved.high),
          ]),
        ),
    html`<details><summary>${both({ vi: `Số giả định theo tệp (${files.length})`, en: `Assumptions by file (${files.length})` })}</summary>${tableHtml(
      'assumed-files',
      { vi: 'Giá trị chưa ai xác nhận, theo tệp', en: 'Values confirmed by nobody, by file' },
      [{ title: { vi: 'Tệp', en: 'File' } }, { title: { vi: 'Giá trị', en: 'Values' }, kind: 'number' }],
      files.map(({ file, values: count }) => [html`<code>${file}</code>`, told((view) => count.toLocaleString(view.lang === 'vi' ? 'vi-VN' : 'en-US'))]),
    )}</details>`,
  );
}

const amountHtml = ({ answer }: MovedAnswer, amount: bigint | undefined): Html => (amount === undefined ? html`–` : html`<span${amount < 0n ? html` class="bad"` : undefined}>${told((view) => amountText(answer.resource, amount, view))}</span>`);
