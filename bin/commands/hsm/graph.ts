import { keyGraph } from '../../../sites/keys/graph.js';
import type { Command } from '../../command.js';
import { estateHead } from '../../estate-head.js';
import type { HsmGraphData } from '../../hsm-keys-data.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import { selectedSites, sitesOption } from './sites-option.js';

export const command: Command = {
  computes: true,
  options: [sitesOption],
  formats: ['svg'],
  examples: ['ndc hsm graph --site ndc-01', 'ndc hsm graph --site ndc-01 --format svg --lang vi'],
  run: async (context, _args, options): Promise<Outcome<'ndc/hsm-graph.v1', HsmGraphData>> => {
    const estate = underScenario(await openEstate(context), context);
    const sites = selectedSites(estate, options);
    return {
      kind: 'ndc/hsm-graph.v1',
      exit: 0,
      data: { estate: estateHead(estate), asOf: estate.scenario.asOf, sites, graph: keyGraph(estate, sites) },
    };
  },
};
