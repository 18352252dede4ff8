import { describe, expect, it } from 'vitest';
import type { UpData } from '../../../bin/commands/up.js';
import { brokenOff } from '../../../bin/drill/planes/project.js';

type Row = UpData['waves'][number]['plan']['rows'][number];
const row = (name: string, status: Row['status']): Row => ({ name, kind: 'platform', site: 'ndc-01', status, noOp: false });
const data = (rows: readonly Row[], more: Partial<UpData> = {}): UpData => ({ waves: [{ number: 1, plan: { rows } as unknown as UpData['waves'][number]['plan'] }], ended: 'stopped', message: { vi: 'không lập được kế hoạch của a.', en: 'a could not be planned.' }, findings: [], exit: 3, ...more });

describe('why a drill was broken off', () => {
  it('is what could not be planned, in the engine’s words', () => {
    const failed = row('a', { is: 'failed', reason: 'Failed to query available provider packages.' });
    expect(brokenOff(data([failed, row('b', { is: 'planned' })]), 'en')).toBe('a could not be planned; a: Failed to query available provider packages');
    expect(brokenOff(data([failed]), 'vi')).toBe('không lập được kế hoạch của a; a: Failed to query available provider packages');
  });

  it('is one sentence without an end where there is nothing to add', () => {
    expect(brokenOff(data([]), 'en')).toBe('a could not be planned');
  });
});
