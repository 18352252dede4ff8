/* eslint-disable no-console -- a bench prints */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileStream } from '../../bin/edge/plan-stream.js';
import { rules as catalogue } from '../../policies/engine/catalogue.js';
import { runRules } from '../../policies/engine/run.js';
import { gatherRules } from '../../policies/own-rules/gather.js';
import { readPlans } from '../../policies/planset/read-plans.js';
import { expectedStacks } from '../../stacks/expected.js';
import { deriveIntent } from '../../sites/intent/derive.js';
import { loadEstate } from '../../sites/model/load.js';
import { applyScenario, parseScenario } from '../../sites/model/scenario.js';
import { asOf } from './estate-of.js';

/**
 * Reads one plan and judges it, and prints as JSON what each part took: run in a process of its own, so that the peak is
 * this plan's. `audit-plan FILE RULES SITES [five]`: with `five` by the rules of the folder alone, as a peer would.
 */
const [file = '', folder = '', sites = '', only = ''] = process.argv.slice(2);
const loaded = loadEstate(
  readdirSync(sites, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(sites.length + 1), bytes: readFileSync(path) })),
  asOf,
);
if ('diagnostics' in loaded) throw new Error('the estate does not load');
const estate = applyScenario(loaded.estate, parseScenario(loaded.estate, { asOf }));
const gathered = gatherRules(readdirSync(folder).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, digest: 'sha256:0', bytes: readFileSync(join(folder, name)) })));
if ('diagnostics' in gathered) throw new Error('the rules do not load');
const own = gathered.rules.map(({ rule }) => rule);

const began = performance.now();
const planset = await readPlans([{ name: file, open: () => Promise.resolve(fileStream(file, file, new AbortController().signal)) }], {
  estate: estate.settings.id,
  // Five rules know no estate: then nothing is missing from it either.
  stacks: only === 'five' ? [] : expectedStacks(estate, deriveIntent(estate)),
});
const read = performance.now();
const verdicts = runRules({ estate, asOf, planset, packs: ['design', 'operations'], rules: only === 'five' ? own : [...catalogue, ...own] });
const judged = performance.now();
const found: Record<string, number> = {};
for (const { policy, status, subject } of verdicts)
  // Rows on what was not read are no objects.
  if (own.some(({ id }) => id === policy) && !subject.object.startsWith('stack/')) found[`${policy} ${status}`] = (found[`${policy} ${status}`] ?? 0) + 1;
console.log(
  JSON.stringify({
    resources: planset.stacks.reduce((sum, { resources }) => sum + resources.length, 0),
    verdicts: verdicts.length,
    readSeconds: (read - began) / 1000,
    judgeSeconds: (judged - read) / 1000,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    found,
  }),
);
