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

describe('the narrowest terminal', () => {
  const columns = 60;
  const tooWide = (text: string): string[] => text.split('\n').filter((each) => stringWidth(each) > columns);

  const prose = ['check', 'explain CAP-004', 'capacity headroom', 'capacity forecast', 'capacity links', 'capacity power', 'hsm break-glass', 'hsm keys', 'hsm load', 'hsm graph'];
  it.each(prose.flatMap((command) => [[`${command} --lang vi`], [`${command} --lang en`]]))('holds every line of ndc %s', async (line) => {
    const { exit, out } = await ndc([...line.split(' '), ...(line.startsWith('explain') ? [] : ['--as-of', '2026-11-22'])], { env: { COLUMNS: String(columns) } });
    expect(exit).toBe(0);
    expect(tooWide(out)).toEqual([]);
  });

  it.each(['--help --lang vi', '--help --lang en', 'dr --help --lang vi', 'hsm --help --lang en'])('holds every line of ndc %s', async (line) => {
    const { exit, out } = await ndc(line.split(' '), { env: { COLUMNS: String(columns) } });
    expect(exit).toBe(0);
    expect(tooWide(out)).toEqual([]);
  });
});

it('a log holds a line for each rule, however wide', async () => {
  const { out } = await ndc(['policy', 'list', '--as-of', '2026-11-22']);
  expect(out).toMatch(/^MIG-004 .*Route and dates are agreed with the operator$/m);
});
