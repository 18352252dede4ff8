import { afterAll, expect, it } from 'vitest';
import { measureLosses } from '../../../bin/drill/database/measure-loss.js';
import { onStand } from '../../../bin/drill/database/stand.js';
import { Steps } from '../../../bin/drill/steps.js';
import { repository } from '../journey/repository.js';
import { expectNothingLeft } from './traces.js';

afterAll(expectNothingLeft);

it('what is lost over a cut link lies where the simulation says, under five settings of writing and bandwidth', async () => {
  const signal = new AbortController().signal;
  const link = (a: string, b: string, rttMs: number) => ({ between: [a, b] as const, bitsPerSecond: 60_000_000, rttMs });
  const plan = { primary: 'ndc-01', standby: 'ndc-02', third: 'ndc-03', links: [link('ndc-01', 'ndc-02', 20), link('ndc-01', 'ndc-03', 15), link('ndc-02', 'ndc-03', 8)], commit: 'asynchronous', commitsPerSecond: 100, rowBytes: 1_000, keepMegabytes: 64 } as const;
  const losses = await onStand(plan, { packageRoot: repository, onProgress: () => undefined, signal }, (stand) => measureLosses(stand, new Steps(() => undefined, signal)));
  const said = losses.map(({ medianMs, simulated: { p5, p95 }, holds }) => ({ medianMs: Math.round(medianMs), p5: Math.round(p5), p95: Math.round(p95), holds }));
  expect(said.filter(({ holds }) => !holds)).toEqual([]);
  expect(losses).toHaveLength(5);
  // A link that is too slow loses more the longer clients write: the settings tell the two apart.
  expect(Math.max(...losses.map(({ medianMs }) => medianMs))).toBeGreaterThan(500);
});
