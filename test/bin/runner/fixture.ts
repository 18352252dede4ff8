import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PlanJson, ResourceChange } from '../../../bin/runner/plan-json.js';

export const engineFolders = ['terraform', 'opentofu'] as const;

/** A real plan of `test/fixtures/runner`. */
export function planFixture(engine: (typeof engineFolders)[number], name: 'create' | 'no-op' | 'drift'): PlanJson {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../../fixtures/runner/${engine}/${name}.json`, import.meta.url)), 'utf8')) as PlanJson;
}

/** A made-up change of a managed resource. */
export function change(address: string, actions: readonly string[], values: Partial<ResourceChange['change']> = {}, more: Partial<ResourceChange> = {}): ResourceChange {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { actions, before: null, after: {}, after_unknown: {}, before_sensitive: false, after_sensitive: {}, ...values }, ...more };
}
