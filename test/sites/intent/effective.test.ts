import { describe, expect, it } from 'vitest';
import { environmentsOf } from '../../../policies/derived/placement.js';
import { afterLoss } from '../../../sites/intent/after-loss.js';
import { deriveIntent, recordedIntent } from '../../../sites/intent/derive.js';
import { effectiveIntent, holderOf } from '../../../sites/intent/effective.js';
import type { EnvironmentIntent, Intent, RoleIntent } from '../../../sites/intent/environment.js';
import { returnRefusal } from '../../../sites/intent/way-back.js';
import { returnSteps, type Return, type ReturnStep } from '../../../sites/model/kinds/disaster.js';
import { stageOf, withLosses, type Loss } from '../../../sites/model/losses.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';

const recordedEstate = shippedEstate();
const target = applyScenario(recordedEstate, { ...recordedEstate.scenario, phase: 'all-operating' });
const sites = ['ndc-01', 'ndc-02', 'ndc-03'] as const;
type Site = (typeof sites)[number];

const role = (site: string): RoleIntent => ({ site, operating: true, reason: 'requested' });
const [template] = recordedIntent(target).environments;
if (template === undefined) throw new Error('the shipped estate has environments');
const { standby: _standby, standbyQuota: _quota, backup: _backup, ...plain } = template;

/** Every placement over three sites: each primary, with each standby and each backup or none. */
const placements: readonly EnvironmentIntent[] = sites.flatMap((primary) =>
  [undefined, ...sites].filter((site) => site !== primary).flatMap((standby) =>
    [undefined, ...sites].filter((site) => site !== primary).map((backup): EnvironmentIntent => ({
      ...plain,
      namespace: `e-${primary}-${standby ?? 'none'}-${backup ?? 'none'}`,
      primary: role(primary),
      ...(standby === undefined ? {} : { standby: role(standby), standbyQuota: template.quota }),
      ...(backup === undefined ? {} : { backup: role(backup) }),
    })),
  ),
);
const recorded: Intent = { environments: placements, pairs: [] };

/** What the world is: who was declared lost and how far each is on its way back, whose power is on, who is cut off. */
interface World {
  readonly losses: readonly { readonly site: Site; readonly step?: ReturnStep | 'opened' }[];
  readonly on: readonly Site[];
  readonly cut: readonly Site[];
  /** Stacks a site was last given: the effective placement at that moment, by namespace. */
  readonly applied: Readonly<Record<Site, Readonly<Record<string, boolean>>>>;
}

const lossesOf = ({ losses }: World): readonly Loss[] =>
  losses.map(({ site, step }, index) => ({ site, declaration: `d-${site}`, at: `2026-01-01T00:00:0${index}Z`, ...(step === undefined ? {} : { back: { transition: `r-${site}`, ...(step === 'opened' ? {} : { step }), tokens: [] } }) }));
const estateIn = (world: World) => ({ sites: target.sites, losses: lossesOf(world) });

/** Whether a site writes an environment by the plans there would be now. */
function writesAt(intent: Intent, site: Site): Readonly<Record<string, boolean>> {
  return Object.fromEntries(intent.environments.flatMap(({ namespace, primary, quiet = [], handsOverTo }) => (primary.site === site && !quiet.includes(site) && handsOverTo === undefined ? [[namespace, true]] : [])));
}

/** A site is given the plans of the moment: only where it is reached, its power is on, and it has stacks at all. */
function apply(world: World, site: Site): World {
  const estate = estateIn(world);
  if (!world.on.includes(site) || world.cut.includes(site) || stageOf(estate, site) === 'lost') return world;
  return { ...world, applied: { ...world.applied, [site]: writesAt(effectiveIntent(estate, recorded), site) } };
}
const signedSteps = (step: ReturnStep | 'opened' | undefined): Partial<Return> =>
  Object.fromEntries((step === undefined || step === 'opened' ? [] : returnSteps.slice(0, returnSteps.indexOf(step) + 1)).map((name) => [name, { at: '2026-01-02T00:00:00Z', equal: true }]));

