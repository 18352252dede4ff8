import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { synthesise, type SynthesisedStack } from '../../stacks/synthesise.js';
import { addressesOf, lostWithoutTransition } from './addresses.js';
import { smallEstate } from './estate-small.js';

const directory = new URL('../golden/', import.meta.url).pathname;
const writing = process.env['NDC_GOLDEN'] === 'write';

/** The recorded file; with `NDC_GOLDEN=write` the new one, recorded. */
function golden(path: string, current: string): string {
  const file = `${directory}${path}`;
  if (writing) {
    mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
    writeFileSync(file, current);
  }
  return readFileSync(file, 'utf8');
}

const { estate, intent } = smallEstate();
const stacks = synthesise(estate, intent).map((stack): [string, SynthesisedStack] => [stack.name, stack]);

describe('what is synthesised is reviewed as a diff', () => {
  it.each(stacks)('%s', (name, { json }) => {
    expect(json).toBe(golden(`${name}.json`, json));
  });
});

describe('an address stays unless a transition says where its object went', () => {
  it.each(stacks)('%s', (name, { json }) => {
    const path = `addresses/${name}.txt`;
    const addresses = addressesOf(json);
    const recorded = existsSync(`${directory}${path}`) ? readFileSync(`${directory}${path}`, 'utf8').split('\n').filter(Boolean) : [];
    // Also when recording: Terraform would destroy what stood there.
    expect(lostWithoutTransition(name, recorded, addresses, Object.values(estate.transitions))).toEqual([]);
    const current = `${addresses.join('\n')}\n`;
    expect(golden(path, current)).toBe(current);
  });
});

describe('lostWithoutTransition', () => {
  const transition = (state: 'open' | 'done' | 'abandoned' | 'draft') => ({ state, from: ['s/a.two'] });
  it.each([
    ['an address that is gone', [], ['a.two']],
    ['one an open transition moved', [transition('open')], []],
    ['one a finished transition moved', [transition('done')], []],
    ['one an abandoned transition did not move', [transition('abandoned')], ['a.two']],
    ['one a draft does not move yet', [transition('draft')], ['a.two']],
  ])('%s', (_, transitions, lost) => {
    expect(lostWithoutTransition('s', ['a.one', 'a.two'], ['a.one', 'a.three'], transitions)).toEqual(lost);
  });
});
