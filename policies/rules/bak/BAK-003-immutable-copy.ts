import type { Estate } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { copiesOf } from '../../derived/backup-copies.js';
import type { Dataset } from '../../derived/held-data.js';
import { unrendered } from '../../derived/hidden.js';
import { lockOf } from '../../derived/lock.js';
import type { AcrossView } from '../../engine/across-sites.js';
import { concluded } from '../../engine/conclude.js';
import type { Finding } from '../../engine/columns.js';
import { datasetName, isApart, judgeDatasets, sorted } from '../../engine/dataset-rows.js';
import type { Rule } from '../../engine/rule.js';

function judge(estate: Estate, dataset: Dataset, { planset, column, stacks }: AcrossView): Finding {
  const lock = lockOf(estate, dataset);
  const copies = copiesOf(estate, planset, dataset, column);
  const apart = copies.filter((copy) => copy.at === undefined || isApart(estate, dataset, copy));
  const { good, unknown, problems } = sorted(apart, ({ at }): readonly Text[] =>
    at !== undefined && estate.sites[at]?.objectStore.objectLock === true ? [] : at === undefined ? [] : [{ vi: `kho đối tượng của ${at} không khóa được đối tượng`, en: `the object store of ${at} locks nothing` }],
  );
  const locked = good.filter(({ at }) => at !== undefined);
  const needed = lock.retentionDays + lock.reuseDays;
  const has = lock.retentionDays + lock.beyondDays;
  const { tier } = dataset.environment;
  const evidence: Evidence[] = [
    ...(has < needed ? [{ what: { vi: `Số ngày lưu của mức ${tier}`, en: `Days of retention of ${tier}` }, found: String(lock.retentionDays), pointer: pointer('protection', 'tiers', tier, 'retention', 'days'), document: 'estate' }] : []),
    { what: { vi: 'Số ngày khóa / số ngày cần (thời hạn lưu cộng lần dùng lại muộn nhất)', en: 'Days of lock / days needed (retention and longest reuse)' }, found: `${has} / ${needed}`, pointer: lock.at, document: 'estate' },
    ...[...new Set(locked.flatMap(({ at }) => at ?? []))].map((site): Evidence => ({ what: { vi: `Khóa đối tượng ở ${site}`, en: `Object lock in ${site}` }, found: 'true', pointer: pointer('sites', site, 'objectStore', 'objectLock'), document: 'estate' })),
    ...apart.map((copy) => copy.evidence),
  ];
  return concluded({
    where: datasetName(dataset),
    problems: has < needed ? [{ vi: `khóa ${has} ngày, cần ${needed}: khối ghi ngày đầu còn được bản sao lưu của ngày ${lock.reuseDays} dùng lại`, en: `it is locked for ${has} days, ${needed} are needed: a block of the first day is used by the backup of day ${lock.reuseDays}` }] : [],
    missing: locked.length > 0 || unknown.length > 0 ? [] : problems.length > 0 ? problems : [{ vi: 'không có bản sao lưu nào ở trung tâm khác để khóa', en: 'no backup in another site is there to be locked' }],
    unknown: locked.length > 0 ? [] : [...unknown, ...unrendered(planset, stacks.filter(({ kind }) => kind === 'protection'), column)],
    own: stacks,
    fine: { vi: `một bản bị khóa ${has} ngày ở ${[...new Set(locked.map(({ at }) => at))].join(', ')}`, en: `one copy is locked for ${has} days in ${[...new Set(locked.map(({ at }) => at))].join(', ')}` },
    evidence,
  });
}

export const bak003: Rule = {
  id: 'BAK-003',
  version: 2,
  title: { vi: 'Mức bạch kim, vàng, bạc có một bản sao lưu không sửa được', en: 'Platinum, gold and silver keep one copy that cannot be changed' },
  explanation: {
    vi: 'Kẻ xâm nhập xóa bản sao lưu trước khi mã hóa dữ liệu. Một bản ở trung tâm khác phải nằm trong kho khóa đối tượng, và khóa phải dài hơn thời hạn lưu một khoảng bằng lần dùng lại muộn nhất của một khối: với bản sao lưu khử trùng lặp, khối ghi ngày đầu còn được bản của ngày cuối thời hạn dùng, và bản đó sống thêm một thời hạn nữa.',
    en: 'Whoever breaks in deletes the backups before the data are encrypted. One copy in another site lies in a store that locks objects, and the lock outlasts the retention by the longest reuse of a block: with deduplication a block of the first day is used by the backup of the last, which lives for another retention.',
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'V.1.đ' }],
  engineering: { statement: { vi: 'Q V.1.đ yêu cầu bảo đảm tính toàn vẹn, chống thất thoát khi có vi phạm; khóa đối tượng và cách tính thời hạn là kết luận kỹ thuật.', en: 'Q V.1.đ asks for integrity and no loss when security is breached; object lock and its arithmetic are engineering.' }, link: 'https://github.com/vmware-tanzu/velero/issues/8726' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['weaken', 'shrink-retention', 'drop-object'],
  check: (input) => judgeDatasets(input, { at: 'off-site', applies: ({ environment: { tier } }) => input.estate.protection.tiers[tier].backup.immutable, judge: (dataset, view) => judge(input.estate, dataset, view) }),
  remedy: { vi: 'Bật khóa đối tượng ở kho nhận bản sao lưu; tăng lockBeyondRetentionDays trong catalogue/planning.yaml.', en: 'Turn on object lock in the store that takes the backup; raise lockBeyondRetentionDays in catalogue/planning.yaml.' },
};
