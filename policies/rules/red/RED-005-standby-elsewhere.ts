import type { Day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import { printBytes, type Bytes } from '../../../sites/model/units.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { drillsOf, freshDays, isFresh, lastDrill } from '../../derived/drills.js';
import { figure } from '../../derived/figures.js';
import { classesHeld } from '../../derived/held-data.js';
import { unrendered } from '../../derived/hidden.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { levelNames, standbyOf } from '../../derived/standby.js';
import { judgeAcross, type AcrossView } from '../../engine/across-sites.js';
import { concluded } from '../../engine/conclude.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule, RuleInput } from '../../engine/rule.js';

/** Tiers that promise a standby; and whoever names one where it runs: that one is none. */
const judged = ({ tier, primary, standby }: DerivedEnvironment): boolean => tier === 'platinum' || tier === 'gold' || standby === primary;

function judge(estate: Estate, environment: DerivedEnvironment, standby: string, asOf: Day, { planset, lookup, column, stacks }: AcrossView): Finding {
  const { namespace, primary, tier } = environment;
  const { level: seen, needed, missing, unknown, evidence } = standbyOf(estate, lookup, column, environment, standby);
  const drill = lastDrill(drillsOf(estate, environment, 'failover'), asOf);
  const level = seen === 'declared' && isFresh(drill, asOf) ? 'replicating' : seen;
  const files = classesHeld(estate, environment, 'cephfs').length > 0;
  const where: Text = { vi: `${namespace} (${tier}, chạy ở ${primary}, dự phòng ở ${standby})`, en: `${namespace} (${tier}, runs in ${primary}, stands by in ${standby})` };
  const note: Text = files
    ? { vi: '; hệ thống tệp dùng chung không được sao chép mà phục hồi từ bản sao lưu', en: '; its shared file systems are not replicated and come back from the backup' }
    : { vi: '', en: '' };
  const level2: Evidence = { what: { vi: 'Mức bằng chứng / mức cần', en: 'Level of evidence / level needed' }, found: `${level} / ${needed}` };
  const drilled: readonly Evidence[] = drill === undefined ? [] : [{ what: { vi: 'Lần diễn tập chuyển nơi gần nhất', en: 'Last failover drill' }, found: `${drill.on}, ${drill.drill?.passed === true ? 'passed' : 'failed'}`, pointer: pointer('records', drill.id), document: 'estate' }];
  const reached: Text = { vi: `bằng chứng ở mức ${levelNames[level].vi}${note.vi}`, en: `the evidence is of the level ${levelNames[level].en}${note.en}` };
  return concluded({
    where,
    problems: [],
    missing: missing.length === 0 ? [] : [{ vi: `chỉ đạt mức ${levelNames[level].vi}, cần ${levelNames[needed].vi}: ${missing.map(({ vi }) => vi).join('; ')}`, en: `only ${levelNames[level].en}, ${levelNames[needed].en} is needed: ${missing.map(({ en }) => en).join('; ')}` }],
    unknown: [...unknown, ...(missing.length > 0 ? unrendered(planset, stacks.filter(({ kind }) => kind !== 'platform'), column) : [])],
    own: stacks,
    fine: reached,
    evidence: [level2, ...drilled, ...evidence],
  });
}

/**
 * Shared file systems of a tier that copies its data: nothing mirrors CephFS, so that what lies there comes back from the
 * backup, as old as that is. That covers them only where backups are made more often than the tier's RPO; how long one is on
 * its way then is REP-002's and the matrix's. A fault of the request, whatever is planned and whichever site operates: no
 * waiver of a site covers it.
 */
function unmirrored(estate: Estate, environment: DerivedEnvironment, standby: string): Omit<Judgement, 'subject'> | undefined {
  const { namespace, tier, primary, full, pointer: at } = environment;
  const classes = classesHeld(estate, environment, 'cephfs');
  const { volumes, backupEveryMinutes } = estate.recovery.copies[tier];
  const { rpoMinutes } = estate.protection.tiers[tier];
  if (volumes.mode === 'none' || classes.length === 0 || backupEveryMinutes < rpoMinutes) return undefined;
  const named = classes.join(', ');
  const mirrored = estate.sites[primary]?.storage.find(({ backend }) => backend === 'ceph-rbd')?.class;
  const instead: Text = mirrored === undefined ? { vi: 'một lớp lưu trữ khối (ceph-rbd)', en: 'a class of block storage (ceph-rbd)' } : { vi: mirrored, en: mirrored };
  return finding(
    'fail',
    {
      vi: `${namespace} (${tier}) được cấp ${named}: hệ thống tệp dùng chung (CephFS) không được sao chép sang ${standby}, khi mất ${primary} chỉ phục hồi được từ bản sao lưu, ${figure(backupEveryMinutes).vi} phút một lần, trong khi RPO là ${figure(rpoMinutes).vi} phút.`,
      en: `${namespace} (${tier}) is granted ${named}: nothing replicates shared file systems (CephFS) to ${standby}; with ${primary} lost they come back from the backup alone, made every ${figure(backupEveryMinutes).en} minutes where the RPO is ${figure(rpoMinutes).en}.`,
    },
    {
      evidence: [
        ...classes.map((name): Evidence => ({ what: { vi: `Hạn mức ${name}`, en: `Quota of ${name}` }, found: printBytes((full.storage[name] ?? 0n) as Bytes), pointer: `${at}${pointer('quota')}`, document: 'estate' })),
        { what: { vi: 'Chu kỳ sao lưu, phút', en: 'Backup interval, minutes' }, found: String(backupEveryMinutes), pointer: pointer('recovery', 'copies', tier, 'backupEveryMinutes'), document: 'estate' },
        { what: { vi: 'RPO của mức, phút', en: 'RPO of the tier, minutes' }, found: String(rpoMinutes), pointer: pointer('protection', 'tiers', tier, 'rpoMinutes'), document: 'estate' },
      ],
      remedy: {
        vi: `Xin ${instead.vi} thay cho ${named} trong phiếu đăng ký: chỉ lưu trữ khối được sao chép sang nơi dự phòng; hoặc sao lưu dày hơn RPO của mức.`,
        en: `Ask for ${instead.en} in place of ${named} in the request: block storage alone is replicated to the standby; or make backups of the tier more often than its RPO.`,
      },
    },
  );
}

function row(input: RuleInput, environment: DerivedEnvironment): Judgement {
  const { estate, asOf } = input;
  const { namespace, organisation, primary, standby, pointer: at } = environment;
  const subject = { object: `environment/${namespace}`, organisation };
  const placement: Evidence = { what: { vi: 'Nơi chạy chính / dự phòng', en: 'Primary / standby' }, found: `${primary} / ${standby ?? '–'}`, pointer: at, document: 'estate' };
  if (standby === undefined) return { subject, ...finding('fail', { vi: `${namespace} không có trung tâm nào khác để dự phòng.`, en: `${namespace} has no other site to stand by in.` }, { evidence: [placement] }) };
  if (standby === primary) return { subject, ...finding('fail', { vi: `${namespace} dự phòng ở chính nơi nó chạy (${primary}): mất trung tâm đó là mất cả hai.`, en: `${namespace} stands by where it runs (${primary}): both are lost with that site.` }, { evidence: [{ ...placement, pointer: `${at}${pointer('placement', 'standby')}` }] }) };
  const files = unmirrored(estate, environment, standby);
  if (files !== undefined) return { subject, ...files };
  const where: Text = { vi: `${namespace} chưa có dự phòng ở ${standby}`, en: `${namespace} has no standby in ${standby}` };
  return judgeAcross(input, { subject, where, sites: [primary, standby], organisation, judge: (view) => judge(estate, environment, standby, asOf, view) });
}

export const red005: Rule = {
  id: 'RED-005',
  version: 2,
  title: { vi: 'Mỗi hệ thống bạch kim và vàng có nơi dự phòng ở trung tâm khác', en: 'Every platinum and gold system has a standby in another site' },
  explanation: {
    vi: `Nhãn "standby" không cứu được dữ liệu. Kết luận nêu mức bằng chứng: đã dành chỗ (namespace và hạn mức ở nơi dự phòng), đã khai báo (sao chép ổ đĩa và cụm cơ sở dữ liệu có mặt ở cả hai đầu, đúng chiều), hay đã kiểm chứng (đã khai báo, và diễn tập chuyển nơi đạt trong ${freshDays} ngày). Hệ thống có dữ liệu phải đạt mức đã khai báo; hệ thống không lưu gì chỉ cần dành chỗ. Hệ thống tệp dùng chung (CephFS) không có cách sao chép nào: mức bảo vệ sao chép ổ đĩa thì không được cấp lớp đó, trừ khi sao lưu dày hơn RPO. Mức thấp hơn không cần nơi dự phòng, nhưng đã nêu thì không được nêu chính nơi chạy. Diễn tập cũ không làm quy tắc này không đạt: đó là việc của BAK-006.`,
    en: `A label that says "standby" saves no data. The verdict names its level of evidence: reserved (namespace and quota at the standby), declared (replication of volumes and clusters of databases at both ends, in the right direction), or replicating (declared, and a failover drill passed within ${freshDays} days). A system with data needs the level declared; one that keeps nothing needs room alone. Nothing replicates shared file systems (CephFS): a tier that copies volumes may not be granted them, unless its backups are made more often than its RPO. Lower tiers need no standby; one that is named may not be the primary itself. An old drill does not fail this rule: that is BAK-006's.`,
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ yêu cầu dự phòng của Q V.2.b; văn bản không quy định mức bảo vệ hay cách sao chép.', en: 'Serves the redundancy Q V.2.b asks for; the document names neither tiers nor ways of copying.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-standby', 'drop-object', 'weaken', 'known-to-unknown', 'contradict'],
  check: (input) => environmentsOf(input.estate).filter(judged).map((environment) => row(input, environment)),
  remedy: { vi: 'Chọn nơi dự phòng khác nơi chạy chính; khai báo sao chép ở cả hai đầu rồi lập lại kế hoạch; xin lưu trữ khối thay cho hệ thống tệp dùng chung; đưa trung tâm còn thiếu vào hoạt động.', en: 'Choose a standby other than the primary; declare the replication at both ends and plan again; ask for block storage in place of shared file systems; bring the missing site into operation.' },
};
