import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bareStack, synthesiseBare } from '../bench/bare-cdktf.js';

const golden = new URL('../golden/', import.meta.url);

/** Otherwise the comparison of `npm run bench` breaks on the day a stack gets a new kind of resource. */
it.each(readdirSync(golden).filter((name) => name.endsWith('.json')))('bare cdktf makes every resource of %s', (name) => {
  // The hostile names of that estate, which bare cdktf takes for tokens of its own, are not its matter here.
  const json = readFileSync(new URL(name, golden), 'utf8').replaceAll('TfToken[', '[');
  expect(synthesiseBare([bareStack(name.replace('.json', ''), json)])).toBeGreaterThan(json.length / 4);
});
