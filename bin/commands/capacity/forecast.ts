import { colocatedIn, demandMilestones, forecastOf, ingestIn, type DemandMilestone, type ForecastSeries } from '../../../sites/capacity/forecast.js';
import { planOf } from '../../../sites/capacity/plan.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Quarter } from '../../../sites/model/calendar.js';
import type { Protection } from '../../../sites/model/kinds/protection.js';
import type { Command } from '../../command.js';
import { estateHead, type EstateHead } from '../../estate-head.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { capacityOptions, capacitySelection, whatIfOf } from './selection.js';

/** `ndc/capacity-forecast.v1`: demand and supply by quarter, and what the demand rests on. */
export interface ForecastData {
  readonly estate: EstateHead;
  readonly asOf: string;
  readonly whatIf: readonly string[];
  readonly tier: Protection;
  readonly quarters: readonly Quarter[];
  readonly series: readonly ForecastSeries[];
  readonly colocated: readonly { readonly site: string; readonly quarter: Quarter; readonly systems: number; readonly rackUnits: number; readonly watts: number }[];
  readonly ingest: readonly { readonly quarter: Quarter; readonly links: number; readonly mbps: number; readonly tightestLagSeconds: number }[];
  readonly milestones: readonly DemandMilestone[];
  /** Percent a year assumed beyond the last forecasts. */
  readonly growth: { readonly computePerYear: number; readonly storagePerYear: number };
  readonly plot: boolean;
}

export const command: Command = {
  computes: true,
  options: capacityOptions,
  formats: ['csv', 'svg'],
  examples: ['ndc capacity forecast', 'ndc capacity forecast --site ndc-01 --quarter 2028-Q4 2030-Q4', 'ndc capacity forecast --site ndc-01 --plot', 'ndc capacity forecast --format csv'],
  run: async (context, _args, options): Promise<Outcome<'ndc/capacity-forecast.v1', ForecastData>> => {
    const estate = underScenario(await openEstate(context), context, undefined, { parts: true });
    const { sites, quarters, tier, plot } = capacitySelection(estate, options);
    const plan = planOf(estate, deriveIntent(estate));
    return {
      kind: 'ndc/capacity-forecast.v1',
      exit: 0,
      data: {
        estate: estateHead(estate),
        asOf: estate.scenario.asOf,
        whatIf: whatIfOf(context),
        tier,
        quarters,
        series: forecastOf(plan, quarters, tier).filter(({ site }) => sites.includes(site)),
        colocated: sites.flatMap((site) => quarters.map((quarter) => ({ site, quarter, ...colocatedIn(plan, site, quarter) }))),
        ingest: quarters.map((quarter) => ({ quarter, ...ingestIn(estate, quarter) })),
        milestones: demandMilestones(plan),
        growth: estate.planning.growth,
        plot,
      },
    };
  },
};
