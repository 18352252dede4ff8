import { describe, expect, it } from 'vitest';
import { environmentsOf } from '../../../policies/derived/placement.js';
import { afterLoss } from '../../../sites/intent/after-loss.js';
import { deriveIntent, recordedIntent } from '../../../sites/intent/derive.js';
import { effectiveIntent, holderOf } from '../../../sites/intent/effective.js';
import type { EnvironmentIntent, Intent, RoleIntent } from '../../../sites/intent/environment.js';
import { returnRefusal } from '../../../sites/intent/way-back.js';
import { returnSteps, type Return, type ReturnStep } from '../../../sites/model/kinds/disaster.js';
import type { Transition } from '../../../sites/model/kinds/ledger.js';
import { restoredBy, restoringDeclarations, stageOf, withLosses, type Loss, type RestoredAt } from '../../../sites/model/losses.js';
import { recoveredFrom } from '../../../sites/recovery/matrix.js';
import { restoresOf } from '../../../sites/recovery/restores.js';
import { applyScenario } from '../../../sites/model/scenario.js';
import { shippedEstate } from '../data/shipped.js';
import { recoveryFrom } from '../recovery/recovered.js';

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

/** Those without a standby whose backups lie elsewhere, of one primary: the three sites are alike. */
const restorable = placements.filter(({ primary, standby, backup }) => primary.site === 'ndc-01' && standby === undefined && backup !== undefined);

/** What the world is: who was declared lost and how far each is on its way back, whose power is on, who is cut off. */
interface World {
  readonly losses: readonly { readonly site: Site; readonly step?: ReturnStep | 'opened'; readonly restores: readonly RestoredAt[] }[];
  /** Declarations that are over and restored something: what they left behind stands. */
  readonly over: readonly { readonly site: Site; readonly restores: readonly RestoredAt[] }[];
  readonly on: readonly Site[];
  readonly cut: readonly Site[];
  /** Stacks a site was last given: the effective placement at that moment, by namespace. */
  readonly applied: Readonly<Record<Site, Readonly<Record<string, boolean>>>>;
}

/**
 * A world of three sites and these placements. `restoring`: declarations restore from backups what has no standby; what one of
 * them left behind is remembered, and then one more site is lost beside it. Links are left alone there: the number of states
 * is bounded by what they add nothing to.
 */
function worldOf(placements: readonly EnvironmentIntent[], restoring: boolean) {
  const recorded: Intent = { environments: placements, pairs: [] };
  const lossesOf = ({ losses }: World): readonly Loss[] =>
    losses.map(({ site, step, restores }, index) => ({ site, declaration: `d-${site}`, at: `2026-01-01T00:00:0${index}Z`, ...(restores.length === 0 ? {} : { restores }), ...(step === undefined ? {} : { back: { transition: `r-${site}`, ...(step === 'opened' ? {} : { step }), tokens: [] } }) }));
  const estateIn = (world: World) => ({
    sites: target.sites,
    losses: lossesOf(world),
    transitions: Object.fromEntries(world.over.map(({ site, restores }) => [`over-${site}`, { transition: 'declare', state: 'done', from: [`site/${site}`], declaration: { at: '2025-01-01T00:00:00Z', restores } } as unknown as Transition])),
  });

  /** What a declaration would restore: whoever runs there without a standby, where its backups lie. */
  function restoresIn(world: World, site: Site): readonly RestoredAt[] {
    if (!restoring) return [];
    const here = effectiveIntent(estateIn(world), recorded).environments.filter(({ primary, standby, backup, quiet = [] }) => primary.site === site && !quiet.includes(site) && standby === undefined && backup !== undefined && !world.losses.some((one) => one.site === backup.site));
    return sites.flatMap((to) => {
      const environments = here.filter(({ backup }) => backup?.site === to).map(({ namespace }) => namespace);
      return environments.length === 0 ? [] : [{ to, environments }];
    });
  }

  /** Whether a site writes an environment by the plans there would be now. They follow from what is declared alone: made once for each such state. */
  const known = new Map<string, Intent>();
  function writesAt(world: World, site: Site): Readonly<Record<string, boolean>> {
    const key = JSON.stringify([world.losses, world.over]);
    const intent = known.get(key) ?? effectiveIntent(estateIn(world), recorded);
    known.set(key, intent);
    return Object.fromEntries(intent.environments.flatMap(({ namespace, primary, quiet = [], handsOverTo }) => (primary.site === site && !quiet.includes(site) && handsOverTo === undefined ? [[namespace, true]] : [])));
  }

  /** A site is given the plans of the moment: only where it is reached, its power is on, and it has stacks at all. */
  function apply(world: World, site: Site): World {
    const estate = estateIn(world);
    if (!world.on.includes(site) || world.cut.includes(site) || stageOf(estate, site) === 'lost') return world;
    return { ...world, applied: { ...world.applied, [site]: writesAt(world, site) } };
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
        if (world.losses.length + world.over.length < 2) found.push({ ...world, losses: [...world.losses, { site, restores: restoresIn(world, site) }], ...(fenced ? { on: world.on.filter((one) => one !== site), applied: { ...world.applied, [site]: {} } } : {}) });
        if (!restoring) found.push(world.cut.includes(site) ? { ...world, cut: world.cut.filter((one) => one !== site) } : { ...world, cut: [...world.cut, site] });
      } else {
        if (!world.on.includes(site)) found.push({ ...world, on: [...world.on, site] });
        else if (own.step === undefined) found.push(applyAll({ ...world, losses: world.losses.map((one) => (one.site === site ? { ...one, step: 'opened' as const } : one)) }));
        else if (own.step === 'promote') found.push(applyAll({ ...world, losses: world.losses.filter((one) => one.site !== site), over: own.restores.length === 0 ? world.over : [{ site, restores: own.restores }] }));
        else {
          const index = own.step === 'opened' ? 0 : returnSteps.indexOf(own.step) + 1;
          const step = returnSteps[index];
          // A step is taken once the plans of the one before are applied everywhere they concern.
          const settled = JSON.stringify(applyAll(world).applied) === JSON.stringify(world.applied) && !world.cut.some((cut) => cut !== site || world.cut.includes(site));
          if (step !== undefined && settled && returnRefusal(estateIn(world), recorded, { site, back: signedSteps(own.step), step, signed: true }) === undefined) found.push({ ...world, losses: world.losses.map((one) => (one.site === site ? { ...one, step } : one)) });
        }
      }
      // Plans reach one site at a time, in any order.
      found.push(apply(world, site));
    }
    return found;
  }
  const applyAll = (world: World): World => sites.reduce(apply, world);

  const start: World = applyAll({ losses: [], over: [], on: [...sites], cut: [], applied: { 'ndc-01': {}, 'ndc-02': {}, 'ndc-03': {} } });
  const keyOf = ({ losses, over, on, cut, applied }: World): string => JSON.stringify([losses, [...over].sort((a, b) => (a.site < b.site ? -1 : 1)), [...on].sort(), [...cut].sort(), sites.map((site) => Object.keys(applied[site]).sort())]);

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

  return { explore, keyOf, estateIn, recorded };
}

