import { deriveIntent } from '../../../sites/intent/derive.js';
import type { DeepReadonly } from '../../../sites/model/estate.js';
import type { Site } from '../../../sites/model/kinds/site.js';
import { nearest } from '../../../sites/model/nearest.js';
import { pointer } from '../../../sites/model/pointer.js';
import { assumedValues } from '../../assumptions.js';
import type { Command } from '../../command.js';
import { InputFailure } from '../../failure.js';
import { openEstate, underScenario } from '../../open-estate.js';
import type { Outcome } from '../../outcome.js';
import type { Text } from '../../../sites/model/text.js';

export interface SiteData {
  readonly site: DeepReadonly<Site>;
  /** How many environments have their primary, standby and backup here. */
  readonly holds: { readonly primary: number; readonly standby: number; readonly backup: number };
  readonly links: readonly { readonly to: string; readonly capacityGbps: number; readonly rttMs: number; readonly paths: number }[];
  /** Values labelled `assumption`: pointer below the site, and note. */
  readonly assumptions: readonly { readonly pointer: string; readonly note?: Text }[];
}

export const command: Command = {
  computes: true,
  options: [],
  arguments: [{ name: '<site>', about: { vi: 'mã trung tâm, ndc-01', en: 'a site’s id, ndc-01' } }],
  examples: ['ndc site show ndc-01', 'ndc site show ndc-02 --json'],
  run: async (context, [id = '']): Promise<Outcome<'ndc/site.v1', SiteData>> => {
    const estate = underScenario(await openEstate(context), context);
    const site = Object.hasOwn(estate.sites, id) ? estate.sites[id] : undefined;
    if (site === undefined) {
      const known = Object.keys(estate.sites);
      const close = nearest(id, known);
      throw new InputFailure('NDC-X005', {
        vi: `không có trung tâm "${id}"; hiện có: ${known.join(', ')}.${close === undefined ? '' : ` Có phải ý bạn là ${close}?`}`,
        en: `there is no site "${id}"; there are: ${known.join(', ')}.${close === undefined ? '' : ` Did you mean ${close}?`}`,
      });
    }
    const { environments } = deriveIntent(estate);
    const here = (role: 'primary' | 'standby' | 'backup'): number => environments.filter((environment) => environment[role]?.site === id).length;
    const root = pointer('sites', id);
    return {
      kind: 'ndc/site.v1',
      exit: 0,
      data: {
        site,
        holds: { primary: here('primary'), standby: here('standby'), backup: here('backup') },
        links: Object.values(estate.links)
          .filter(({ a, b }) => a === id || b === id)
          .map(({ a, b, capacityGbps, rttMs, paths }) => ({ to: a === id ? b : a, capacityGbps, rttMs, paths: paths.length })),
        assumptions: assumedValues(estate, root).map(({ pointer: at, note }) => ({ pointer: at.slice(root.length), ...(note === undefined ? {} : { note }) })),
      },
    };
  },
};
