import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { globalOptions } from '../../bin/command-line.js';
import { registry } from '../../bin/registry.js';
import { root } from '../bin/cli/ndc.js';

const page = readFileSync(join(root, 'docs', 'vi', 'README.md'), 'utf8');
const names = registry.map(({ name }) => name);

describe('the Vietnamese first page', () => {
  const commands = [...new Set([...page.matchAll(/bin\/ndc ([a-z]+)(?: ([a-z]+))?/g)].map(([, first = '', second = '']) => (names.includes(`${first} ${second}`) || !names.includes(first) ? `${first} ${second}` : first)))];

  it('names commands', () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  it.each(commands)('bin/ndc %s exists', (command) => {
    expect(names).toContain(command);
  });

  it('names only options there are', () => {
    const known = [...globalOptions.map(([flags]) => /--[a-z-]+/.exec(flags)?.[0] ?? ''), '--help', '--version', '--accept-unreachable', '--unmanaged'];
    const named = [...new Set(page.match(/--[a-z][a-z-]+/g) ?? [])];
    expect(named.filter((option) => !known.includes(option))).toEqual([]);
    expect(named.length).toBeGreaterThan(8);
  });

  it('names every option of every command', () => {
    for (const option of ['--sites', '--connection', '--as-of', '--scenario', '--lose', '--delay', '--with', '--lang', '--json']) expect(page).toContain(option);
  });

  it.each([...page.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = '']) => target))('links to %s, which is there', (target) => {
    expect(existsSync(join(root, 'docs', 'vi', target.split('#')[0] ?? ''))).toBe(true);
  });

  it('gives the exit codes', () => {
    expect(page).toContain('Mã thoát: 0 tốt, 1 kiểm tra không đạt, 2 dữ liệu nhập sai, 3 môi trường lỗi');
  });
});
