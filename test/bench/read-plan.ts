/* eslint-disable no-console -- a bench prints */
import { statSync } from 'node:fs';
import { fileStream } from '../../bin/edge/plan-stream.js';
import { readPlanStream } from '../../policies/planset/read-plan.js';

/** Reads one plan file and prints, as JSON, what it took: run in a process of its own, so that the peak is this plan's. */
const [file = ''] = process.argv.slice(2);
const began = performance.now();
const stack = await readPlanStream(undefined, file, fileStream(file, file, new AbortController().signal));
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    bytes: statSync(file).size,
    resources: stack.resources.length,
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    heldMiB: Math.round(process.memoryUsage().heapUsed / 2 ** 20),
    incomplete: stack.incomplete.map(({ en }) => en),
    digest: stack.document?.digest,
  }),
);
