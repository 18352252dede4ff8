import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import { rank, secrecies } from '../../../sites/model/kinds/classification.js';
import { linkId } from '../../../sites/model/kinds/links.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { inService, quarterOfUse } from '../../../sites/model/pools-in-service.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { classesHeld } from '../../derived/held-data.js';
import { keysOpening, type DeclaredKey } from '../../derived/keys.js';
import { judgePlacement } from '../../derived/secret-placement.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { judgeEnvironments } from '../../engine/environment-rows.js';
import type { Judgement, Rule } from '../../engine/rule.js';

type ASite = DeepReadonly<Site>;

/** Whether a state secret is in a system. */
const isSecret = ({ system }: DerivedEnvironment): boolean => system.secrecy !== 'none';

/** Classes that environments without state secrets keep data in, by site: looked up once for all. */
class Shared {
  private readonly open = new Set<string>();
  private readonly partitions = new Map<string, DeclaredKey[]>();

  constructor(estate: Estate, environments: readonly DerivedEnvironment[]) {
    for (const environment of environments) {
      if (isSecret(environment)) continue;
      for (const backend of ['ceph-rbd', 'cephfs', 'rgw'] as const)
        for (const name of classesHeld(estate, environment, backend)) for (const site of [environment.primary, environment.standby]) this.open.add(`${site ?? ''} ${name}`);
    }
    for (const key of Object.values(estate.keys)) {
      if (!('hsm' in key.home)) continue;
      const at = `${key.home.hsm.site} ${key.home.hsm.partition}`;
      this.partitions.set(at, [...(this.partitions.get(at) ?? []), key]);
    }
  }

  holdsOthers(site: string, storageClass: string): boolean {
    return this.open.has(`${site} ${storageClass}`);
  }

  keysIn(site: string, partition: string): readonly DeclaredKey[] {
    return this.partitions.get(`${site} ${partition}`) ?? [];
  }
}

/** Nodes that are still to come hold nothing: until then the system would run among the others. */
function nodeProblems(estate: Estate, site: ASite, { organisation, system }: DerivedEnvironment): readonly Text[] {
  const { id, nodePools } = site;
  const quarter = quarterOfUse(estate, site);
  const own = nodePools.filter(({ purpose, dedicatedTo, count }) => count > 0 && purpose !== 'storage' && (dedicatedTo === undefined ? purpose === 'secret' : dedicatedTo === system.id || dedicatedTo === organisation));
  if (own.some((pool) => inService(pool, quarter))) return [];
  const declared = own.map((pool) => `${pool.id} ${pool.available}–${pool.retires ?? ''}`).join(', ');
  return [
    own.length === 0
      ? { vi: `${id} không có nhóm máy chủ riêng cho hệ thống mật`, en: `${id} has no node pool for state secrets` }
      : { vi: `${id} không có nhóm máy chủ riêng cho hệ thống mật trong ${quarter}; khai báo: ${declared}`, en: `${id} has no node pool for state secrets in ${quarter}; declared are: ${declared}` },
  ];
}

function poolProblems(site: ASite, storageClass: string, { organisation, system }: DerivedEnvironment, shared: Shared): readonly Text[] {
  const storage = site.storage.find((entry) => entry.class === storageClass);
  if (storage === undefined) return [{ vi: `${site.id} không có lớp ${storageClass}`, en: `${site.id} has no class ${storageClass}` }];
  const disks = site.nodePools.find(({ id }) => id === storage.pool);
  const isOwn = disks !== undefined && (disks.dedicatedTo === system.id || disks.dedicatedTo === organisation || disks.purpose === 'secret');
  // A class that names no disks lies on all of them, these included.
  const beside = site.storage.filter((entry) => entry.class !== storageClass && (entry.pool === undefined || entry.pool === storage.pool)).map((entry) => entry.class);
  return [
    ...(isOwn ? [] : [{ vi: `lớp ${storageClass} ở ${site.id} không nằm trên ổ đĩa riêng (pool)`, en: `class ${storageClass} in ${site.id} lies on no disks of its own (pool)` }]),
    ...(isOwn && beside.length > 0 ? [{ vi: `ổ đĩa của lớp ${storageClass} ở ${site.id} còn chứa lớp ${beside.join(', ')}`, en: `the disks of class ${storageClass} in ${site.id} hold ${beside.join(', ')} as well` }] : []),
    ...(shared.holdsOthers(site.id, storageClass) ? [{ vi: `lớp ${storageClass} ở ${site.id} còn chứa dữ liệu không mật`, en: `class ${storageClass} in ${site.id} holds data that are no state secrets as well` }] : []),
  ];
}

