import { notAchievable } from '../../../sites/capacity/achievable.js';
import { levels, type Plan, type SiteQuarter, type Worst } from '../../../sites/capacity/headroom.js';
import { layoutOf, type Layout } from '../../../sites/capacity/layout.js';
import type { Left } from '../../../sites/capacity/left.js';
import { worstNetworkLoss, type LinkHeadroom } from '../../../sites/capacity/links/worst-loss.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { promisesKept, promiseText, timelineOf, type KeptPromise } from '../../../sites/capacity/promises-kept.js';
import { outcomeOf } from '../../../sites/capacity/shed.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Quarter } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { protections } from '../../../sites/model/kinds/protection.js';
import { isLost } from '../../../sites/model/losses.js';
import type { Command, Context, Values } from '../../command.js';
import { estateHead } from '../../estate-head.js';
import type { HeadroomData, LevelHeadroom, LossRow, PromiseRow, ResourceLeft, SiteHeadroom } from '../../headroom-data.js';
import { declaredPart } from '../../declared-sites.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { capacityOptions, capacitySelection, whatIfOf } from './selection.js';

/** Quarters by which a site is let slip, where `--delay` says nothing else: a year. */
const usualSlip = 4;

export const command: Command = {
  computes: true,
  options: capacityOptions,
  formats: ['csv', 'svg'],
  examples: ['ndc capacity headroom', 'ndc capacity headroom --site ndc-01 --protection gold --lang vi', 'ndc capacity headroom --quarter 2028-Q4 --lose rack/ndc-01/hall-1/1', 'ndc capacity headroom --delay ndc-02=4q', 'ndc capacity headroom --with request.yaml', 'ndc capacity headroom --site ndc-01 --format svg'],
  // An answer, not a gate: CAP-001 and CAP-002 judge, with waivers.
  run: async (context, _args, options): Promise<Outcome<'ndc/capacity-headroom.v1', HeadroomData>> => ({ kind: 'ndc/capacity-headroom.v1', exit: 0, data: headroomOf(underScenario(await openEstate(context), context, undefined, { parts: true }), context, options) }),
};

/** What is left at each site in each quarter, with every level of loss. */
export function headroomOf(estate: Estate, context: Pick<Context, 'globals'>, options: Values = {}): HeadroomData {
  const { sites, quarters, tier, plot } = capacitySelection(estate, options);
  const plan = planOf(estate, deriveIntent(estate));
  const timeline = timelineOf(plan);
  const kept = promisesKept(timeline, plan, 'judged');
  const rows = timeline.flat().filter((row) => row.tier === tier && quarters.includes(row.quarter));
  const wanted = kept.filter((promise) => sites.includes(promise.site) && protections.indexOf(promise.tier) <= protections.indexOf(tier));
  const links = new Map(quarters.map((quarter) => [quarter, worstNetworkLoss(plan, quarter, tier)]));
  return {
    estate: estateHead(estate),
    asOf: estate.scenario.asOf,
    whatIf: whatIfOf(context),
    ...declaredPart(estate),
    tier,
    quarters,
    sites: sites.flatMap((id): SiteHeadroom[] => {
      const site = estate.sites[id];
      return site === undefined ? [] : [{ site: id, name: site.name, phase: site.phase, commissioning: site.milestones.commissioning, rows: rows.filter((row) => row.site === id).map((row) => rowOf(row, layoutOf(site, row.quarter, plan.facility.get(id)), links.get(row.quarter)?.get(id))) }];
    }),
    promises: wanted.map(promiseOf),
    notAchievable: notAchievable(plan, wanted, usualSlip).map(({ promise, ...rest }) => ({ promise: promiseText(promise), ...promise, ...rest })),
    losses: lossesOf(plan, quarters[0], sites),
    assumptions: [...estate.origins.values()].filter(({ source }) => source === 'assumption').length,
    plot,
  };
}

const resource = ({ site, compartment, resource: name, promised, there, whole, left }: Left): ResourceLeft => ({ site, compartment, resource: name, promised, there, whole, left });

const level = ({ domains, left, homeless }: Worst): LevelHeadroom => ({ domains, ...(left === undefined ? {} : { scarcest: resource(left) }), homeless: homeless.length });

const rowOf = ({ quarter, resources, worst }: SiteQuarter, { unplaced }: Layout, link: LinkHeadroom | undefined): SiteHeadroom['rows'][number] => ({
  quarter,
  resources: resources.map(resource),
  unplaced: unplaced.map(({ pool, count }) => ({ pool, nodes: count })),
  levels: Object.fromEntries(levels.map((each) => [each, level(worst[each])])) as SiteHeadroom['rows'][number]['levels'],
  ...(link === undefined ? {} : { link }),
});

function promiseOf(promise: KeptPromise): PromiseRow {
  const { site, level: at, tier, from, broken, holdsFrom } = promise;
  return {
    promise: promiseText(promise),
    site,
    level: at,
    tier,
    from,
    ...(broken === undefined
      ? {}
      : {
          broken: {
            quarter: broken.quarter,
            until: broken.until,
            domains: broken.worst.domains,
            ...(broken.worst.left === undefined ? {} : { scarcest: resource(broken.worst.left) }),
            homeless: broken.worst.homeless.map(({ promise: { namespace } }) => namespace),
            ...(broken.worst.network === undefined ? {} : { network: broken.worst.network }),
          },
        }),
    ...(holdsFrom === undefined ? {} : { holdsFrom }),
  };
}

/** What the scenario takes as lost; where it takes nothing, each site that serves in turn. One that is declared lost is lost in every row. */
function lossesOf(plan: Plan, quarter: Quarter | undefined, sites: readonly string[]): LossRow[] {
  if (quarter === undefined) return [];
  const { lose } = plan.estate.scenario;
  const serving = Object.values(plan.estate.sites).filter(({ id, phase, milestones }) => sites.includes(id) && !isLost(plan.estate, id) && (phase === 'operating' || (phase !== 'retired' && milestones.commissioning <= quarter)));
  return (lose.length > 0 ? [[]] : serving.map(({ id }) => [`site/${id}`])).map((domains) => {
    const outcome = outcomeOf(plan, quarter, domains);
    const [bestEffort, homeless] = [outcome.unplaced.filter(({ because }) => because === 'best-effort'), outcome.unplaced.filter(({ because }) => because !== 'best-effort' && because !== 'primary-not-operating')];
    return {
      quarter,
      domains: outcome.domains,
      moved: outcome.moved.map(({ promise: { namespace, tier }, site }) => ({ namespace, tier, to: site })),
      homeless: homeless.map(({ promise: { namespace, tier }, because }) => ({ namespace, tier, because })),
      shed: [
        ...bestEffort.map(({ promise: { namespace, tier, primary } }) => ({ namespace, tier, site: primary })),
        ...outcome.shed.map(({ placed: { promise: { namespace, tier }, site }, resource: name }) => ({ namespace, tier, site, resource: name })),
      ],
      overfull: outcome.overfull,
    };
  });
}

