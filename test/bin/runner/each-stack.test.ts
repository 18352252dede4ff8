import { describe, expect, it } from 'vitest';
import { eachStack } from '../../../bin/runner/each-stack.js';
import type { ProgressEvent } from '../../../bin/runner/events.js';

const stacks = ['a', 'b', 'c'].map((name) => ({ name }));

describe('work on each stack', () => {
  it('says of each how it ended', async () => {
    const told: string[] = [];
    const onProgress = (event: ProgressEvent): void => void (event.is === 'stack' && told.push(`${event.stack} ${event.step}`));
    const answers = await eachStack({ jobs: 1, interrupt: new AbortController().signal, onProgress }, stacks, { step: 'reading', work: ({ name }) => Promise.resolve(name), ended: (name) => (name === 'a' ? 'done' : name === 'b' ? 'skipped' : 'failed') });
    expect(answers).toEqual(['a', 'b', 'c']);
    expect(told).toEqual(['a reading', 'a done', 'b reading', 'b skipped', 'c reading', 'c failed']);
  });

  it('calls nothing failed that was interrupted, and does not speak of what was not begun', async () => {
    const told: string[] = [];
    const interrupt = new AbortController();
    const onProgress = (event: ProgressEvent): void => void (event.is === 'stack' && told.push(`${event.stack} ${event.step}`));
    const work = ({ name }: { name: string }): Promise<string> => {
      interrupt.abort();
      return Promise.resolve(name);
    };
    await expect(eachStack({ jobs: 1, interrupt: interrupt.signal, onProgress }, stacks, { step: 'reading', work, ended: () => 'failed' })).rejects.toThrow('stopped as asked');
    expect(told).toEqual(['a reading', 'a stopped']);
  });
});