function partitionProblems(estate: Estate, site: string, { organisation, system }: DerivedEnvironment, shared: Shared): readonly Text[] {
  const ownTargets = new Set([`organisation/${organisation}`, ...(system.databases ?? []).map(({ id }) => `database/${system.id}/${id}`)]);
  const keys = [...ownTargets].flatMap((target) => keysOpening(estate, target)).filter(({ home }) => 'hsm' in home && home.hsm.site === site);
  if (keys.length === 0) return [{ vi: `không khóa nào của ${organisation} hay của hệ thống nằm trong HSM của ${site}`, en: `no key of ${organisation} or of the system lies in the HSM of ${site}` }];
  return [...new Set(keys.flatMap(({ home }) => ('hsm' in home ? [home.hsm.partition] : [])))].flatMap((partition): Text[] => {
    const strangers = shared.keysIn(site, partition).filter(({ opens }) => opens.some((target) => !ownTargets.has(target) && !(estate.requests[organisation]?.systems ?? []).some(({ id }) => target.startsWith(`database/${id}/`))));
    return strangers.length === 0 ? [] : [{ vi: `phân vùng ${partition} ở ${site} còn giữ khóa ${strangers.map(({ id }) => id).join(', ')}`, en: `partition ${partition} in ${site} holds ${strangers.map(({ id }) => id).join(', ')} as well` }];
  });
}

/** Copies go where they may be kept, and never make the owner wait. */
function replicationProblems(estate: Estate, environment: DerivedEnvironment): readonly Text[] {
  const { primary, standby, backup, system } = environment;
  const others = [...new Set([standby, backup])].flatMap((id) => (id === undefined || id === primary ? [] : [id]));
  const cleared = [primary, ...others].filter((id) => estate.sites[id] !== undefined).flatMap((id): Text[] => {
    const held = estate.sites[id]?.clearedFor ?? 'none';
    return rank(secrecies, held) >= rank(secrecies, system.secrecy) ? [] : [{ vi: `${id} chưa được phép giữ dữ liệu ở mức này (clearedFor)`, en: `${id} is not cleared for this secrecy (clearedFor)` }];
  });
  const waits = others.filter((id) => estate.links[linkId({ a: primary, b: id })]?.synchronous === true);
  const ingest = Object.values(estate.ingest).filter((link) => link.system === system.id && link.ownerWaits === true);
  return [
    ...cleared,
    ...waits.map((id) => ({ vi: `ghi đồng bộ sang ${id} làm chủ quản phải chờ`, en: `writing synchronously to ${id} makes the owner wait` })),
    ...ingest.map(({ id }) => ({ vi: `đường nhận dữ liệu ${id} làm chủ quản phải chờ`, en: `the ingest link ${id} makes the owner wait` })),
  ];
}

function judge(estate: Estate, environment: DerivedEnvironment, shared: Shared): Judgement {
  const { namespace, organisation, primary, standby, system } = environment;
  const sites = [...new Set([primary, standby])].flatMap((id) => (id === undefined || estate.sites[id] === undefined || estate.sites[id].phase === 'retired' ? [] : [estate.sites[id]]));
  const classes = (['ceph-rbd', 'cephfs', 'rgw'] as const).flatMap((backend) => classesHeld(estate, environment, backend));
  const problems = [
    ...sites.flatMap((site) => [...nodeProblems(estate, site, environment), ...classes.flatMap((name) => poolProblems(site, name, environment, shared)), ...partitionProblems(estate, site.id, environment, shared)]),
    ...replicationProblems(estate, environment),
  ];
  const evidence: Evidence[] = [
    { what: { vi: 'Mức mật', en: 'Secrecy' }, found: system.secrecy, pointer: `${environment.pointer.slice(0, environment.pointer.lastIndexOf('/environments/'))}/secrecy`, document: 'estate' },
    ...sites.map((site): Evidence => ({ what: { vi: `Mức mật ${site.id} được giữ`, en: `Secrecy ${site.id} may hold` }, found: site.clearedFor ?? '–', pointer: pointer('sites', site.id, ...(site.clearedFor === undefined ? [] : ['clearedFor'])), document: 'estate' })),
  ];
  return {
    subject: { object: `environment/${namespace}`, organisation },
    status: problems.length > 0 ? 'fail' : 'pass',
    finding:
      problems.length > 0
        ? { vi: `${namespace}: ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${namespace}: ${problems.map(({ en }) => en).join('; ')}.` }
        : { vi: `${namespace} có máy chủ, ổ đĩa và phân vùng HSM riêng; bản sao chỉ ở nơi được phép.`, en: `${namespace} has nodes, disks and an HSM partition of its own; its copies lie where they may.` },
    evidence,
  };
}

