import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ndc, root, shipped } from '../bin/cli/ndc.js';

/** The first page that a README shows, line by line. */
const shown = (file: string): string[] => {
  const text = readFileSync(join(root, file), 'utf8');
  const block = /```\n((?:Viet Nam|Hệ thống)[\s\S]*?)```/.exec(text)?.[1];
  if (block === undefined) throw new Error(`${file} shows no page`);
  return block.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '…');
};

describe('the page that a README shows is the one that ndc check prints', () => {
  it.each([
    ['README.md', 'en'],
    ['docs/vi/README.md', 'vi'],
  ])('%s', async (file, lang) => {
    const { out } = await ndc(['check', '--sites', shipped, '--as-of', '2026-11-23', '--lang', lang]);
    const printed = new Set(out.split('\n'));

    expect(shown(file).filter((line) => !printed.has(line))).toEqual([]);
    expect(shown(file).length).toBeGreaterThan(10);
  }, 120_000);
});
