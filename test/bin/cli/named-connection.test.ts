import { describe, expect, it } from 'vitest';
import { ndc, said, small } from './ndc.js';
import { workplace } from './workplace.js';

/** Commands that need no connection, and answer for the scenario of the one that is named. */
const commands: readonly (readonly string[])[] = [
  ['dr', 'simulate', '--lose', 'ndc-01', '--runs', '20'],
  ['dr', 'matrix', '--situation', 'site-dead'],
  ['explain', 'dr/ho-so-prod/site-dead'],
  ['explain', 'ndc-02/site/silver'],
];
const at = (...more: readonly string[]): readonly string[] => ['--sites', small, '--as-of', '2026-11-01', '--lang', 'en', ...more];

describe('a connection that is named', () => {
  it.each(commands.map((line) => [line.join(' '), line] as const))('gives ndc %s its scenario', async (_name, line) => {
    const { work } = workplace({ connection: 'scenario: all-operating\n' });
    const [recorded, asked, connected] = [await ndc([...line, ...at()], { cwd: work }), await ndc([...line, ...at('--scenario', 'all-operating')], { cwd: work }), await ndc([...line, ...at('--connection', 'real')], { cwd: work })];
    expect(connected.out, connected.err).toBe(asked.out);
    expect(connected.exit).toBe(asked.exit);
    expect(`${connected.exit} ${connected.out}`).not.toBe(`${recorded.exit} ${recorded.out}`);
    // Lines break where they must.
    expect(connected.out.replaceAll(/\s+/g, ' ')).toContain('--scenario all-operating');
    expect(connected.reached).toEqual([]);
    // What is asked for by its own option goes before it.
    expect((await ndc([...line, ...at('--connection', 'real', '--scenario', 'as-recorded')], { cwd: work })).exit).toBe(recorded.exit);
  });

  it.each([...commands, ['check']].map((line) => [line.join(' '), line] as const))('is refused by ndc %s where there is none of that name', async (_name, line) => {
    const { work } = workplace();
    const ran = await ndc([...line, ...at('--connection', 'raol')], { cwd: work });
    expect([ran.exit, said(ran)]).toEqual([2, expect.stringMatching(/NDC-X111 there is no connection "raol"[\s\S]*real/)]);
  });
});
