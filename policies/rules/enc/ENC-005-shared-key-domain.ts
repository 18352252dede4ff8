import { alwaysNeeded, keysTaken, lackOf } from '../../../sites/keys/missing-at.js';
import type { Estate } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { listed } from '../../derived/figures.js';
import { classesHeld } from '../../derived/held-data.js';
import { holdersOf, hsmOf, keysOpening, targetName, type DeclaredKey } from '../../derived/keys.js';
import { environmentsOf } from '../../derived/placement.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** What one site restores of another, and whose data that is. */
interface Restore {
  readonly from: string;
  readonly to: string;
  /** `storage/<site>/<class>` and the like; what no key opens is judged by ENC-001 to -003. */
  readonly targets: Set<string>;
  environments: number;
}

/** Every directed pair of sites in which one is to restore what ran in the other: standbys and backups of all environments. */
function restoresOf(estate: Estate): readonly Restore[] {
  const found = new Map<string, Restore>();
  for (const environment of environmentsOf(estate)) {
    const { primary, standby, backup, organisation, system } = environment;
    const blocks = (['ceph-rbd', 'cephfs'] as const).flatMap((backend) => classesHeld(estate, environment, backend));
    if (blocks.length === 0) continue;
    for (const to of new Set([standby, backup])) {
      if (to === undefined || to === primary || [primary, to].some((id) => estate.sites[id] === undefined || estate.sites[id].phase === 'retired')) continue;
      const key = `${primary} ${to}`;
      const restore = found.get(key) ?? { from: primary, to, targets: new Set(alwaysNeeded(primary)), environments: 0 };
      for (const name of blocks) restore.targets.add(`storage/${primary}/${name}`);
      restore.targets.add(`organisation/${organisation}`);
      for (const { id } of system.databases ?? []) restore.targets.add(`database/${system.id}/${id}`);
      restore.environments += 1;
      found.set(key, restore);
    }
  }
  return [...found.values()].sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
}

function problemOf(estate: Estate, { from, to }: Restore, target: string, key: DeclaredKey): Text | undefined {
  const because = lackOf(estate, key, from, to);
  if (because === undefined) return undefined;
  const name = targetName(target);
  return { vi: `khóa ${key.id} mở ${name.vi} ${because.vi}`, en: `key ${key.id}, which opens ${name.en}, ${because.en}` };
}

function judge(estate: Estate, restore: Restore): Judgement {
  const { from, to, targets, environments } = restore;
  const problems: Text[] = alwaysNeeded(from).flatMap((target) => (keysOpening(estate, target).length > 0 ? [] : [{ vi: `không khóa nào trong danh mục mở ${targetName(target).vi}`, en: `no key in the inventory opens the ${targetName(target).en}` }]));
  const keys = new Map<string, { readonly key: DeclaredKey; readonly target: string }>();
  for (const target of targets) for (const key of keysTaken(estate, target, from)) if (!keys.has(key.id)) keys.set(key.id, { key, target });
  problems.push(...[...keys.values()].flatMap(({ key, target }) => problemOf(estate, restore, target, key) ?? []));
  const [vi, en] = [listed(problems.map((problem) => problem.vi), 4).vi, listed(problems.map((problem) => problem.en), 4).en];
  const evidence: Evidence[] = [
    { what: { vi: `Miền khóa của HSM ở ${from} / ${to}`, en: `Key domain of the HSM in ${from} / ${to}` }, found: `${estate.sites[from]?.hsm.keyDomain ?? '–'} / ${estate.sites[to]?.hsm.keyDomain ?? '–'}`, pointer: pointer('sites', to, 'hsm', 'keyDomain'), document: 'estate' },
    ...[...keys.values()].filter(({ key }) => hsmOf(key) !== undefined).map(({ key }): Evidence => ({ what: { vi: `Nơi có khóa ${key.id}`, en: `Holders of key ${key.id}` }, found: holdersOf(estate, key).join(', '), pointer: pointer('keys', key.id, ...(key.domain === undefined ? ['home'] : ['domain'])), document: 'estate' })),
  ];
  return {
    subject: { object: `restore/${from}/${to}`, site: to },
    status: problems.length > 0 ? 'fail' : 'pass',
    finding: problems.length > 0 ? { vi: `Phục hồi ${from} ở ${to}: ${vi}.`, en: `Restoring ${from} in ${to}: ${en}.` } : { vi: `${to} có ${keys.size} khóa để phục hồi ${environments} môi trường của ${from}.`, en: `${to} has the ${keys.size} keys it takes to restore ${environments} environments of ${from}.` },
    evidence,
  };
}

export const enc005: Rule = {
  id: 'ENC-005',
  version: 1,
  title: { vi: 'Nơi phục hồi dùng chung miền khóa HSM với những gì nó phục hồi', en: 'A restore site shares the HSM key domain of what it restores' },
  explanation: {
    vi: 'Bản sao lưu không có khóa là bản sao lưu đã mất. Với mỗi cặp trung tâm trong đó nơi này giữ bản dự phòng hay bản sao lưu của nơi kia: khóa của bản sao lưu, niêm phong của kho bí mật, khóa của máy chủ API, của lớp lưu trữ, và khóa riêng của cơ quan và cơ sở dữ liệu phải có trong HSM của nơi phục hồi: cùng miền khóa, và khóa nêu tên nơi đó. Khóa trong kho bí mật đi theo bản chụp của kho. Khóa nằm dạng bọc trong một kho mã cần khóa mở bọc có ở nơi phục hồi. Khóa của ổ đĩa ở lại: ổ đĩa được dựng lại, không phục hồi ở nơi khác.',
    en: 'A backup without its key is a backup lost. For each pair of sites of which one holds standbys or backups of the other, the keys of backups, the seal of the secret store, and the keys of the API server, of storage classes, and of organisations and databases lie in the HSM of the restore site: it is of the same domain, and the key names it. Keys in a secret store come with its snapshot. A key that lies wrapped in a repository needs the key that unwraps it there. Keys of disks stay: disks are made anew, never restored elsewhere.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ Q V.1.đ (phục hồi) và V.2.b; văn bản không nói về miền khóa.', en: 'Serves Q V.1.đ (recovery) and V.2.b; no document speaks of key domains.' }, link: 'https://openbao.org/docs/concepts/seal/' },
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  estateOnly: true,
  mutants: ['drop-field', 'contradict', 'elsewhere'],
  check: ({ estate }) => restoresOf(estate).map((restore) => judge(estate, restore)),
  remedy: { vi: 'Đưa HSM của nơi phục hồi vào cùng miền khóa và nêu nơi đó ở domain.sharedWith của khóa, sau một nghi thức sao khóa có chứng kiến.', en: 'Bring the HSM of the restore site into the domain and name it in domain.sharedWith of the key, after a witnessed ceremony that copies the key.' },
};
