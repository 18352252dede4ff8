import { quarterOf, quarters, type Day, type Quarter } from '../../../sites/model/calendar.js';
import type { DeepReadonly, Estate } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { shareOf } from '../../derived/allowance.js';
import { addTo, guaranteedIn } from '../../derived/demand.js';
import { listed } from '../../derived/figures.js';
import { environmentsOf, type DerivedEnvironment } from '../../derived/placement.js';
import { resourceFigure, resourceName } from '../../derived/resource-names.js';
import { allocatable, compartmentOf, firstQuarter, type Compartment, type Quantities } from '../../derived/supply.js';
import { isProtected } from '../../derived/tier.js';
import type { Judgement, Rule } from '../../engine/rule.js';

interface Shortfall {
  readonly site: string;
  readonly compartment: Compartment;
  readonly resource: string;
  readonly quarter: Quarter;
  readonly needed: bigint;
  readonly supply: bigint;
}

/**
 * What a survivor must carry when a site is lost: its own protected systems, those that fail over to it at full size,
 * and what waits there for others. Unprotected systems yield their nodes; their data keep their disks.
 */
function needs(estate: Estate, survivor: DeepReadonly<Site>, lost: string, environments: readonly DerivedEnvironment[], quarter: Quarter, compartment: Compartment): Quantities {
  const total = new Map<string, bigint>();
  for (const environment of environments) {
    const guaranteed = guaranteedIn(environment, quarter);
    if (guaranteed === undefined) continue;
    const parts = { nodes: isProtected(environment.tier) && compartmentOf(survivor, environment) === compartment, disks: compartment === 'open' };
    if (environment.primary === survivor.id || (environment.standby === survivor.id && environment.primary === lost)) addTo(total, guaranteed, parts);
    else if (environment.standby === survivor.id) addTo(total, shareOf(guaranteed, estate.protection.tiers[environment.tier].standbyShare), parts);
  }
  return total;
}

/** The tightest or worst quarter of each resource at each survivor. */
function shortfalls(estate: Estate, lost: DeepReadonly<Site>, survivors: readonly DeepReadonly<Site>[], environments: readonly DerivedEnvironment[], judged: readonly Quarter[]): readonly Shortfall[] {
  const worst = new Map<string, Shortfall>();
  for (const survivor of survivors) {
    const there = environments.filter(({ primary, standby }) => primary === survivor.id || standby === survivor.id);
    for (const compartment of new Set<Compartment>(['open', ...there.map((environment) => compartmentOf(survivor, environment))]))
      for (const quarter of judged) {
        const supply = allocatable(survivor, quarter, compartment);
        for (const [resource, needed] of needs(estate, survivor, lost.id, there, quarter, compartment)) {
          const key = `${survivor.id} ${compartment} ${resource}`;
          const point: Shortfall = { site: survivor.id, compartment, resource, quarter, needed, supply: supply.get(resource) ?? 0n };
          const known = worst.get(key);
          if (known === undefined || point.supply - point.needed < known.supply - known.needed) worst.set(key, point);
        }
      }
  }
  return [...worst.values()];
}

