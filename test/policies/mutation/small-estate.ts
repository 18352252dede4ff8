import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runRules } from '../../../policies/engine/run.js';
import type { Rule } from '../../../policies/engine/rule.js';
import type { ReadStack } from '../../../policies/planset/read-model.js';
import { readOffline } from '../../../policies/planset/read-planset.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { day } from '../../../sites/model/calendar.js';
import type { Estate } from '../../../sites/model/estate.js';
import { loadEstate } from '../../../sites/model/load.js';
import { applyScenario, parseScenario } from '../../../sites/model/scenario.js';
import type { Verdict } from '../../../sites/model/verdict.js';
import { synthesise, type SynthesisedStack } from '../../../stacks/synthesise.js';

const root = fileURLToPath(new URL('../../fixtures/estate-small/', import.meta.url));
const asOf = day('2026-11-01');

/** Values of one resource in synthesised JSON. */
export type Values = Record<string, unknown>;

/** `resource` of a stack's JSON: by type, then by name. */
export type Resources = Record<string, Record<string, Values>>;

/** What is done to a stack's resources; null takes the whole stack away. */
export type Edit = ((resources: Resources) => void) | null;

/** The small estate with every site operating, its stacks as they are synthesised, and what rules say of them. */
export class SmallEstate {
  readonly estate: Estate;
  readonly stacks: readonly SynthesisedStack[];
  private readonly read: ReadonlyMap<string, ReadStack>;
  private readonly remembered = new WeakMap<readonly Rule[], Verdict[]>();

  constructor() {
    const files = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ name: path.slice(root.length), bytes: readFileSync(path) }));
    const loaded = loadEstate(files, asOf);
    if ('diagnostics' in loaded) throw new Error(`the small estate does not load: ${JSON.stringify(loaded.diagnostics[0])}`);
    this.estate = applyScenario(loaded.estate, parseScenario(loaded.estate, { asOf, phase: 'all-operating' }));
    this.stacks = synthesise(this.estate, deriveIntent(this.estate));
    this.read = new Map(readOffline(this.stacks).stacks.map((stack) => [stack.name, stack]));
  }

  resources(name: string): Resources {
    return (JSON.parse(this.stack(name).json) as { resource?: Resources }).resource ?? {};
  }

  /** Verdicts with some stacks edited; the others are read once and for all. */
  verdicts(rules: readonly Rule[], edits: Readonly<Record<string, Edit>> = {}): Verdict[] {
    const untouched = Object.keys(edits).length === 0;
    const known = untouched ? this.remembered.get(rules) : undefined;
    if (known !== undefined) return known;
    for (const name of Object.keys(edits)) this.stack(name);
    const stacks = this.stacks.flatMap((stack) => {
      const edit = edits[stack.name];
      const read = edit === undefined ? this.read.get(stack.name) : edit === null ? undefined : this.edited(stack, edit);
      return read === undefined ? [] : [read];
    });
    // Whoever reads no plan cannot notice what is done to one.
    const readers = rules.filter(({ reads }) => reads.includes('planset'));
    const judged = runRules({ estate: this.estate, asOf, rules: readers, packs: ['design', 'operations'], planset: { mode: 'offline', stacks } });
    if (untouched) this.remembered.set(rules, judged);
    return judged;
  }

  private stack(name: string): SynthesisedStack {
    const found = this.stacks.find((stack) => stack.name === name);
    if (found === undefined) throw new Error(`the small estate has no stack ${name}`);
    return found;
  }

  private edited(stack: SynthesisedStack, edit: Exclude<Edit, null>): ReadStack | undefined {
    const json = JSON.parse(stack.json) as { resource?: Resources };
    const resources = json.resource ?? {};
    const before = JSON.stringify(resources);
    edit(resources);
    // A mutant that changes nothing would survive, or worse, be said to be killed.
    if (JSON.stringify(resources) === before) throw new Error(`an edit of ${stack.name} changes nothing`);
    return readOffline([{ ...stack, json: JSON.stringify({ ...json, resource: resources }) }]).stacks[0];
  }
}
