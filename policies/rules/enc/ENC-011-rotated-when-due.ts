import { plusDays, readDay } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import type { DeclaredKey } from '../../derived/keys.js';
import type { Judgement, Rule } from '../../engine/rule.js';

function judge({ sites, scenario }: Estate, key: DeclaredKey, asOf: string): Judgement {
  const since = key.rotated ?? key.created;
  const evidence: Evidence[] = [{ what: { vi: 'Ngày tạo hoặc thay gần nhất', en: 'Day it was created or rotated last' }, found: since ?? '–', pointer: pointer('keys', key.id, ...(key.rotated !== undefined ? ['rotated'] : key.created === undefined ? [] : ['created'])), document: 'estate' }];
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `key/${key.id}`, site: key.site }, status, evidence, finding: { vi: `Khóa ${key.id} ${vi}.`, en: `Key ${key.id} ${en}.` } });
  if (since === undefined) {
    // With every site taken as operating, what is planned counts as made, and nobody knows when.
    const planned = scenario.phase === 'all-operating' || sites[key.site]?.phase !== 'operating';
    return planned ? row('not-applicable', 'còn là dự kiến', 'is planned still') : row('fail', `không ghi ngày tạo, trong khi ${key.site} đang hoạt động`, `has no day of creation on record, while ${key.site} operates`);
  }
  if (since > asOf) return row('not-applicable', `được tạo ngày ${readDay(since)}, sau ngày đang xét`, `is made on ${since}, after the day that is looked at`);
  const due = plusDays(since, key.rotationDays);
  return asOf > due ? row('fail', `phải thay muộn nhất ngày ${readDay(due)}`, `was to be rotated by ${due}`) : row('pass', `phải thay muộn nhất ngày ${readDay(due)}`, `is to be rotated by ${due}`);
}

export const enc011: Rule = {
  id: 'ENC-011',
  version: 1,
  title: { vi: 'Mọi khóa được thay đúng hạn', en: 'Every key is rotated when it is due' },
  explanation: {
    vi: 'ENC-006 xét chu kỳ đã khai báo; quy tắc này xét chu kỳ đó có được giữ không: từ ngày tạo hoặc thay gần nhất (rotated) chưa quá rotationDays. Khóa của trung tâm đang hoạt động phải có ngày tạo. Khóa của CA đến hạn cùng chứng thư của nó.',
    en: 'ENC-006 judges the period that is declared, this rule whether it is kept: since the day a key was made or rotated last (rotated), no more than rotationDays have passed. A key of a site that operates has a day of creation. A key of an authority is due with its certificate.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [],
  engineering: { statement: { vi: 'Hướng dẫn của Kubernetes cho khóa mã hóa khóa.', en: "Kubernetes' guidance for keys that encrypt keys." }, link: 'https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/' },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['shift-date'],
  check: ({ estate, asOf }) => Object.values(estate.keys).map((key) => judge(estate, key, asOf)),
  remedy: { vi: 'Thay khóa theo ndc hsm rotate và ghi ngày vào rotated.', en: 'Rotate by ndc hsm rotate and record the day in rotated.' },
};