function judgeLoss(estate: Estate, lost: DeepReadonly<Site>, operating: readonly DeepReadonly<Site>[], environments: readonly DerivedEnvironment[], asOf: Day): Judgement {
  const subject = { object: `site/${lost.id}`, site: lost.id };
  const survivors = operating.filter(({ id }) => id !== lost.id);
  const moving = environments.filter(({ primary, tier }) => primary === lost.id && isProtected(tier));
  const homeless = moving.filter(({ standby }) => !survivors.some(({ id }) => id === standby));
  const named = (list: readonly DerivedEnvironment[]): Text => listed(list.map(({ namespace }) => namespace));
  if (homeless.length > 0) {
    const waiting = [...new Set(homeless.flatMap(({ standby }) => standby ?? []))].sort().filter((id) => estate.sites[id]?.phase === 'planned' || estate.sites[id]?.phase === 'building');
    const solvable = homeless.every(({ standby }) => standby !== undefined && waiting.includes(standby));
    const names = named(homeless);
    return {
      subject,
      status: 'fail',
      causes: solvable ? waiting.map((id) => `site/${id}`) : [],
      finding: {
        vi: `Mất ${lost.id} thì ${homeless.length} trên ${moving.length} môi trường được bảo vệ không còn nơi chạy: ${names.vi}.`,
        en: `With ${lost.id} lost, ${homeless.length} of ${moving.length} protected environments have nowhere to run: ${names.en}.`,
      },
      evidence: [
        { what: { vi: 'Môi trường được bảo vệ ở trung tâm bị mất', en: 'Protected environments at the lost site' }, found: String(moving.length) },
        { what: { vi: 'Trong đó không còn nơi chạy', en: 'Of these, with nowhere to run' }, found: String(homeless.length) },
        ...waiting.map((id): Evidence => ({ what: { vi: `Giai đoạn của ${id}`, en: `Phase of ${id}` }, found: estate.sites[id]?.phase ?? '–', pointer: `/sites/${id}/phase`, document: 'estate' })),
      ],
    };
  }
  const now = quarterOf(asOf);
  const from = operating.map((site) => firstQuarter(site, now)).reduce((a, b) => (b > a ? b : a), now);
  const judged = quarters(from, estate.settings.horizon);
  if (judged.length === 0)
    return { subject, status: 'not-applicable', evidence: [], finding: { vi: `Chỉ xét được sau kỳ quy hoạch (${estate.settings.horizon}).`, en: `It could only be judged after the horizon (${estate.settings.horizon}).` } };
  const points = shortfalls(estate, lost, survivors, environments, judged);
  const short = points.filter(({ needed, supply }) => needed > supply);
  const evidence = (short.length > 0 ? short : points).map(
    ({ site, resource, quarter, needed, supply, compartment }): Evidence => ({
      what: { vi: `${site}, ${resourceName(resource).vi}${compartment === 'open' ? '' : ` (${compartment})`}, ${quarter}: cần / cấp phát được`, en: `${site}, ${resourceName(resource).en}${compartment === 'open' ? '' : ` (${compartment})`}, ${quarter}: needed / allocatable` },
      found: `${needed} / ${supply}`,
    }),
  );
  if (short.length === 0)
    return { subject, status: 'pass', evidence, finding: { vi: `Mất ${lost.id}, ${moving.length} môi trường được bảo vệ vẫn đủ chỗ ở các trung tâm còn lại.`, en: `With ${lost.id} lost, its ${moving.length} protected environments fit the other sites.` } };
  const parts = short.map(({ site, resource, quarter, needed, supply }): Text => {
    const [name, lack] = [resourceName(resource), resourceFigure(resource, needed - supply)];
    return { vi: `${site} thiếu ${lack.vi} ${name.vi} (${quarter})`, en: `${site} lacks ${lack.en} of ${name.en} (${quarter})` };
  });
  return {
    subject,
    status: 'fail',
    evidence,
    finding: { vi: `Mất ${lost.id} thì không đủ chỗ: ${listed(parts.map(({ vi }) => vi)).vi}.`, en: `With ${lost.id} lost there is not enough room: ${listed(parts.map(({ en }) => en)).en}.` },
  };
}

export const cap002: Rule = {
  id: 'CAP-002',
  version: 1,
  title: { vi: 'Mất một trung tâm bất kỳ, các hệ thống được bảo vệ vẫn đủ chỗ', en: 'With any one site lost, the protected systems still fit' },
  explanation: {
    vi: 'Lần lượt coi từng trung tâm đang hoạt động là đã mất: hệ thống mức bạch kim, vàng, bạc ở đó chuyển sang nơi dự phòng với hạn mức đầy đủ. Năng lực còn lại phải đủ trong từng quý; hệ thống không được bảo vệ nhường máy chủ, nhưng dữ liệu của chúng vẫn chiếm chỗ lưu trữ.',
    en: 'Each operating site is taken as lost in turn: platinum, gold and silver systems there move to their standbys at full size. What is left must suffice in every quarter; unprotected systems yield their nodes, but their data keep their disks.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ yêu cầu dự phòng của Q V.2.b.', en: 'Serves the redundancy that Q V.2.b asks for.' } },
  assumptions: [{ vi: 'Số máy chủ, cấu hình và dự báo là dữ liệu quy hoạch.', en: 'Node counts, shapes and forecasts are planning inputs.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  check: ({ estate, asOf }) => {
    const environments = environmentsOf(estate);
    const operating = operatingSites(estate);
    return operating.map((lost) => judgeLoss(estate, lost, operating, environments, asOf));
  },
  remedy: { vi: 'Bổ sung năng lực ở nơi thiếu, chia nơi dự phòng ra nhiều trung tâm hơn, hoặc đưa trung tâm còn thiếu vào hoạt động.', en: 'Add capacity where it lacks, spread standbys over more sites, or bring the missing site into operation.' },
};