/**
 * Whatever may happen next. A declaration of a dead site is fenced: its power is off or it is cut off from every client, which
 * `dr declare` wants proven or signed for; a site whose fence holds comes back only by its return, and the plans of a step
 * are applied before the next one is taken, as the command asks.
 */
function next(world: World, fenced: boolean): readonly World[] {
  const found: World[] = [];
  const loss = (site: Site) => world.losses.find((one) => one.site === site);
  for (const site of sites) {
    const own = loss(site);
    if (own === undefined) {
      // Fence first, promote second: what it was given before is void, for nobody gets in and nothing runs.
      if (world.losses.length < 2) found.push({ ...world, losses: [...world.losses, { site }], ...(fenced ? { on: world.on.filter((one) => one !== site), applied: { ...world.applied, [site]: {} } } : {}) });
      found.push(world.cut.includes(site) ? { ...world, cut: world.cut.filter((one) => one !== site) } : { ...world, cut: [...world.cut, site] });
    } else {
      if (!world.on.includes(site)) found.push({ ...world, on: [...world.on, site] });
      else if (own.step === undefined) found.push(applyAll({ ...world, losses: world.losses.map((one) => (one.site === site ? { site, step: 'opened' as const } : one)) }));
      else if (own.step === 'promote') found.push(applyAll({ ...world, losses: world.losses.filter((one) => one.site !== site) }));
      else {
        const index = own.step === 'opened' ? 0 : returnSteps.indexOf(own.step) + 1;
        const step = returnSteps[index];
        // A step is taken once the plans of the one before are applied everywhere they concern.
        const settled = JSON.stringify(applyAll(world).applied) === JSON.stringify(world.applied) && !world.cut.some((cut) => cut !== site || world.cut.includes(site));
        if (step !== undefined && settled && returnRefusal(estateIn(world), recorded, { site, back: signedSteps(own.step), step, signed: true }) === undefined) found.push({ ...world, losses: world.losses.map((one) => (one.site === site ? { site, step } : one)) });
      }
    }
    // Plans reach one site at a time, in any order.
    found.push(apply(world, site));
  }
  return found;
}
const applyAll = (world: World): World => sites.reduce(apply, world);

const start: World = applyAll({ losses: [], on: [...sites], cut: [], applied: { 'ndc-01': {}, 'ndc-02': {}, 'ndc-03': {} } });
const keyOf = ({ losses, on, cut, applied }: World): string => JSON.stringify([losses.map(({ site, step }) => [site, step]), [...on].sort(), [...cut].sort(), sites.map((site) => Object.keys(applied[site]).sort())]);

/** Every state that can be reached, breadth first; no further than one that is looked for. */
function explore(fenced = true, found: (world: World) => boolean = () => false): readonly World[] {
  const seen = new Map<string, World>([[keyOf(start), start]]);
  const queue = [start];
  for (let at = queue.shift(); at !== undefined; at = queue.shift())
    for (const one of next(at, fenced)) {
      const key = keyOf(one);
      if (seen.has(key)) continue;
      seen.set(key, one);
      if (found(one)) return [one];
      queue.push(one);
    }
  return [...seen.values()];
}

