import { readDay, type Day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import { drillsOf, freshDays, isFresh, lastDrill, nextDrill } from '../../derived/drills.js';
import { datasetsOf } from '../../derived/held-data.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { notOperating } from '../../engine/across-sites.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Restores are drilled by whoever runs the platform: the subject names no organisation, so that no request is held up by it. */
function judge(estate: Estate, environment: DerivedEnvironment, asOf: Day): Judgement {
  const { namespace, primary } = environment;
  const drills = drillsOf(estate, environment, 'restore');
  const [last, next] = [lastDrill(drills, asOf), nextDrill(drills, asOf)];
  const evidence: Evidence[] = [
    ...(last === undefined ? [] : [{ what: { vi: 'Lần diễn tập phục hồi gần nhất', en: 'Last restore drill' }, found: `${last.on}, ${last.drill?.passed === true ? 'passed' : 'failed'}`, pointer: pointer('records', last.id), document: 'estate' }]),
    ...(next === undefined ? [] : [{ what: { vi: 'Lần diễn tập kế tiếp', en: 'Next restore drill' }, found: next.on, pointer: pointer('records', next.id), document: 'estate' }]),
  ];
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `environment/${namespace}` }, status, evidence, finding: { vi: `${namespace}: ${vi}.`, en: `${namespace}: ${en}.` } });
  if (notOperating(estate, { vi: namespace, en: namespace }, [primary]) !== undefined) return row('not-applicable', `${primary} chưa hoạt động, nên chưa có gì để phục hồi`, `${primary} does not operate, so there is nothing to restore yet`);
  if (last === undefined) return row('fail', `chưa có lần diễn tập phục hồi nào được ghi nhận${next === undefined ? ', cũng chưa có lịch' : `; lần đầu định ngày ${readDay(next.on)}`}`, `no restore drill is on record${next === undefined ? ', and none is scheduled' : `; the first is due on ${next.on}`}`);
  if (last.drill?.passed !== true) return row('fail', `lần diễn tập ngày ${readDay(last.on)} không đạt`, `the drill of ${last.on} did not pass`);
  if (!isFresh(last, asOf)) return row('fail', `lần diễn tập đạt gần nhất là ngày ${readDay(last.on)}, quá ${freshDays} ngày`, `the last drill passed on ${last.on}, more than ${freshDays} days ago`);
  if (next === undefined) return row('fail', `diễn tập ngày ${readDay(last.on)} đạt, nhưng chưa có lịch cho lần sau`, `the drill of ${last.on} passed, and the next one is not scheduled`);
  return row('pass', `diễn tập ngày ${readDay(last.on)} đạt; lần sau ngày ${readDay(next.on)}`, `the drill of ${last.on} passed; the next is due on ${next.on}`);
}

export const bak006: Rule = {
  id: 'BAK-006',
  version: 1,
  title: { vi: `Diễn tập phục hồi có lịch, lần gần nhất đạt trong ${freshDays} ngày`, en: `A restore drill is scheduled, and the last one passed within ${freshDays} days` },
  explanation: {
    vi: `Bản sao lưu chưa từng được phục hồi chỉ là hy vọng. Mỗi môi trường có dữ liệu phải có trong records/ một lần diễn tập phục hồi đạt, không quá ${freshDays} ngày trước, và một lần sau đã có lịch: một bản ghi diễn tập đề ngày sắp tới, chưa có kết quả. Lần gần nhất không đạt thì lần đạt trước đó không còn nghĩa.`,
    en: `A backup that was never restored is a hope. Each environment with data has in records/ a restore drill that passed no more than ${freshDays} days ago, and a next one that is scheduled: a drill's record of a day to come, without an outcome. Where the last one failed, the one that passed before it counts no more.`,
  },
  severity: 'error',
  pack: 'operations',
  legal: [],
  engineering: { statement: { vi: `Phục vụ Q V.1.đ; ${freshDays} ngày là lựa chọn của nền tảng.`, en: `Serves Q V.1.đ; ${freshDays} days are the platform's choice.` } },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['shift-date', 'drop-field', 'weaken'],
  check: ({ estate, asOf }) => {
    const holding = new Set(datasetsOf(estate).map(({ environment }) => environment.namespace));
    return environmentsOf(estate).filter(({ namespace }) => holding.has(namespace)).map((environment) => judge(estate, environment, asOf));
  },
  remedy: { vi: 'Diễn tập phục hồi với kho chỉ đọc và so mã băm; ghi kết quả và ngày của lần sau vào records/.', en: 'Drill a restore with a read-only location and compare hashes; record the outcome and the day of the next one under records/.' },
};
