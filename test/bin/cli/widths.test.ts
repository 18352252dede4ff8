import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { ndc } from './ndc.js';

const wide = (text: string): number => Math.max(...text.split('\n').map((line) => stringWidth(line)));

describe.each([60, 80, 120])('a terminal of %i columns', (columns) => {
  it.each([['policy list'], ['policy list --needs --lang vi'], ['site show ndc-01'], ['site list'], ['dr matrix --scenario all-operating'], ['capacity storage --lang vi']])('holds the tables of ndc %s', async (line) => {
    const { exit, out } = await ndc([...line.split(' '), '--as-of', '2026-11-22'], { env: { COLUMNS: String(columns) } });
    expect(exit).toBe(0);
    expect(wide(out)).toBeLessThanOrEqual(columns);
  });
});

it('a log holds a line for each rule, however wide', async () => {
  const { out } = await ndc(['policy', 'list', '--as-of', '2026-11-22']);
  expect(out).toMatch(/^MIG-004 .*Route and dates are agreed with the operator$/m);
});
