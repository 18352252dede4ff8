import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { IngestLink } from '../../../sites/model/kinds/ledger.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence, VerdictStatus } from '../../../sites/model/verdict.js';
import { heldBy, type HeldDatabase } from '../../derived/held-data.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { notOperating } from '../../engine/across-sites.js';
import type { Judgement, Rule } from '../../engine/rule.js';

/** Longest lag that still counts as real time, seconds: N III.2.b gives no figure. */
const realTimeSeconds = 300;

/** What keeps one link from being a continuous stream that leaves its owner alone. */
function linkProblems(estate: Estate, link: DeepReadonly<IngestLink>, { database: { ingest } }: HeldDatabase, { primary, standby }: DerivedEnvironment): readonly Text[] {
  const { id, lagTargetSeconds, delivery = 'stream', ownerWaits = false, to } = link;
  const allowed = Math.min(realTimeSeconds, ingest?.lag ?? realTimeSeconds);
  const found: Text[] = [];
  if (delivery !== 'stream') found.push({ vi: `${id} gom lại rồi mới gửi`, en: `${id} gathers changes and sends them now and then` });
  if (lagTargetSeconds > allowed) found.push({ vi: `${id} cho phép trễ ${lagTargetSeconds} giây, cần không quá ${allowed}`, en: `${id} may lag by ${lagTargetSeconds} seconds, ${allowed} at most are needed` });
  if (ownerWaits) found.push({ vi: `${id} bắt giao dịch của cơ quan chủ quản chờ NDC xác nhận`, en: `${id} makes commits at the owner wait for the NDC` });
  if (to !== undefined && to !== primary && to !== standby) found.push({ vi: `${id} kết thúc ở ${to}, nơi cơ sở dữ liệu không chạy (${primary})`, en: `${id} ends in ${to}, where the database does not run (${primary})` });
  if (to !== undefined && estate.sites[to] === undefined) found.push({ vi: `${id} kết thúc ở ${to}, không phải một trung tâm`, en: `${id} ends in ${to}, which is no site` });
  return found;
}

function judge(estate: Estate, environment: DerivedEnvironment, held: HeldDatabase, links: readonly DeepReadonly<IngestLink>[]): Judgement {
  const { namespace, organisation, system, primary } = environment;
  const { database } = held;
  const owner = database.ingest?.from ?? organisation;
  const where: Text = { vi: `Đồng bộ ${database.id} của ${namespace} từ ${owner}`, en: `Ingest of ${database.id} of ${namespace} from ${owner}` };
  const own = links.filter((link) => link.system === system.id && link.organisation === owner);
  const evidence = own.flatMap(({ id, lagTargetSeconds, delivery = 'stream', ownerWaits = false }): Evidence[] => [
    { what: { vi: `Độ trễ mục tiêu của ${id}, giây`, en: `Lag target of ${id}, seconds` }, found: String(lagTargetSeconds), pointer: pointer('ingest', id, 'lagTargetSeconds'), document: 'estate' },
    { what: { vi: `${id}: cách gửi / chủ quản phải chờ`, en: `${id}: delivery / owner waits` }, found: `${delivery} / ${String(ownerWaits)}`, pointer: pointer('ingest', id), document: 'estate' },
  ]);
  const row = (status: VerdictStatus, vi: string, en: string): Judgement => ({ subject: { object: `stream/${owner}--${namespace}/${database.id}`, organisation }, status, evidence, finding: { vi: `${where.vi}: ${vi}.`, en: `${where.en}: ${en}.` } });
  if (own.length === 0) return row('fail', 'không có đường đồng bộ nào được khai báo', 'no ingest link is declared');
  const waiting = notOperating(estate, where, [primary]);
  if (waiting !== undefined) return { subject: { object: `stream/${owner}--${namespace}/${database.id}`, organisation }, ...waiting };
  // One link that streams in time suffices; the others may be anything but a burden on the owner.
  const problems = own.map((link) => linkProblems(estate, link, held, environment));
  const burdens = own.filter(({ ownerWaits = false }) => ownerWaits).map(({ id }) => id);
  if (burdens.length === 0 && problems.some((list) => list.length === 0)) return row('pass', 'liên tục theo thời gian thực, không bắt chủ quản chờ', 'continuous and in real time, and the owner waits for nothing');
  const all = problems.flat();
  return row('fail', all.map(({ vi }) => vi).join('; '), all.map(({ en }) => en).join('; '));
}

export const rep006: Rule = {
  id: 'REP-006',
  version: 1,
  title: { vi: 'Cơ sở dữ liệu đã hoàn thành đồng bộ thường xuyên, liên tục, không cản trở chủ quản', en: 'Finished databases synchronise continuously, in real time, and never block their owner' },
  explanation: {
    vi: 'Cơ sở dữ liệu đã hoàn thành đồng bộ về Trung tâm dữ liệu quốc gia "thường xuyên, liên tục theo thời gian thực" (N III.2.b): từng cơ sở dữ liệu có `ingest` phải có đường đồng bộ gửi ngay khi có thay đổi, độ trễ mục tiêu không quá mức đã hứa và không quá 5 phút, kết thúc ở nơi nó chạy. Đồng bộ không được cản trở hoạt động của chủ quản (Q III.5): giao dịch ở đó không chờ NDC. Dung lượng đường truyền do NET-003 xét.',
    en: 'Finished databases synchronise to the NDC "thường xuyên, liên tục theo thời gian thực" (N III.2.b): each database with `ingest` has a link that sends changes as they happen, with a lag target within what was promised and five minutes, and that ends where the database runs. It must not hinder the owner (Q III.5): no commit there waits for the NDC. Whether the link is large enough is NET-003\'s.',
  },
  severity: 'error',
  pack: 'design',
  legal: [
    { document: 'n', clause: 'III.2.b' },
    { document: 'q', clause: 'III.5' },
  ],
  assumptions: [
    { vi: '"Thời gian thực" được hiểu là trễ không quá 5 phút; văn bản không nêu con số.', en: '"Real time" is read as a lag of at most five minutes; the document gives no figure.' },
    { vi: 'Q III.5 nói về cơ sở dữ liệu bí mật nhà nước; chúng tôi áp dụng cho mọi chủ quản.', en: 'Q III.5 speaks of state-secret databases; we apply it to every owner.' },
  ],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'not-applicable',
  mutants: ['drop-field', 'change-figure', 'weaken', 'elsewhere'],
  check: ({ estate }) => {
    const links = Object.values(estate.ingest);
    return environmentsOf(estate).flatMap((environment) => heldBy(estate, environment).databases.filter(({ database }) => database.ingest !== undefined).map((held) => judge(estate, environment, held, links)));
  },
  remedy: { vi: 'Khai báo đường đồng bộ gửi liên tục (delivery: stream) tới nơi cơ sở dữ liệu chạy, không đồng bộ hóa giao dịch với chủ quản (ownerWaits: false).', en: 'Declare a link that streams (delivery: stream) to where the database runs, without synchronous commits at the owner (ownerWaits: false).' },
};
