import { describe, expect, it } from 'vitest';
import { roll } from '../../../bin/runner/rolling.js';
import type { RunnerStack } from '../../../bin/runner/stack.js';

const stack = (name: string, kind: RunnerStack['kind'], after: readonly string[] = []): RunnerStack => ({ name, kind, site: name.slice(0, 2), json: '{}', digest: '', needs: [], after });

const groups = [
  [stack('s1-platform', 'platform')],
  [stack('s2-platform', 'platform')],
  [stack('s1-a', 'tenant', ['s1-platform']), stack('s1-b', 'tenant', ['s1-platform']), stack('s2-a', 'tenant', ['s2-platform'])],
  [stack('s1-protection', 'protection', ['s1-platform', 's1-a', 's1-b'])],
  [stack('s2-protection', 'protection', ['s2-platform', 's2-a'])],
];

async function rolled(failing: readonly string[], options: { jobs?: number; interruptAt?: string } = {}) {
  const order: string[] = [];
  const running = { now: 0, most: 0 };
  const interrupt = new AbortController();
  const results = await roll<RunnerStack, string>({
    groups,
    jobs: options.jobs ?? 4,
    interrupt: interrupt.signal,
    run: async ({ name }) => {
      order.push(name);
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      if (name === options.interruptAt) interrupt.abort();
      await Promise.resolve();
      running.now -= 1;
      return failing.includes(name) ? 'failed' : 'applied';
    },
    failed: (result) => result === 'failed',
    leave: (_, because) => `left: ${because ?? 'interrupted'}`,
  });
  return { order, results: Object.fromEntries(results), most: running.most };
}

describe('rolling order', () => {
  it('runs group after group', async () => {
    const { order, results } = await rolled([]);
    expect(order.slice(0, 2)).toEqual(['s1-platform', 's2-platform']);
    expect(order.slice(2, 5).sort()).toEqual(['s1-a', 's1-b', 's2-a']);
    expect(order.slice(5)).toEqual(['s1-protection', 's2-protection']);
    expect(new Set(Object.values(results))).toEqual(new Set(['applied']));
  });

  it('a failed platform stops everything after it', async () => {
    const { order, results } = await rolled(['s1-platform']);
    expect(order).toEqual(['s1-platform']);
    expect(results['s2-platform']).toBe('left: s1-platform');
    expect(results['s2-protection']).toBe('left: s1-platform');
  });

  it('a failed tenant leaves only what follows it', async () => {
    const { results } = await rolled(['s1-a']);
    expect(results).toMatchObject({ 's1-b': 'applied', 's2-a': 'applied', 's1-protection': 'left: s1-a', 's2-protection': 'applied' });
  });

  it('a failed protection keeps the next site as it is', async () => {
    expect((await rolled(['s1-protection'])).results['s2-protection']).toBe('left: s1-protection');
  });

  it('starts nothing after an interruption, and lets what runs finish', async () => {
    const { order, results } = await rolled([], { interruptAt: 's2-platform' });
    expect(order).toEqual(['s1-platform', 's2-platform']);
    expect(results).toMatchObject({ 's2-platform': 'applied', 's1-a': 'left: interrupted', 's2-protection': 'left: interrupted' });
  });

  it('never runs more at once than asked', async () => {
    expect((await rolled([], { jobs: 1 })).most).toBe(1);
    expect((await rolled([], { jobs: 3 })).most).toBe(3);
  });

  it('lets the others of a group finish before it passes an unexpected error on', async () => {
    const finished: string[] = [];
    const rolling = roll<RunnerStack, string>({
      groups: groups.slice(2),
      jobs: 4,
      interrupt: new AbortController().signal,
      run: async ({ name }) => {
        if (name === 's1-a') throw new Error('disk full');
        for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
        finished.push(name);
        return 'applied';
      },
      failed: () => false,
      leave: () => 'left',
    });
    await expect(rolling).rejects.toThrow('disk full');
    expect(finished.sort()).toEqual(['s1-b', 's2-a']);
  });
});
