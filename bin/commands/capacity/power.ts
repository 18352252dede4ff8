import { facilityInputs } from '../../../sites/capacity/facility-inputs.js';
import { powerIn } from '../../../sites/capacity/power/power.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { inputsOf } from '../../capacity-inputs.js';
import type { Command } from '../../command.js';
import { estateHead } from '../../estate-head.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import type { PowerData, PowerSite } from '../../power-data.js';
import { capacityOptions, capacitySelection, whatIfOf } from './selection.js';

export const command: Command = {
  computes: true,
  options: capacityOptions,
  formats: ['csv', 'svg'],
  examples: ['ndc capacity power', 'ndc capacity power --site ndc-01 --plot', 'ndc capacity power --lose feed/ndc-01/hall-1/feed-a', 'ndc capacity power --scenario all-operating --format csv', 'ndc capacity power --site ndc-01 --format svg'],
  run: async (context, _args, options): Promise<Outcome<'ndc/capacity-power.v1', PowerData>> => {
    const estate = underScenario(await openEstate(context), context, undefined, { parts: true });
    const { sites, quarters, tier, plot } = capacitySelection(estate, options);
    const plan = { estate, facility: facilityInputs(estate, deriveIntent(estate)) };
    const rows = quarters.flatMap((quarter) => powerIn(plan, quarter, tier)).filter(({ site }) => sites.includes(site));
    const inputs = inputsOf(estate, rows.flatMap((row) => row.inputs));
    return {
      kind: 'ndc/capacity-power.v1',
      // An answer, not a gate: the rows say what exceeds its limit.
      exit: 0,
      data: {
        estate: estateHead(estate),
        asOf: estate.scenario.asOf,
        whatIf: whatIfOf(context),
        tier,
        quarters,
        sites: sites.flatMap((id): PowerSite[] => {
          const site = estate.sites[id];
          return site === undefined ? [] : [{ site: id, name: site.name, commissioning: site.milestones.commissioning, rows: rows.filter((row) => row.site === id).map(({ site: _site, inputs: _inputs, ...row }) => row) }];
        }),
        inputs,
        assumptions: inputs.filter(({ assumptions }) => assumptions > 0).length,
        plot,
      },
    };
  },
};
