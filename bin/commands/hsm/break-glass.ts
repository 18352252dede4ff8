import { breakGlassRows, wanting } from '../../../sites/keys/break-glass.js';
import { pointer } from '../../../sites/model/pointer.js';
import type { Command } from '../../command.js';
import { estateHead } from '../../estate-head.js';
import type { HsmBreakGlassData } from '../../hsm-break-glass-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { selectedSites, sitesOption } from './sites-option.js';

export const command: Command = {
  computes: true,
  options: [sitesOption],
  formats: ['csv'],
  examples: ['ndc hsm break-glass --lang vi', 'ndc hsm break-glass --site ndc-01 --as-of 2027-03-01', 'ndc hsm break-glass --format csv'],
  run: async (context, _args, options): Promise<Outcome<'ndc/hsm-break-glass.v1', HsmBreakGlassData>> => {
    const estate = underScenario(await openEstate(context), context);
    const sites = selectedSites(estate, options);
    const rows = breakGlassRows(estate, sites);
    const wanted = wanting(rows).length;
    const places = rows.flatMap(({ id }) => (id === undefined ? [] : [`${pointer('breakGlass', id)}/`]));
    return {
      kind: 'ndc/hsm-break-glass.v1',
      exit: wanted > 0 ? 1 : 0,
      data: {
        estate: estateHead(estate),
        asOf: estate.scenario.asOf,
        sites,
        rows,
        wanting: wanted,
        assumptions: [...estate.origins].filter(([at, { source }]) => source === 'assumption' && places.some((place) => at.startsWith(place))).length,
      },
    };
  },
};
