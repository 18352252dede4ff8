import type { Trial } from './trial.js';
import { additions } from './additions.js';
import { dropped, encryption, openings, podSecurity, quotas, releases, type StackMutant } from './edits.js';
import type { Edit, SmallEstate } from './small-estate.js';

/** Mutants found by walking the stacks that the toolkit itself synthesises for the small estate. */
export function synthesisedTrials(small: SmallEstate): readonly Trial[] {
  const trial = (name: string, { mutator, by }: Pick<StackMutant, 'mutator' | 'by'>, edits: Readonly<Record<string, Edit>>): Trial => ({
    name,
    mutator,
    ...(by === undefined ? {} : { by }),
    verdicts: (rules) => small.verdicts(rules, edits),
    good: (rules) => small.verdicts(rules),
  });
  const of = (stack: string, mutants: readonly StackMutant[]): Trial[] => mutants.map((mutant) => trial(`${stack}: ${mutant.name}`, mutant, { [stack]: mutant.edit }));
  // One tenant's stacks at its primary and at its standby, and one platform: the others are made by the same code.
  const tenants = ['ndc-01-tenant-bo-a', 'ndc-02-tenant-bo-a'];
  const platform = 'ndc-01-platform';
  const own = tenants.flatMap((stack, index) => {
    const resources = small.resources(stack);
    const [first = ''] = Object.keys(resources['kubernetes_namespace_v1'] ?? {});
    const site = small.estate.sites[stack.slice(0, 6)];
    const walked = [...dropped(resources, 'tenant'), ...podSecurity(resources), ...openings(resources)];
    return [...of(stack, index === 0 ? [...walked, ...quotas(resources)] : walked), ...of(stack, additions(first, 'bo-a', site?.services.registry.endpoint ?? ''))];
  });
  const shared = small.resources(platform);
  const stacks = small.stacks.filter(({ site }) => site === 'ndc-01');
  const gone: Trial[] = [
    ...stacks.map(({ name, kind }) => trial(`${name} leaves the set`, { mutator: 'drop-stack', ...(kind === 'protection' ? {} : { by: kind === 'tenant' ? 'TEN-001' : 'RED-006' }) }, { [name]: null })),
    trial('all stacks of ndc-01 leave the set', { mutator: 'drop-site', by: 'RED-006' }, Object.fromEntries(stacks.map(({ name }) => [name, null]))),
  ];
  return [...own, ...of(platform, [...dropped(shared, 'platform'), ...releases(shared), ...encryption(shared)]), ...gone];
}