describe('every interleaving of declaring, booting, cut and healed links, and returning, over three sites', () => {
  const worlds = explore();

  it('is explored whole', () => {
    expect(worlds.length).toBeGreaterThan(1000);
    expect(worlds.some(({ losses }) => losses.length === 2 && losses.every(({ step }) => step !== undefined))).toBe(true);
    expect(worlds.some(({ losses }) => losses.some(({ step }) => step === 'promote'))).toBe(true);
  });

  const writers = (world: World, namespace: string): number => sites.filter((site) => world.on.includes(site) && world.applied[site][namespace] === true).length;

  it('never has two primaries of one environment', () => {
    expect(worlds.flatMap((world) => placements.filter(({ namespace }) => writers(world, namespace) > 1).map(({ namespace }) => `${namespace}: ${keyOf(world)}`))).toEqual([]);
  });

  it('would have two without fences: the exploration can tell', () => {
    expect(explore(false, (world) => placements.some(({ namespace }) => writers(world, namespace) > 1))).toHaveLength(1);
  });

  it('has nothing on a lost site, and nothing served by a quarantined one', () => {
    const wrong = byLosses().flatMap(({ estate, environments }) =>
      environments.filter(({ primary, standby, backup, quiet = [] }) => {
        const onLost = [primary, standby, backup].some((one) => one !== undefined && stageOf(estate, one.site) === 'lost');
        const serves = ['quarantined', 'yielding'].includes(stageOf(estate, primary.site)) && !quiet.includes(primary.site);
        return onLost || serves || primary.site === standby?.site;
      }).map(({ namespace }) => `${namespace}: ${JSON.stringify(estate.losses)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('promotes nothing that is stale: whoever writes has the newest data', () => {
    const wrong = byLosses().flatMap(({ estate, environments }) =>
      environments.filter(({ namespace, primary, quiet = [] }) => {
        const own = placements.find((one) => one.namespace === namespace);
        return own !== undefined && !quiet.includes(primary.site) && holderOf(estate, own) !== primary.site;
      }).map(({ namespace }) => `${namespace}: ${JSON.stringify(estate.losses)}`),
    );
    expect(wrong).toEqual([]);
  });

  /** Placements depend on what is declared alone: once for each such state. */
  function byLosses() {
    const once = new Map(worlds.map((world) => [JSON.stringify(world.losses), world]));
    return [...once.values()].map((world) => {
      const estate = estateIn(world);
      return { estate, environments: effectiveIntent(estate, recorded).environments };
    });
  }
});

describe('the effective placement of the shipped estate', () => {
  const intent = recordedIntent(target);
  const lost = (site: string, step?: ReturnStep) => withLosses(target, [{ site, declaration: 'mat', at: '2026-11-29T20:15:00Z', ...(step === undefined ? {} : { back: { transition: 've', step, tokens: [] } }) }]);

  it('is the recorded one while nothing is declared, the very same value', () => {
    expect(effectiveIntent(target, intent)).toBe(intent);
    expect(deriveIntent(target)).toEqual(intent);
  });

  it.each(sites)('with %s lost: who runs where is what the analysis of a loss foretells, at full size', (site) => {
    const [now, foretold] = [deriveIntent(lost(site)), afterLoss(intent, site).intent];
    const of = ({ environments }: Intent) => environments.map(({ namespace, primary, standby, quota }) => [namespace, primary.site, standby?.site, quota]);
    expect(of(now)).toEqual(of(foretold));
  });

  it.each(sites)('with %s lost: backups go to another survivor, never to where the system runs', (site) => {
    for (const { primary, backup, recorded: was } of deriveIntent(lost(site)).environments) {
      expect([site, primary.site]).not.toContain(backup?.site);
      if (was?.backup !== undefined) expect(backup).toBeDefined();
    }
  });

  it.each(sites.flatMap((site) => [undefined, ...returnSteps].map((step) => [site, step] as const)))('with %s lost and %s taken: the rules derive the same', (site, step) => {
    const estate = lost(site, step);
    const of = ({ namespace, primary, standby, backup, quiet = [] }: { namespace: string; primary: string; standby?: string | undefined; backup?: string | undefined; quiet?: readonly string[] }) => ({ namespace, primary, standby, backup, quiet });
    const ours = deriveIntent(estate).environments.map(({ namespace, primary, standby, backup, quiet = [] }) => of({ namespace, primary: primary.site, standby: standby?.site, backup: backup?.site, quiet }));
    expect(environmentsOf(estate).map(of)).toEqual(ours);
  });
});
