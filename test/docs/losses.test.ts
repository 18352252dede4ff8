import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { globalOptions } from '../../bin/command-line.js';
import { registry } from '../../bin/registry.js';
import { root } from '../bin/cli/ndc.js';

const names = registry.map(({ name }) => name);

describe.each(['docs/approvals.md', 'docs/drills.md', 'docs/editor.md', 'docs/keys.md', 'docs/own-estate.md', 'docs/recovery.md', 'docs/vi/phe-duyet.md', 'docs/vi/dien-tap.md', 'docs/vi/phuc-hoi.md', 'docs/vi/khoa.md'])('%s', (file) => {
  const page = readFileSync(join(root, file), 'utf8');
  const commands = [...page.replace(/\\\n\s*/g, ' ').matchAll(/^(?:\$ )?(?:bin\/|npx )?ndc ([a-z]+)(?: +([a-z]+(?:-[a-z]+)*))?(.*)$/gm)].map(([, first = '', second = '', rest = '']) => ({ name: names.includes(first) ? first : `${first} ${second}`, rest }));

  it('shows commands, each of which there is, with options that it takes', async () => {
    expect(commands.length).toBeGreaterThan(0);
    const known = globalOptions.map(([flags]) => /--[a-z-]+/.exec(flags)?.[0] ?? '');
    for (const { name, rest } of commands) {
      const entry = registry.find((one) => one.name === name);
      expect(entry, name).toBeDefined();
      const { command } = (await entry?.load()) ?? { command: { options: [] } };
      const own = command.options.map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0] ?? '');
      const given = (rest.split(' #')[0] ?? '').match(/--[a-z][a-z-]+/g) ?? [];
      expect(given.filter((option) => ![...known, ...own, '--format'].includes(option)), `${name}${rest}`).toEqual([]);
    }
  });

  it.each([...page.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, target = '']) => target))('links to %s, which is there', (target) => {
    expect(existsSync(join(root, dirname(file), target))).toBe(true);
  });
});
