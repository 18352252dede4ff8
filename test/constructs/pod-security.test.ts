import { expect, it } from 'vitest';
import { loosest } from '../../constructs/pod-security.js';

it.each([
  [['restricted', 'baseline'], 'baseline'],
  [['restricted', 'privileged', 'baseline'], 'privileged'],
  [['restricted'], 'restricted'],
  [[], 'restricted'],
] as const)('a namespace shared by %o allows %s', (levels, level) => {
  expect(loosest(levels)).toBe(level);
});
