import type { PlannedStack } from '../../policies/planset/format.js';
import type { PlanJson, ResourceChange } from './plan-json.js';

export type ChangeCounts = NonNullable<PlannedStack['changes']>;
export type ChangeKind = keyof ChangeCounts;

/** What a change does, in one word; undefined where it does nothing to a managed object. */
export function kindOfChange({ mode, change }: ResourceChange): ChangeKind | undefined {
  if (mode !== 'managed') return undefined;
  const actions = [...change.actions].sort().join('+');
  // What is imported to be replaced at once is replaced.
  if (!actions.includes('delete') && !actions.includes('create') && change.importing !== undefined && change.importing !== null) return 'import';
  switch (actions) {
    case 'create':
    case 'update':
    case 'delete':
    case 'forget':
      return actions;
    case 'create+delete':
    case 'create+forget':
      return 'replace';
    default:
      return undefined;
  }
}

/** Changes of a plan by kind. An import that also updates something counts as an import. */
export function countChanges(plan: PlanJson): ChangeCounts {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0 };
  for (const resource of plan.resource_changes ?? []) {
    const kind = kindOfChange(resource);
    if (kind !== undefined) counts[kind] += 1;
  }
  return counts;
}

/** Whether applying a plan would do nothing at all: no object, no output, no moved address. */
export function isNoOp(plan: PlanJson): boolean {
  const quiet = (resource: ResourceChange): boolean =>
    resource.mode === 'managed' ? kindOfChange(resource) === undefined && (resource.previous_address === undefined || resource.previous_address === resource.address) : !resource.change.actions.includes('read');
  const outputs = Object.values(plan.output_changes ?? {});
  return (plan.resource_changes ?? []).every(quiet) && outputs.every(({ actions }) => actions.length === 1 && actions[0] === 'no-op');
}

export const totalOf = (counts: ChangeCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
