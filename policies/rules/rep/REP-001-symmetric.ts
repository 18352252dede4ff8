import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import { linkId } from '../../../sites/model/kinds/links.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { copiedToStandby, type CopiedToStandby } from '../../derived/copied-to-standby.js';
import { listed } from '../../derived/figures.js';
import { unrendered } from '../../derived/hidden.js';
import { pairsOf } from '../../derived/pairs.js';
import { mirrorDaemons, poolProblems, poolsAt, type BlockPool } from '../../derived/pools.js';
import { databaseClusters, databaseEnd, volumeEnd, volumeReplications } from '../../derived/replication-ends.js';
import { judgeAcross, phaseOf, type AcrossView } from '../../engine/across-sites.js';
import { concluded } from '../../engine/conclude.js';
import { finding, type Finding } from '../../engine/columns.js';
import type { Judgement, Rule, RuleInput } from '../../engine/rule.js';

/** What was found of one relation. */
class Found {
  readonly problems: Text[] = [];
  readonly missing: Text[] = [];
  readonly unknown: string[] = [];
  readonly evidence: Evidence[] = [];

  wrong(vi: string, en: string): void {
    this.problems.push({ vi, en });
  }

  lacks(vi: string, en: string): void {
    this.missing.push({ vi, en });
  }
}

/** Pools that two sites mirror into each other, or should. One peer per pool: a third site with the same pool mirrored is one too many. */
function judgePools(estate: Estate, { planset, column }: AcrossView, a: string, b: string, found: Found): number {
  const [left, right] = [poolsAt(planset, a, column), poolsAt(planset, b, column)];
  const others = operatingSites(estate).filter(({ id }) => id !== a && id !== b).map(({ id }) => [id, poolsAt(planset, id, column)] as const);
  // Whose plans were not read may be the other end of a pool that only one of these two has.
  const unseen = others.some(([id]) => planset.stacks.some(({ site, kind, judgedFrom }) => site === id && kind === 'protection' && judgedFrom === 'absent'));
  let shared = 0;
  for (const name of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const ends = [left.get(name), right.get(name)] as const;
    const elsewhere = others.filter(([, pools]) => pools.get(name)?.mirrored === true).map(([id]) => id);
    for (const end of ends) found.unknown.push(...(end?.unknown ?? []));
    if (!ends.some((end) => end?.mirrored === true)) continue;
    if (!judgePool(a, b, ends, elsewhere, unseen, found)) continue;
    shared += 1;
    for (const [site, end] of [[a, ends[0]], [b, ends[1]]] as const)
      if (end !== undefined) found.evidence.push({ what: { vi: `Pool ${name} ở ${site}: chế độ / số bên đối ứng`, en: `Pool ${name} in ${site}: mode / peers` }, found: `${end.mode ?? '–'} / ${end.peers}`, pointer: end.seen.resource.pointer, document: end.seen.resource.stack });
  }
  if (shared > 0)
    for (const site of [a, b]) {
      const daemons = mirrorDaemons(planset, site, column);
      if (typeof daemons !== 'number') found.unknown.push(daemons.because);
      else if (daemons === 0) found.lacks(`${site} không có CephRBDMirror để nhận bản sao`, `${site} has no CephRBDMirror to take the copies`);
    }
  return shared;
}

/** Whether a pool is one of this pair. */
function judgePool(a: string, b: string, [left, right]: readonly [BlockPool | undefined, BlockPool | undefined], elsewhere: readonly string[], unseen: boolean, found: Found): boolean {
  const name = left?.name ?? right?.name ?? '';
  if (left === undefined || right === undefined) {
    // Mirrored with another site than this one, or with one that nobody could read.
    if (elsewhere.length > 0 || unseen) return false;
    const [has, lacks] = left === undefined ? [b, a] : [a, b];
    found.wrong(`pool ${name} được sao chép ở ${has} mà không có ở ${lacks}`, `pool ${name} is mirrored in ${has} and does not stand in ${lacks}`);
    return false;
  }
  if (elsewhere.length > 0 && !(left.mirrored && right.mirrored)) return false;
  if (elsewhere.length > 0) found.wrong(`pool ${name} còn được sao chép ở ${elsewhere.join(', ')}; Ceph chỉ nhận một bên đối ứng`, `pool ${name} is mirrored in ${elsewhere.join(', ')} as well; Ceph takes one peer`);
  found.problems.push(...poolProblems(a, b, left, right));
  return true;
}

/** Both ends of everything that is copied between the two sites, each what the other is not. */
function judgeEnds({ lookup, column }: AcrossView, { environment: { namespace, primary }, standby, volumes, databases }: CopiedToStandby, found: Found): void {
  const compare = (what: string, from: readonly string[], to: readonly string[], wanted: readonly [string, string]): void => {
    if (from.length === 0 && to.length === 0) found.lacks(`${namespace}: không nơi nào khai báo sao chép ${what}`, `${namespace}: neither site declares the replication of ${what}`);
    else if (from.length === 0 || to.length === 0) found.lacks(`${namespace}: sao chép ${what} chỉ khai báo ở ${from.length === 0 ? standby : primary}`, `${namespace}: the replication of ${what} is declared in ${from.length === 0 ? standby : primary} only`);
    else if (from.some((is) => is !== wanted[0]) || to.some((is) => is !== wanted[1]))
      found.wrong(`${namespace}: ${what} là ${from.join(', ')} ở ${primary} và ${to.join(', ')} ở ${standby}, cần ${wanted.join(' và ')}`, `${namespace}: ${what} is ${from.join(', ')} in ${primary} and ${to.join(', ')} in ${standby}, ${wanted.join(' and ')} are needed`);
  };
  const told = <Is extends string>(ends: readonly ({ readonly is: Is } | { readonly because: string })[]): readonly string[] =>
    ends.map((end) => {
      if (!('because' in end)) return end.is;
      found.unknown.push(end.because);
      return 'unknown';
    });
  const known = found.unknown.length;
  if (volumes) {
    const [from, to] = [primary, standby].map((site) => told(volumeReplications(lookup, site, column, namespace).map(({ object }) => volumeEnd(object))));
    if (found.unknown.length === known) compare('volumes', from ?? [], to ?? [], ['primary', 'secondary']);
  }
  for (const { database } of databases.filter(({ operated }) => operated)) {
    const before = found.unknown.length;
    const [from, to] = [primary, standby].map((site) => told(databaseClusters(lookup, site, column, namespace, database.id).map(({ object }) => databaseEnd(object))));
    if (found.unknown.length === before) compare(database.id, from ?? [], to ?? [], ['primary', 'replica']);
  }
}

