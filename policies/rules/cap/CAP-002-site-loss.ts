import type { Quarter } from '../../../sites/model/calendar.js';
import { demandIn, type Situation, type Unplaced } from '../../../sites/capacity/demand.js';
import type { Plan } from '../../../sites/capacity/headroom.js';
import type { Left } from '../../../sites/capacity/left.js';
import { plannedQuarters } from '../../../sites/capacity/operation.js';
import { resourcesIn } from '../../../sites/capacity/resources.js';
import type { DeepReadonly } from '../../../sites/model/estate.js';
import { protectedTiers } from '../../../sites/model/kinds/protection.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { operatingSites } from '../../../sites/model/scenario.js';
import type { Text } from '../../../sites/model/text.js';
import type { Evidence } from '../../../sites/model/verdict.js';
import { listed } from '../../derived/figures.js';
import { asOfDay, planFor } from '../../derived/promises.js';
import { resourceAmount, resourceName } from '../../derived/resource-names.js';
import { isProtected } from '../../derived/tier.js';
import type { Judgement, Rule } from '../../engine/rule.js';

const lowestProtected = protectedTiers.at(-1) ?? 'silver';

interface Point {
  readonly quarter: Quarter;
  readonly left: Left;
}

/** The tightest or worst quarter of each resource at each survivor. */
function tightest(plan: Plan, situation: Situation): readonly Point[] {
  const worst = new Map<string, Point>();
  for (const quarter of plannedQuarters(plan.estate))
    for (const left of resourcesIn(plan, quarter, situation, lowestProtected)) {
      if (left.promised === 0n) continue;
      const key = `${left.site} ${left.compartment} ${left.resource}`;
      const known = worst.get(key);
      if (known === undefined || left.left < known.left.left) worst.set(key, { quarter, left });
    }
  return [...worst.values()];
}

/** Protected environments with nowhere to run in any quarter of the plan, once each. */
function homelessIn({ estate, promises }: Plan, situation: Situation): readonly Unplaced[] {
  const all = plannedQuarters(estate).flatMap((quarter) => demandIn(estate, promises, quarter, situation).unplaced);
  const protectedOnes = all.filter(({ promise, because }) => isProtected(promise.tier) && because !== 'primary-not-operating');
  return [...new Map(protectedOnes.map((one) => [one.promise.namespace, one])).values()];
}

