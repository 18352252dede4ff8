import { interval } from '../../../sites/capacity/interval.js';
import { protectedEnvironments } from '../../../sites/capacity/backup/protected.js';
import { ingestIn } from '../../../sites/capacity/links/ingest.js';
import { linkHolds, type LinkLoad } from '../../../sites/capacity/links/link-load.js';
import { networkLosses, networkOf, plannedFlows, type NetworkLoss } from '../../../sites/capacity/links/network.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { inputsOf } from '../../capacity-inputs.js';
import type { Command } from '../../command.js';
import { estateHead } from '../../estate-head.js';
import type { LinkLossRow, LinksData } from '../../links-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { capacityOptions, capacitySelection, whatIfOf } from './selection.js';

export const command: Command = {
  computes: true,
  options: capacityOptions,
  formats: ['csv', 'svg'],
  examples: ['ndc capacity links', 'ndc capacity links --quarter 2030-Q4 --protection gold', 'ndc capacity links --scenario all-operating --lose path/ndc-01--ndc-02/duyen-hai', 'ndc capacity links --scenario all-operating --lose link/ndc-01--ndc-02 --lang vi', 'ndc capacity links --plot', 'ndc capacity links --format csv'],
  run: async (context, _args, options): Promise<Outcome<'ndc/capacity-links.v1', LinksData>> => {
    const estate = underScenario(await openEstate(context), context, undefined, { parts: true });
    const { sites, quarters, tier, plot } = capacitySelection(estate, options);
    const intent = deriveIntent(estate);
    const plan = planOf(estate, intent);
    const environments = protectedEnvironments(estate, plan.promises, intent);
    const lost = new Set(estate.scenario.lose);
    const ends = ({ from, to }: { readonly from: string; readonly to: string }): boolean => sites.includes(from) || sites.includes(to);
    // What crosses a link rests on all flows, also those between other sites that take the way over this one.
    const timeline = quarters.map((quarter) => ({ quarter, flows: plannedFlows(plan, environments, quarter, tier) })).map(({ quarter, flows }) => ({ quarter, flows, network: networkOf(plan, quarter, flows, lost) }));
    const shown = timeline.find(({ flows }) => flows.length > 0) ?? timeline[0];
    const loads = (shown?.network.loads ?? []).filter(ends);
    const ingest = shown === undefined ? [] : ingestIn(plan, environments, shown.quarter);
    const inputs = inputsOf(estate, [...loads.flatMap((load) => load.inputs), ...ingest.flatMap((one) => one.inputs)]);
    const { sharePercent, payloadPercent, outageMinutes, tcpWindowMiB } = estate.planning.links;
    return {
      kind: 'ndc/capacity-links.v1',
      // An answer, not a gate: the rules of the family REP judge, with waivers.
      exit: 0,
      data: {
        estate: estateHead(estate),
        asOf: estate.scenario.asOf,
        whatIf: whatIfOf(context),
        tier,
        quarters,
        quarter: shown?.quarter ?? estate.settings.horizon,
        assumed: { sharePercent, payloadPercent, outageMinutes, tcpWindowMiB },
        loads: loads.map(({ inputs: _inputs, ...load }) => ({ ...load, holds: linkHolds(load) })),
        detours: (shown?.network.detours ?? []).filter(ends),
        losses: shown === undefined || shown.flows.length === 0 ? [] : networkLosses(plan, shown.quarter, shown.flows, lost).map(lossRow),
        ingest: ingest.map(({ inputs: _inputs, ...one }) => one),
        timeline: timeline.flatMap(({ quarter, network }) => network.loads.filter(ends).map((load) => ({ quarter, link: load.link, from: load.from, to: load.to, capacity: load.capacity, share: load.share, mean: load.mean, peak: load.peak, lagMs: interval((bound) => load.peakDay[bound].lagMs), holds: linkHolds(load) }))),
        inputs,
        assumptions: inputs.reduce((sum, { assumptions }) => sum + assumptions, 0),
        plot,
      },
    };
  },
};

function lossRow({ domain, struck, network, holds }: NetworkLoss): LinkLossRow {
  const slowest = network.loads.reduce<LinkLoad | undefined>((worst, load) => (worst === undefined || load.peakDay.mid.lagMs > worst.peakDay.mid.lagMs ? load : worst), undefined);
  return {
    domain,
    struck,
    detours: network.detours,
    holds,
    ...(slowest === undefined ? {} : { slowest: { link: slowest.link, from: slowest.from, to: slowest.to, lagMs: slowest.peakDay.mid.lagMs } }),
  };
}