function judge(estate: Estate, a: DeepReadonly<Site>, b: DeepReadonly<Site>, own: readonly CopiedToStandby[], view: AcrossView): Finding {
  const found = new Found();
  const pools = judgePools(estate, view, a.id, b.id, found);
  for (const copied of own) judgeEnds(view, copied, found);
  if (pools === 0 && own.some(({ volumes }) => volumes) && found.unknown.length === 0) found.lacks(`không có pool nào sao chép giữa ${a.id} và ${b.id}`, `no pool is mirrored between ${a.id} and ${b.id}`);
  const where: Text = { vi: `${a.id} và ${b.id}`, en: `${a.id} and ${b.id}` };
  if (own.length === 0 && pools === 0 && found.problems.length === 0 && found.unknown.length === 0) return finding('not-applicable', { vi: `${where.vi} không dự phòng cho nhau.`, en: `${where.en} hold no standby of each other.` });
  const [few, all] = [listed(found.missing.map(({ vi }) => vi), 3), listed(found.missing.map(({ en }) => en), 3)];
  return concluded({
    where,
    problems: found.problems,
    missing: found.missing.length === 0 ? [] : [{ vi: few.vi, en: all.en }],
    unknown: [...found.unknown, ...(found.missing.length > 0 ? unrendered(view.planset, view.stacks.filter(({ kind }) => kind === 'protection'), view.column) : [])],
    own: view.stacks,
    fine: { vi: `${pools} pool và ${own.length} môi trường khai báo như nhau ở hai đầu, đúng chiều`, en: `${pools} pools and ${own.length} environments are declared alike at both ends, in the right direction` },
    evidence: found.evidence,
  });
}

function row(input: RuleInput, a: DeepReadonly<Site>, b: DeepReadonly<Site>, copied: readonly CopiedToStandby[]): Judgement {
  const { estate } = input;
  const subject = { object: `relation/${linkId({ a: a.id, b: b.id })}` };
  const own = copied.filter(({ environment: { primary }, standby }) => [primary, standby].sort().join(' ') === [a.id, b.id].sort().join(' '));
  const operating = new Set(operatingSites(estate).map(({ id }) => id));
  const waiting = [a, b].filter(({ id }) => !operating.has(id));
  // There is no second end to compare with. That systems lack their standby meanwhile is RED-005's to say.
  if (waiting.length > 0) {
    const names = waiting.map(({ id }) => id).join(', ');
    return { subject, ...finding('not-applicable', { vi: `${names} chưa hoạt động, nên chưa có quan hệ sao chép để xét.`, en: `${names} does not operate, so there is no relation to judge.` }, { evidence: waiting.map(phaseOf) }) };
  }
  return judgeAcross(input, { subject, where: { vi: subject.object, en: subject.object }, sites: [a.id, b.id], judge: (view) => judge(estate, a, b, own, view) });
}

export const rep001: Rule = {
  id: 'REP-001',
  version: 1,
  title: { vi: 'Quan hệ sao chép được khai báo như nhau ở hai đầu', en: 'Replication relations are symmetric' },
  explanation: {
    vi: 'Một quan hệ khai báo ở một đầu không sao chép gì; hai đầu cùng là chính thì mỗi bên ghi một kiểu. Với mỗi cặp trung tâm dự phòng cho nhau: pool cùng tên, được sao chép ở cả hai nơi, cùng chế độ, đúng một bên đối ứng (Ceph chỉ nhận một); có tiến trình rbd-mirror; mỗi môi trường là chính ở nơi chạy và phụ ở nơi dự phòng; mỗi cụm cơ sở dữ liệu là chính và bản sao tương ứng.',
    en: 'A relation declared at one end replicates nothing; with both ends primary each writes its own. For every pair of sites that hold standbys of each other: pools of the same name are mirrored in both, in the same mode, with exactly one peer (Ceph takes one); rbd-mirror daemons stand; each environment is primary where it runs and secondary where it stands by; each database is a primary and its replica.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Cách hoạt động của Ceph và CloudNativePG; văn bản không quy định.', en: 'How Ceph and CloudNativePG work; no document speaks of it.' }, link: 'https://rook.io/docs/rook/latest/Storage-Configuration/Block-Storage-RBD/rbd-mirroring/' },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-object', 'weaken', 'contradict', 'known-to-unknown', 'drop-field'],
  check: (input) => {
    const copied = copiedToStandby(input.estate);
    const sites = Object.values(input.estate.sites).filter(({ phase }) => phase !== 'retired');
    return pairsOf(sites).map(([a, b]) => row(input, a, b, copied));
  },
  remedy: { vi: 'Khai báo cùng pool, cùng chế độ và một bên đối ứng ở cả hai trung tâm; đặt replicationState đúng vai ở từng nơi.', en: 'Declare the same pool, mode and one peer in both sites; set replicationState to the role each site has.' },
};