describe.each([
  ['every placement', placements, false],
  ['without a standby, restored from backups', restorable, true],
] as const)('every interleaving of declaring, booting, cut and healed links, and returning, over three sites: %s', (_name, placements, restoring) => {
  const { explore, keyOf, estateIn, recorded } = worldOf(placements, restoring);
  const worlds = explore();

  it('is explored whole', () => {
    expect(worlds.length).toBeGreaterThan(1000);
    expect(worlds.some(({ losses }) => losses.length === 2 && losses.every(({ step }) => step !== undefined))).toBe(true);
    expect(worlds.some(({ losses }) => losses.some(({ step }) => step === 'promote'))).toBe(true);
    if (!restoring) return;
    // A restore of what had been restored before, and one beside what an earlier one left.
    expect(worlds.some(({ losses: [first, second] }) => first?.restores.some(({ to, environments }) => to === second?.site && second.restores.some((again) => again.environments.some((name) => environments.includes(name)))))).toBe(true);
    expect(worlds.some(({ losses, over }) => over.length > 0 && losses.some(({ restores }) => restores.length > 0))).toBe(true);
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
      environments.filter(({ primary, standby, backup, left = [], quiet = [] }) => {
        const onLost = [primary.site, standby?.site, backup?.site, ...left].some((one) => one !== undefined && stageOf(estate, one) === 'lost');
        const serves = ['quarantined', 'yielding'].includes(stageOf(estate, primary.site)) && !quiet.includes(primary.site);
        return onLost || serves || primary.site === standby?.site || left.some((one) => one === primary.site || one === standby?.site || !quiet.includes(one));
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

  it('keeps every copy it ever had at a site that has stacks: the exploration follows each site from state to state', () => {
    const wrong = byLosses().flatMap(({ estate, environments }) =>
      placements.flatMap((own) => {
        const now = environments.find(({ namespace }) => namespace === own.namespace);
        const held = [own.primary.site, own.standby?.site, ...restoringDeclarations(estate).map((declaration) => restoredBy(declaration, own.namespace))].filter((site) => site !== undefined && stageOf(estate, site) !== 'lost');
        const stands = [now?.primary.site, now?.standby?.site, ...(now?.left ?? [])];
        const restored = restoringDeclarations(estate).some((declaration) => restoredBy(declaration, own.namespace) !== undefined);
        return restored ? held.filter((site) => !stands.includes(site)).map((site) => `${own.namespace} at ${site}: ${JSON.stringify(estate.losses)}`) : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  /** Placements depend on what is declared alone: once for each such state. */
  function byLosses() {
    const once = new Map(worlds.map((world) => [JSON.stringify([world.losses, world.over]), world]));
    return [...once.values()].map((world) => {
      const estate = estateIn(world);
      return { estate, environments: effectiveIntent(estate, recorded).environments };
    });
  }
});

describe('the effective placement of the shipped estate', () => {
  const intent = recordedIntent(target);
  const restores = new Map(sites.map((site) => [site, restoresOf(recoveredFrom(recoveryFrom(target), site, new Set(), 'dead'))]));
  const lost = (site: Site, step?: ReturnStep) => withLosses(target, [{ site, declaration: 'mat', at: '2026-11-29T20:15:00Z', restores: restores.get(site) ?? [], ...(step === undefined ? {} : { back: { transition: 've', step, tokens: [] } }) }]);

  it('is the recorded one while nothing is declared, the very same value', () => {
    expect(effectiveIntent(target, intent)).toBe(intent);
    expect(deriveIntent(target)).toEqual(intent);
  });

  it.each(sites)('with %s lost: who runs where is what the analysis of a loss foretells, at full size', (site) => {
    const [now, foretold] = [deriveIntent(lost(site)), afterLoss(intent, site, restores.get(site)).intent];
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
    const of = ({ namespace, primary, standby, backup, quiet = [], left = [] }: { namespace: string; primary: string; standby?: string | undefined; backup?: string | undefined; quiet?: readonly string[]; left?: readonly string[] }) => ({ namespace, primary, standby, backup, quiet, left });
    const ours = deriveIntent(estate).environments.map(({ namespace, primary, standby, backup, quiet = [], left = [] }) => of({ namespace, primary: primary.site, standby: standby?.site, backup: backup?.site, quiet, left }));
    expect(environmentsOf(estate).map(of)).toEqual(ours);
  });
});