function judgeLoss(plan: Plan, lost: DeepReadonly<Site>, operating: readonly DeepReadonly<Site>[]): Judgement {
  const { estate, promises } = plan;
  const subject = { object: `site/${lost.id}`, site: lost.id };
  const alreadyLost = estate.scenario.lose.filter((domain) => domain.startsWith('site/')).map((domain) => domain.slice('site/'.length));
  const situation: Situation = { serving: new Set(operating.filter(({ id }) => id !== lost.id).map(({ id }) => id)), lost: new Set([...alreadyLost, lost.id]) };
  const moving = promises.filter(({ primary, tier }) => situation.lost.has(primary) && isProtected(tier));
  const homeless = homelessIn(plan, situation);
  const together: Text = alreadyLost.length === 0 ? { vi: lost.id, en: lost.id } : { vi: `${lost.id} (thêm vào ${alreadyLost.join(', ')} đã coi là mất)`, en: `${lost.id} (besides ${alreadyLost.join(', ')}, taken as lost)` };
  if (homeless.length > 0) {
    const standbys = homeless.map(({ promise }) => promise.standby);
    const waiting = [...new Set(standbys.flatMap((id) => id ?? []))].sort().filter((id) => estate.sites[id]?.phase === 'planned' || estate.sites[id]?.phase === 'building');
    const solvable = standbys.every((id) => id !== undefined && waiting.includes(id));
    const names = listed(homeless.map(({ promise }) => promise.namespace));
    return {
      subject,
      status: 'fail',
      causes: solvable ? waiting.map((id) => `site/${id}`) : [],
      finding: {
        vi: `Mất ${together.vi} thì ${homeless.length} trên ${moving.length} môi trường được bảo vệ không còn nơi chạy: ${names.vi}.`,
        en: `With ${together.en} lost, ${homeless.length} of ${moving.length} protected environments have nowhere to run: ${names.en}.`,
      },
      evidence: [
        { what: { vi: 'Môi trường được bảo vệ ở trung tâm bị mất', en: 'Protected environments at the lost site' }, found: String(moving.length) },
        { what: { vi: 'Trong đó không còn nơi chạy', en: 'Of these, with nowhere to run' }, found: String(homeless.length) },
        ...waiting.map((id): Evidence => ({ what: { vi: `Giai đoạn của ${id}`, en: `Phase of ${id}` }, found: estate.sites[id]?.phase ?? '–', pointer: `/sites/${id}/phase`, document: 'estate' })),
      ],
    };
  }
  const points = tightest(plan, situation);
  const short = points.filter(({ left }) => left.left < 0n);
  const evidence = (short.length > 0 ? short : points).map(
    ({ quarter, left: { site, resource, compartment, promised, there } }): Evidence => ({
      what: { vi: `${site}, ${resourceName(resource).vi}${compartment === 'open' ? '' : ` (${compartment})`}, ${quarter}: cần / cấp phát được`, en: `${site}, ${resourceName(resource).en}${compartment === 'open' ? '' : ` (${compartment})`}, ${quarter}: needed / allocatable` },
      found: `${promised} / ${there}`,
    }),
  );
  if (short.length === 0)
    return { subject, status: 'pass', evidence, finding: { vi: `Mất ${together.vi}, ${moving.length} môi trường được bảo vệ vẫn đủ chỗ ở các trung tâm còn lại.`, en: `With ${together.en} lost, its ${moving.length} protected environments fit the other sites.` } };
  const parts = short.map(({ quarter, left: { site, resource, left } }): Text => {
    const lack = resourceAmount(resource, -left);
    return { vi: `${site} thiếu ${lack.vi} (${quarter})`, en: `${site} lacks ${lack.en} (${quarter})` };
  });
  return {
    subject,
    status: 'fail',
    evidence,
    finding: { vi: `Mất ${together.vi} thì không đủ chỗ: ${listed(parts.map(({ vi }) => vi)).vi}.`, en: `With ${together.en} lost there is not enough room: ${listed(parts.map(({ en }) => en)).en}.` },
  };
}

export const cap002: Rule = {
  id: 'CAP-002',
  version: 2,
  title: { vi: 'Mất một trung tâm bất kỳ, các hệ thống được bảo vệ vẫn đủ chỗ', en: 'With any one site lost, the protected systems still fit' },
  explanation: {
    vi: 'Lần lượt coi từng trung tâm đang hoạt động là đã mất: hệ thống mức bạch kim, vàng, bạc ở đó chuyển sang nơi dự phòng với hạn mức đầy đủ. Năng lực còn lại phải đủ trong từng quý; hệ thống không được bảo vệ nhường máy chủ, nhưng dữ liệu của chúng vẫn chiếm chỗ lưu trữ. Bản sao lưu và bản sao của mọi hệ thống ở các trung tâm còn lại vẫn được tính.',
    en: 'Each operating site is taken as lost in turn: platinum, gold and silver systems there move to their standbys at full size. What is left must suffice in every quarter; unprotected systems yield their nodes, but their data keep their disks. Backups and replicas at the sites that are left still count.',
  },
  severity: 'error',
  pack: 'design',
  legal: [],
  engineering: { statement: { vi: 'Phục vụ yêu cầu dự phòng của Q V.2.b.', en: 'Serves the redundancy that Q V.2.b asks for.' } },
  assumptions: [{ vi: 'Số máy chủ, cấu hình và dự báo là dữ liệu quy hoạch.', en: 'Node counts, shapes and forecasts are planning inputs.' }],
  reads: ['estate'],
  unknownBlocks: true,
  emptyPopulation: 'fail',
  estateOnly: true,
  mutants: ['change-figure', 'drop-site'],
  check: ({ estate: given, asOf }) => {
    const estate = asOfDay(given, asOf);
    const plan = planFor(estate);
    const operating = operatingSites(estate);
    return operating.map((lost) => judgeLoss(plan, lost, operating));
  },
  remedy: { vi: 'Bổ sung năng lực ở nơi thiếu, chia nơi dự phòng ra nhiều trung tâm hơn, hoặc đưa trung tâm còn thiếu vào hoạt động.', en: 'Add capacity where it lacks, spread standbys over more sites, or bring the missing site into operation.' },
};
