import type { Estate } from '../../../sites/model/estate.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { databaseClusters, databaseEnd, volumeEnd, volumeReplications } from '../../derived/replication-ends.js';
import { lookupOf, type Column, type Seen } from '../../planset/lookup.js';
import { isUnknown, type ReadPlanSet } from '../../planset/read-model.js';
import { labelOf } from '../../derived/values.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { absenceText } from '../../engine/absence.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule } from '../../engine/rule.js';

interface Writers {
  /** Sites at which something of the environment is written, by what it is. */
  readonly by: ReadonlyMap<string, readonly string[]>;
  readonly unknown: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Every site whose plan lets something of an environment be written: its volumes as the primary end, its databases as the writing cluster. */
function writersOf(estate: Estate, planset: ReadPlanSet, { namespace, system }: DerivedEnvironment, column: Column): Writers {
  const lookup = lookupOf(planset);
  const by = new Map<string, string[]>();
  const unknown: string[] = [];
  const evidence: Evidence[] = [];
  const writes = (what: string, site: string, { resource }: Seen): void => {
    by.set(what, [...(by.get(what) ?? []), site]);
    evidence.push({ what: { vi: `${what} ghi ở ${site}`, en: `${what} is written in ${site}` }, found: 'primary', pointer: resource.pointer, document: resource.stack });
  };
  for (const site of Object.keys(estate.sites)) {
    for (const seen of volumeReplications(lookup, site, column, namespace)) {
      const end = volumeEnd(seen.object);
      if ('because' in end) unknown.push(end.because);
      else if (end.is === 'primary') writes(`${seen.object.kind} ${seen.object.name}`, site, seen);
    }
    for (const { id } of system.databases ?? [])
      for (const seen of databaseClusters(lookup, site, column, namespace, id)) {
        const [end, hibernation] = [databaseEnd(seen.object), labelOf(seen.object.annotations, 'cnpg.io/hibernation')];
        if ('because' in end) unknown.push(end.because);
        else if (isUnknown(hibernation)) unknown.push(`Cluster ${id}: ${hibernation.because}`);
        else if (end.is === 'primary' && hibernation !== 'on') writes(`Cluster ${id}`, site, seen);
      }
  }
  return { by, unknown, evidence };
}

function judge(estate: Estate, planset: ReadPlanSet, environment: DerivedEnvironment, column: Column): Finding {
  const { by, unknown, evidence } = writersOf(estate, planset, environment, column);
  const twice = [...by].filter(([, sites]) => sites.length > 1);
  const said = (join: string): string => twice.map(([what, sites]) => `${what}: ${sites.join(join)}`).join('; ');
  if (twice.length > 0) return finding('fail', { vi: `${environment.namespace} có hai nơi cùng ghi: ${said(' và ')}.`, en: `Two sites write ${environment.namespace}: ${said(' and ')}.` }, { evidence });
  if (unknown.length > 0) return finding('unknown', { vi: `Chưa biết ${environment.namespace} ghi ở đâu: ${unknown.join('; ')}.`, en: `It cannot be known where ${environment.namespace} is written: ${unknown.join('; ')}.` }, { evidence });
  const absent = planset.stacks.filter(({ judgedFrom, kind, site }) => judgedFrom === 'absent' && kind === 'protection' && [environment.primary, environment.standby, ...(environment.left ?? [])].includes(site));
  const [first] = absent;
  if (first !== undefined) {
    const why: Text = absenceText(first);
    return finding('unknown', { vi: `Chưa biết ${environment.namespace} ghi ở đâu: ${why.vi}.`, en: `It cannot be known where ${environment.namespace} is written: ${why.en}.` }, { evidence, declaredAbsence: absent.every(({ absence }) => absence?.declared === true) });
  }
  return finding('pass', { vi: `${environment.namespace} không có hai nơi cùng ghi.`, en: `No two sites write ${environment.namespace}.` }, { evidence });
}

export const rep007: Rule = {
  id: 'REP-007',
  version: 1,
  title: { vi: 'Không môi trường nào có hai trung tâm cùng ghi', en: 'No environment is written in two sites' },
  explanation: {
    vi: 'Khi một trung tâm bị tuyên bố mất, nơi dự phòng ghi thay nó. Nếu kế hoạch để cả hai cùng ghi, dữ liệu tách đôi và một phần phải bỏ đi. Vì vậy quy tắc này chặn việc áp dụng ngay cả khi mọi quy tắc khác chỉ còn là khoản nợ.',
    en: 'When a site is declared lost, its standby writes instead. If the plans let both write, the data part and some of them have to be thrown away. So this rule forbids to apply even while every other one is only owed.',
  },
  severity: 'error',
  pack: 'failover',
  legal: [],
  engineering: { statement: { vi: 'Hai nơi cùng ghi một dữ liệu thì không thể ghép lại đúng.', en: 'Data that two places wrote cannot be joined again.' }, link: 'https://cloudnative-pg.io/documentation/current/replica_cluster/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['weaken', 'known-to-unknown'],
  check: ({ estate, planset, about }) =>
    environmentsOf(estate)
      .filter(({ organisation }) => about === undefined || about.has(organisation))
      .map((environment): Judgement => {
        const subject = { object: `environment/${environment.namespace}`, organisation: environment.organisation };
        if (planset === undefined) return { subject, ...finding('unknown', { vi: 'Không có bộ kế hoạch nào để xét.', en: 'There is no plan set to judge.' }), recorded: 'unknown' };
        const [before, after] = [judge(estate, planset, environment, 'before'), judge(estate, planset, environment, 'after')];
        return { subject, ...after, recorded: planset.mode === 'planset' ? before.status : 'unknown', ...(before.status === after.status ? {} : { recordedFinding: before.finding }) };
      }),
  remedy: { vi: 'Chỉ một trung tâm có replicationState: primary và replica.primary là chính nó; cách ly nơi kia trước, thăng cấp sau.', en: 'Let one site alone have replicationState: primary and itself as replica.primary; fence the other first, promote second.' },
};
