import { z } from 'zod';
import { promiseLevels, type PromiseLevel } from '../../sites/capacity/promises-kept.js';
import { phases } from '../../sites/model/kinds/site.js';
import { protections } from '../../sites/model/kinds/protection.js';
import type { HeadroomData } from '../headroom-data.js';
import { outcomeOf } from './outcome-schema.js';
import { declaredSite, names, whole, text } from './parts.js';

const tier = z.enum(protections);
export const promiseLevel = z.enum(promiseLevels as readonly [PromiseLevel, ...PromiseLevel[]]);

export const resourceLeft = z.strictObject({ site: z.string(), compartment: z.string(), resource: z.string(), promised: whole, there: whole, whole, left: whole });

const levelHeadroom = z.strictObject({ domains: names, scarcest: resourceLeft.exactOptional(), homeless: z.number() });

/** Bits a second and milliseconds. */
export const linkHeadroom = z.strictObject({
  domain: z.string(),
  from: z.string(),
  to: z.string(),
  share: whole,
  peak: whole,
  holds: z.enum(['yes', 'likely', 'no']),
  link: z.string().exactOptional(),
  whole,
  tightest: z.strictObject({ tier, kind: z.enum(['standby', 'log-copy', 'backup-copy']), lagMs: whole, budgetMs: whole }).exactOptional(),
});

const waits = z.strictObject({ site: z.string(), due: z.string() });

export const headroomShape = {
  estate: z.strictObject({ id: z.string(), name: text, digest: z.string() }),
  asOf: z.string(),
  whatIf: names,
  declared: z.array(declaredSite).exactOptional().meta({ description: 'losses that two people declared' }),
  tier,
  quarters: names,
  sites: z.array(
    z.strictObject({
      site: z.string(),
      name: text,
      phase: z.enum(phases),
      commissioning: z.string(),
      rows: z.array(
        z.strictObject({
          quarter: z.string(),
          resources: z.array(resourceLeft),
          unplaced: z.array(z.strictObject({ pool: z.string(), nodes: z.number() })).meta({ description: 'nodes in service that find no rack' }),
          levels: z.strictObject({
            nothing: levelHeadroom,
            node: levelHeadroom,
            rack: levelHeadroom,
            feed: levelHeadroom,
            hall: levelHeadroom,
            site: levelHeadroom,
            'site-and-node': levelHeadroom,
            natural: levelHeadroom,
            disaster: levelHeadroom,
            war: levelHeadroom,
          }),
          link: linkHeadroom.exactOptional(),
        }),
      ),
    }),
  ),
  promises: z.array(
    z.strictObject({
      promise: z.string(),
      site: z.string(),
      level: promiseLevel,
      tier,
      from: z.string(),
      broken: z.strictObject({ quarter: z.string(), until: z.string(), domains: names, scarcest: resourceLeft.exactOptional(), homeless: names, network: linkHeadroom.exactOptional() }).exactOptional(),
      holdsFrom: z.string().exactOptional(),
    }),
  ),
  notAchievable: z.array(
    z.strictObject({
      promise: z.string(),
      site: z.string(),
      level: promiseLevel,
      tier,
      homeless: names,
      waitsFor: z.array(waits),
      from: z.string().exactOptional(),
      slips: z.array(z.strictObject({ site: z.string(), quarters: z.number(), from: z.string().exactOptional() })),
    }),
  ),
  losses: z.array(
    z.strictObject({
      quarter: z.string(),
      domains: names,
      moved: z.array(z.strictObject({ namespace: z.string(), tier, to: z.string() })),
      homeless: z.array(z.strictObject({ namespace: z.string(), tier, because: z.string() })),
      shed: z.array(z.strictObject({ namespace: z.string(), tier, site: z.string(), resource: z.string().exactOptional() })),
      overfull: z.array(z.strictObject({ site: z.string(), resource: z.string(), short: whole })),
    }),
  ),
  assumptions: z.number(),
  plot: z.boolean(),
};

export const outcome = outcomeOf<HeadroomData>()('ndc/capacity-headroom.v1', headroomShape);
