import { describe, expect, it } from 'vitest';
import { text } from '../../../bin/present/rekey.js';
import type { RekeyRow } from '../../../bin/runner/rekey.js';

const view = { lang: 'en', columns: 100, colour: false } as const;
const row = (name: string, status: RekeyRow['status'], more: Partial<RekeyRow> = {}): RekeyRow => ({ name, site: 'ndc-01', status, orphan: false, ...more });

describe('ndc rekey', () => {
  it('names what is not opened by the present key alone, and warns of destroying a former one', () => {
    const told = text({ exit: 3, rows: [row('a', 'present'), row('b', 'rewritten', { orphan: true }), row('c', 'empty'), row('d', 'clear'), row('e', 'foreign'), row('f', 'failed', { reason: { vi: 'vì', en: 'because' } })] }, view);
    expect(told).toContain('b  encrypted anew under the present key (the estate no longer has this stack)');
    expect(told).toContain('f  failed: because');
    expect(told).toContain('2 of 6 states are opened by the present key alone; 1 were encrypted anew; 1 do not exist yet');
    expect(told).toContain('Older copies of states');
    expect(told).toContain('Do not destroy a former key yet');
    expect(told).not.toMatch(/^[ac] /m);
  });

  it('warns of nothing where every state is as it should be', () => {
    expect(text({ exit: 0, rows: [row('a', 'present'), row('c', 'empty')] }, view)).toBe('1 of 2 states are opened by the present key alone; 0 were encrypted anew; 1 do not exist yet\n');
  });
});
