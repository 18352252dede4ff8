import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Heartbeat } from '../../bin/heartbeat.js';

describe('a run that says nothing for a minute', () => {
  const told: string[] = [];
  let heartbeat: Heartbeat;
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
    told.length = 0;
    heartbeat = new Heartbeat(({ en }) => told.push(en), () => new Date());
  });
  afterEach(() => {
    heartbeat.stop();
    vi.useRealTimers();
  });
  const stack = (name: string, step: 'applying' | 'done') => ({ is: 'stack', stack: name, step, finished: 0, total: 2 }) as const;

  it('says each minute what is still at work, for how long and how far', () => {
    heartbeat.event(stack('ndc-01-platform', 'applying'));
    heartbeat.event({ is: 'resource', stack: 'ndc-01-platform', address: 'a', action: 'create', phase: 'done' });
    vi.advanceTimersByTime(59_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(61_000);
    expect(told).toEqual(['Still at work · 1 min 0 s: ndc-01-platform (1 min 0 s, 1 object done)', 'Still at work · 2 min 0 s: ndc-01-platform (2 min 0 s, 1 object done)']);
  });

  it('keeps still while other lines come, and names no stack that is done', () => {
    heartbeat.event(stack('a', 'applying'));
    vi.advanceTimersByTime(50_000);
    heartbeat.event(stack('a', 'done'));
    heartbeat.heard();
    vi.advanceTimersByTime(50_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(['Still at work · 1 min 50 s']);
  });

  it('names a few of many, and ends with the run', () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) heartbeat.event(stack(name, 'applying'));
    vi.advanceTimersByTime(60_000);
    expect(told[0]).toMatch(/: a \(.*\), b \(.*\), c \(.*\) … \(\+2\)$/);
    heartbeat.stop();
    vi.advanceTimersByTime(600_000);
    expect(told).toHaveLength(1);
  });
});
