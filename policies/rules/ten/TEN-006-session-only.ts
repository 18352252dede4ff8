import type { Estate } from '../../../sites/model/estate.js';
import { pointer, type Pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import type { System } from '../../derived/tier.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** A system with whose it is and where it stands. */
interface Placed {
  readonly organisation: string;
  readonly system: System;
  readonly at: Pointer;
}

/** Fields of one system used by another: what the request declares, or that a source lets it call and nothing is declared. */
interface Flow {
  readonly consumer: Placed;
  readonly from: string;
  readonly fields: 'own-sector' | 'other-sector' | undefined;
  readonly at: Pointer;
}

const systemsOf = ({ requests }: Estate): readonly Placed[] =>
  Object.entries(requests).flatMap(([organisation, { systems }]) => systems.map((system, index) => ({ organisation, system, at: pointer('requests', organisation, 'systems', index) })));

const declared = (consumer: Placed): readonly Flow[] => (consumer.system.flows ?? []).map(({ from, fields }, index) => ({ consumer, from, fields, at: `${consumer.at}/flows/${index}` }));

/** Calls across organisations that a source permits and whose caller declares no flow. */
function undeclared(systems: readonly Placed[]): readonly Flow[] {
  const byNamespace = new Map<string, Placed>(systems.flatMap((placed) => placed.system.environments.map(({ name }) => [`${placed.system.id}-${name}`, placed] as const)));
  const found = new Map<string, Flow>();
  for (const source of systems)
    for (const [index, { network }] of source.system.environments.entries())
      for (const caller of network?.allowFrom ?? []) {
        const consumer = byNamespace.get(caller);
        if (consumer === undefined || consumer.organisation === source.organisation || (consumer.system.flows ?? []).some(({ from }) => from === source.system.id)) continue;
        found.set(`${consumer.system.id} ${source.system.id}`, { consumer, from: source.system.id, fields: undefined, at: `${source.at}/environments/${index}/network/allowFrom` });
      }
  return [...found.values()];
}

/** Systems that take other sectors' fields from a system, by its id. */
type Takers = ReadonlyMap<string, readonly Placed[]>;

function takersOf(flows: readonly Flow[]): Takers {
  const takers = new Map<string, Placed[]>();
  for (const { from, fields, consumer } of flows) {
    if (fields !== 'other-sector') continue;
    const list = takers.get(from);
    if (list === undefined) takers.set(from, [consumer]);
    else list.push(consumer);
  }
  return takers;
}

/** Ways by which fields of another sector would be kept or handed on. */
function kept({ system, organisation }: Placed, from: string, takers: Takers): readonly Text[] {
  const found: Text[] = [];
  for (const { name, quota, network } of system.environments) {
    // A size brings storage along that nobody asked for: it is granted as zero (TEN-001), and the organisation is told (NDC-T014).
    const stored = 'size' in quota ? [] : Object.entries(quota.storage).filter(([, bytes]) => bytes > 0n);
    if (stored.length > 0) found.push({ vi: `môi trường ${name} xin lưu trữ ${stored.map(([storage]) => storage).join(', ')}`, en: `its environment ${name} asks for storage ${stored.map(([storage]) => storage).join(', ')}` });
    if (!('size' in quota) && (quota.backup ?? 0n) > 0n) found.push({ vi: `môi trường ${name} xin sao lưu`, en: `its environment ${name} asks for backups` });
    const hosts = (network?.egress ?? []).map(({ host }) => host);
    if (hosts.length > 0) found.push({ vi: `môi trường ${name} mở chiều ra tới ${hosts.join(', ')}`, en: `its environment ${name} opens egress to ${hosts.join(', ')}` });
  }
  const databases = (system.databases ?? []).map(({ id }) => id);
  if (databases.length > 0) found.push({ vi: `hệ thống có cơ sở dữ liệu ${databases.join(', ')}`, en: `the system keeps databases ${databases.join(', ')}` });
  const onward = (takers.get(system.id) ?? []).filter((other) => other.organisation !== organisation);
  if (onward.length > 0) found.push({ vi: `${onward.map((other) => other.system.id).join(', ')} lại lấy từ hệ thống này các trường của ngành khác`, en: `${onward.map((other) => other.system.id).join(', ')} takes fields of other sectors from it in turn` });
  if (from === system.id) found.push({ vi: 'luồng dữ liệu đi từ hệ thống về chính nó', en: 'the flow leads from the system to itself' });
  return found;
}

function judge({ consumer, from, fields, at }: Flow, takers: Takers, known: ReadonlySet<string>): Judgement {
  const { system, organisation } = consumer;
  const subject = { object: `flow/${system.id}--${from}`, organisation };
  const name: Text = { vi: `${system.id} lấy dữ liệu từ ${from}`, en: `${system.id} takes data from ${from}` };
  const evidence: Evidence[] = [{ what: { vi: 'Trường dữ liệu đã khai báo', en: 'Fields declared' }, found: fields ?? '–', pointer: at, document: 'estate' }];
  if (fields === undefined)
    return {
      subject,
      status: 'unknown',
      evidence,
      finding: { vi: `${name.vi} (được phép gọi) mà phiếu đăng ký không nêu trường của ngành nào; cơ quan cần nêu rõ.`, en: `${name.en} (it may call it) and the request does not say whose sector's fields; the organisation is to name them.` },
    };
  const problems = fields === 'other-sector' ? kept(consumer, from, takers) : [];
  if (problems.length > 0) return { subject, status: 'fail', evidence, finding: { vi: `${name.vi}, trường của ngành khác, nhưng ${problems.map(({ vi }) => vi).join('; ')}.`, en: `${name.en}, fields of another sector, but ${problems.map(({ en }) => en).join('; ')}.` } };
  if (!known.has(from))
    return { subject, status: 'unknown', evidence, finding: { vi: `${name.vi}, nhưng không có hệ thống nào mang mã đó.`, en: `${name.en}, but no system has that id.` } };
  return fields === 'other-sector'
    ? { subject, status: 'pass', evidence, finding: { vi: `${name.vi}, trường của ngành khác: không lưu trữ, không chuyển tiếp.`, en: `${name.en}, fields of another sector: nothing is stored or shared on.` } }
    : { subject, status: 'pass', evidence, finding: { vi: `${name.vi}, trường thuộc ngành của cơ quan theo phiếu đăng ký.`, en: `${name.en}, fields of the organisation's own sector by its request.` } };
}

export const ten006: Rule = {
  id: 'TEN-006',
  version: 1,
  title: { vi: 'Dữ liệu của ngành khác chỉ dùng trong phiên, khai báo theo từng luồng', en: "Other sectors' fields are used within the session, declared per flow" },
  explanation: {
    vi: 'C V.3: việc khai thác chỉ được thực hiện tại phiên truy cập, không lưu trữ và chia sẻ các trường thông tin không thuộc chuyên ngành của đơn vị. Vì vậy mỗi luồng dữ liệu phải khai báo; hệ thống dùng trường của ngành khác không có lưu trữ, cơ sở dữ liệu, sao lưu, chiều ra ngoài, và không cấp tiếp cho cơ quan khác. Cơ quan được phép gọi hệ thống của cơ quan khác mà chưa khai báo luồng thì chưa đủ căn cứ. TEN-001 chặn lưu trữ bằng hạn mức.',
    en: 'C V.3: data are used within the session of access; fields outside the body\'s own sector are neither stored nor shared. So each flow is declared, and a system that uses other sectors\' fields has no storage, databases, backups or egress, and passes nothing on. Where an organisation may call another\'s system and declares no flow, this cannot be known. TEN-001 keeps storage out by quota.',
  },
  severity: 'error',
  pack: 'operations',
  legal: [{ document: 'c', clause: 'V.3' }],
  engineering: { statement: { vi: 'Không cấp lưu trữ, sao lưu và chiều ra cho hệ thống dùng trường của ngành khác là cách thực thi do chúng tôi chọn.', en: 'No storage, backups or egress for systems that use other sectors\' fields: our way of enforcing it.' } },
  assumptions: [{ vi: 'Trường nào thuộc ngành của cơ quan là lời khai của chính cơ quan.', en: "Which fields are of its own sector is the organisation's own statement." }],
  reads: ['estate'],
  unknownBlocks: false,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-field', 'widen', 'contradict'],
  check: ({ estate }) => {
    const systems = systemsOf(estate);
    const flows = systems.flatMap(declared);
    const [takers, known] = [takersOf(flows), new Set([...systems.map(({ system }) => system.id), ...Object.keys(estate.nationalSystems)])];
    return [...flows, ...undeclared(systems)].map((flow) => judge(flow, takers, known));
  },
  remedy: { vi: 'Khai báo luồng trong mục `flows` của phiếu đăng ký; tách phần cần lưu trữ sang hệ thống không dùng trường của ngành khác.', en: 'Declare the flow under `flows` of the request; move what must be stored into a system that uses no other sectors\' fields.' },
};
