import type { StackKind } from './format.js';
import { at, textAt, type Json } from './json.js';
import { unnamed, type ReadStack } from './read-model.js';

/** What is known of a stack before its plan is read, or what the plan itself says. */
export type StackIdentity = Pick<ReadStack, 'name' | 'kind' | 'site' | 'organisation'>;

const plainId = /^[a-z0-9][a-z0-9-]{0,100}$/;

/** A root output that names the stack: planned, or of a plan that destroys or only refreshes, as recorded. */
export function namingOutput(plan: Json, name: 'ndc_site' | 'ndc_stack' | 'ndc_estate'): string | undefined {
  const planned = at(at(at(plan, 'planned_values'), 'outputs'), name);
  const recorded = at(at(at(at(plan, 'prior_state'), 'values'), 'outputs'), name);
  for (const value of [textAt(planned, 'value'), textAt(recorded, 'value'), textAt(at(at(plan, 'output_changes'), name), 'before')])
    if (value !== undefined && plainId.test(value)) return value;
  return undefined;
}

/** The stack a plan says it is of; `foreign` and of no known site where it says nothing that names one. */
export function identityIn(document: string, plan: Json): StackIdentity {
  const [site, name] = [namingOutput(plan, 'ndc_site'), namingOutput(plan, 'ndc_stack')];
  if (site === undefined || name === undefined || !name.startsWith(`${site}-`)) return { name: name ?? document, kind: 'foreign', site: site ?? unnamed };
  const rest = name.slice(site.length + 1);
  const organisation = /^tenant-(.+)$/.exec(rest)?.[1];
  if (organisation !== undefined) return { name, kind: 'tenant', site, organisation };
  const kind: StackKind | 'foreign' = rest === 'platform' || rest === 'protection' ? rest : 'foreign';
  return { name, kind, site };
}
