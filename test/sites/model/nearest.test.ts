import { describe, expect, it } from 'vitest';
import { nearest } from '../../../sites/model/nearest.js';

describe('the word that a mistyped one means', () => {
  it.each([
    ['fsh', ['bash', 'zsh', 'fish'], 'fish'],
    ['zhs', ['bash', 'zsh', 'fish'], 'zsh'],
    ['fihs', ['bash', 'zsh', 'fish'], 'fish'],
    ['--versoin', ['--help', '--version', '--verbose'], '--version'],
    ['audti', ['audio', 'audit'], 'audit'],
    ['chekc', ['cheek', 'check'], 'check'],
    ['NDC-01', ['ndc-02', 'ndc-01'], 'ndc-01'],
    ['ndc-04', ['ndc-01', 'ndc-02'], 'ndc-01'],
    ['bo-y-tee', ['bo-y-te', 'bo-y'], 'bo-y-te'],
  ])('%s of %j is %s', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });

  it.each([
    ['abc', ['xyz']],
    ['tenant', []],
    ['a'.repeat(300), ['a'.repeat(299)]],
  ])('of %s nothing is close', (word, known) => {
    expect(nearest(word, known)).toBeUndefined();
  });
});
