import { keyRows } from '../../../sites/keys/inventory.js';
import { origin } from '../../../sites/model/estate.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Command } from '../../command.js';
import { estateHead } from '../../estate-head.js';
import type { HsmKeysData } from '../../hsm-keys-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { selectedSites, sitesOption } from './sites-option.js';

export const command: Command = {
  computes: true,
  options: [sitesOption],
  formats: ['csv'],
  examples: ['ndc hsm keys', 'ndc hsm keys --site ndc-01 --lang vi', 'ndc hsm keys --as-of 2027-01-15', 'ndc hsm keys --format csv'],
  run: async (context, _args, options): Promise<Outcome<'ndc/hsm-keys.v1', HsmKeysData>> => {
    const estate = underScenario(await openEstate(context), context);
    const sites = selectedSites(estate, options);
    const keys = keyRows(estate, sites);
    const named = [...new Set(keys.flatMap(({ standards }) => standards))];
    const assumed = [...estate.origins].filter(([at, { source }]) => source === 'assumption' && keys.some(({ id }) => at.startsWith(`${pointer('keys', id)}/`))).length;
    return {
      kind: 'ndc/hsm-keys.v1',
      // An answer, not a gate: the rules of the family ENC judge, with waivers.
      exit: 0,
      data: {
        estate: estateHead(estate),
        asOf: estate.scenario.asOf,
        sites,
        keys,
        standards: named.flatMap((id) => {
          const found = estate.standards[id];
          return found === undefined ? [] : [{ id, number: found.number, name: found.name, source: origin(estate, pointer('standards', id, 'number'))?.source ?? 'declared' }];
        }),
        assumptions: assumed,
      },
    };
  },
};
