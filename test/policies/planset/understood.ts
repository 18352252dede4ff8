import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isUnknown, type Known, type ReadResource, type ReadStack } from '../../../policies/planset/read-model.js';
import { readPlan } from '../../../policies/planset/read-plan.js';

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** A real plan below test/fixtures, `plans/terraform-1.11.4/create`. */
export const realPlan = (name: string): ReadStack => readPlan(undefined, `${name}.json`, readFileSync(`${fixtures}${name}.json`));

/** Names of the real plans in a folder below test/fixtures, engine by engine. */
export const realPlans = (folder: string): readonly string[] =>
  ['terraform-1.11.4', 'opentofu-1.12.6'].flatMap((engine) =>
    readdirSync(`${fixtures}${folder}/${engine}`)
      .sort()
      .map((file) => `${folder}/${engine}/${file.replace(/\.json$/, '')}`),
  );

/** Why values of the objects after apply are unknown, counted. */
function unknownsIn(resources: readonly ReadResource[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const visit = (value: Known | undefined): void => {
    if (isUnknown(value)) {
      const why = value.because.startsWith('references') ? 'references' : value.because;
      counts[why] = (counts[why] ?? 0) + 1;
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  for (const { after } of resources) if (after !== undefined) [after.labels, after.annotations, after.body].forEach(visit);
  return counts;
}

const counted = <T>(items: readonly T[], key: (item: T) => string): string =>
  [...new Set(items.map(key))]
    .sort()
    .map((name) => `${items.filter((item) => key(item) === name).length} ${name}`)
    .join(', ') || '-';

/** What was understood of a plan, a line for each matter: what the golden table holds. */
export function understood(name: string): string {
  const stack = realPlan(name);
  const managed = stack.resources.filter(({ chart }) => chart === undefined);
  const unknowns = unknownsIn(managed);
  const lines: readonly (readonly [string, string])[] = [
    ['actions', counted(managed, ({ action, replacement, deposed }) => `${action}${replacement === undefined ? '' : ` (${replacement})`}${deposed === undefined ? '' : ' (deposed)'}`)],
    ['why', counted(managed.filter(({ actionReason }) => actionReason !== undefined), ({ actionReason = '' }) => actionReason)],
    ['moved', managed.flatMap(({ previousAddress, address }) => (previousAddress === undefined ? [] : [`${previousAddress} -> ${address}`])).join(', ') || '-'],
    ['unknown after apply', Object.entries(unknowns).sort().map(([why, count]) => `${count} ${why}`).join(', ') || '-'],
    ['drift', [...(stack.drift ?? []).map(({ address, is, paths }) => `${address} ${is}${paths.length === 0 ? '' : ` ${paths.join(' ')}`}`), ...(stack.driftNormalised === 0 ? [] : [`${stack.driftNormalised} normalised`])].join(', ') || '-'],
    ['not enforced', managed.flatMap(({ address, notEnforced = [] }) => notEnforced.map(({ path }) => `${address} ${path}`)).join(', ') || '-'],
    ['charts', [counted(stack.resources.filter(({ chart }) => chart !== undefined), ({ chart = '', before }) => `of ${chart} ${before === undefined ? 'after' : 'before'}`), ...stack.opaqueCharts.map(({ address, column, because }) => `${address} ${column} opaque: ${because}`)].filter((part) => part !== '-').join('; ') || '-'],
    ['checks', counted(stack.checks ?? [], ({ address, status }) => `${address} ${status}`)],
    ['whole', stack.incomplete.map(({ en }) => en).join('; ') || (stack.destroys ? 'yes, it destroys everything' : 'yes')],
    ['flags', JSON.stringify(stack.plan?.flags)],
    ['not understood', stack.notUnderstood?.join(', ') || '-'],
  ];
  return `${name}\n${lines.filter(([, value]) => value !== '-').map(([what, value]) => `  ${what.padEnd(20)}${value}`).join('\n')}\n`;
}
