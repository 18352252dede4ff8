import type { Site } from '../../../sites/model/kinds/site.js';
import type { Text } from '../../../sites/model/text.js';
import type { Command } from '../../command.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';

export interface SitesData {
  readonly sites: readonly {
    readonly id: string;
    readonly name: Text;
    readonly region: Text;
    readonly phase: Site['phase'];
    readonly commissioning: string;
    readonly cluster: string;
    readonly clusterId: number;
  }[];
}

export const command: Command = {
  computes: true,
  options: [],
  examples: ['ndc site list', 'ndc site list --scenario all-operating --json'],
  run: async (context): Promise<Outcome<'ndc/sites.v1', SitesData>> => {
    const estate = underScenario(await openEstate(context), context);
    const sites = Object.values(estate.sites).map(({ id, name, region, phase, milestones, cluster }) => ({
      id,
      name,
      region: estate.settings.regions.find((candidate) => candidate.id === region)?.name ?? { vi: region, en: region },
      phase,
      commissioning: milestones.commissioning,
      cluster: cluster.name,
      clusterId: cluster.id,
    }));
    return { kind: 'ndc/sites.v1', exit: 0, data: { sites } };
  },
};