/** What stands at a site is a subject of its own beside what is declared. */
const placed = (judgement: Judgement): Judgement => ({ ...judgement, subject: { ...judgement.subject, object: judgement.subject.object.replace(/^environment\//, 'placement/') } });

export const enc010: Rule = {
  id: 'ENC-010',
  version: 3,
  title: { vi: 'Dữ liệu từ mức mật trở lên nằm riêng và chỉ sao chép tới nơi được phép', en: 'State secrets stand apart and are copied to cleared sites only' },
  explanation: {
    vi: 'Q III.5 yêu cầu cơ sở dữ liệu thuộc bí mật nhà nước không ảnh hưởng hoạt động của chủ quản. Hệ thống từ mức mật trở lên chạy trên máy chủ riêng đang phục vụ (purpose: secret hoặc dedicatedTo; trung tâm chưa mở thì xét quý mở), lưu trên ổ đĩa không dùng chung với lớp nào khác, có khóa trong phân vùng HSM chỉ của mình; mọi nơi chạy, dự phòng và sao lưu đều được phép giữ mức mật đó (clearedFor); và không bản sao nào làm chủ quản phải chờ: không ghi đồng bộ giữa các trung tâm, không ownerWaits. Trong kế hoạch, ở từng nơi, quy tắc đọc: nhãn máy chủ của namespace, nodeSelector và tolerations của mọi pod và cụm cơ sở dữ liệu, lớp lưu trữ mà hạn mức và volume dùng, nơi các lớp theo cặp, cơ sở dữ liệu và bản sao lưu thực sự được sao tới.',
    en: "Q III.5 wants state-secret databases to do no harm to their owner's work. A system from secrecy mật runs on nodes of its own that are in service (purpose: secret, or dedicatedTo; of a site that is yet to open, in the quarter it opens), keeps its data on disks that no other class shares, and has its key in an HSM partition of its own; where it runs, stands by and is backed up, sites are cleared for that secrecy (clearedFor); and no copy makes the owner wait: nothing is written synchronously between sites, no ingest has ownerWaits. In plans it reads, at each site: the namespace's label of nodes, the nodeSelector and tolerations of every pod and database cluster, the classes that quotas and volumes use, and where classes of pairs, databases and backups are really copied to.",
  },
  severity: 'error',
  pack: 'design',
  legal: [{ document: 'q', clause: 'III.5' }],
  engineering: { statement: { vi: 'Q III.5 chỉ nói không ảnh hưởng hoạt động; vùng riêng, phân vùng và nơi được phép là kết luận kỹ thuật.', en: 'Q III.5 speaks of no harm to operations alone; enclave, partition and clearance are engineering.' } },
  reads: ['estate', 'planset'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-field', 'contradict', 'weaken', 'widen', 'elsewhere', 'shift-date', 'known-to-unknown'],
  check: (input) => {
    const { estate, about, planset } = input;
    const environments = environmentsOf(estate);
    const secret = environments.filter((environment) => isSecret(environment) && (about === undefined || about.has(environment.organisation)));
    if (secret.length === 0) return [];
    const shared = new Shared(estate, environments);
    const names = new Set(secret.map(({ namespace }) => namespace));
    return [
      ...secret.map((environment) => judge(estate, environment, shared)),
      ...(planset === undefined ? [] : judgeEnvironments(input, (view) => judgePlacement(estate, planset, view), ({ environment: { namespace } }) => names.has(namespace)).map(placed)),
    ];
  },
  remedy: { vi: 'Khai báo nhóm máy chủ, lớp lưu trữ trên ổ đĩa riêng và phân vùng HSM cho hệ thống mật; chọn nơi dự phòng và sao lưu được phép giữ mức mật đó.', en: 'Declare nodes, a class on disks of its own and an HSM partition for the system; choose standby and backup sites that are cleared for its secrecy.' },
};
