import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonText } from '../../../policies/planset/reason-text.js';

const policies = new URL('../../../policies', import.meta.url).pathname;

/** Every reason as the sources write it, with `9` for what is filled in. */
function written(): readonly string[] {
  const files = readdirSync(policies, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('reason-text.ts'));
  const opening = /(?:notKnown\(|because: |new UnknownValue\(|unknown\.push\(|clusterUnknownBecause \?\? )(?:'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g;
  return files.flatMap((name) => [...readFileSync(join(policies, name), 'utf8').matchAll(opening)].map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '9').replaceAll("\\'", "'")));
}

/** Names of objects and fields, and words that tell cases apart in code, are no clauses. */
const isName = (said: string): boolean => /^[\w.$()→ -]*$/.test(said) && !/ (?:is|are|has|have|no|not|than|at|by|of|in|out|a|its|cannot|who|sets|names|rendered|multiply|aggregates)\b/.test(said);

describe('why something cannot be known', () => {
  it.each([
    ['Schedule gold ttl: computed at apply', 'Schedule gold ttl: chỉ biết khi áp dụng'],
    ['Namespace a: references terraform_data.later through local.x', 'Namespace a: tham chiếu terraform_data.later qua local.x'],
    ['helm_release.rook: the provider\'s own manifest cannot be read: it is longer than 8 MiB', 'helm_release.rook: không đọc được manifest do provider dựng: dài quá 8 MiB'],
    ['spec.list is no list; the path asks for [*]', 'spec.list không phải danh sách; đường dẫn hỏi [*]'],
    ['its Pod Security level is not known: not configured', 'chưa biết mức Pod Security của nó: không khai báo trong cấu hình'],
    ['Error: engine text', 'Error: engine text'],
    ['$containers is a list; write $containers[*]', '$containers là danh sách; hãy viết $containers[*]'],
  ])('%s', (en, vi) => expect(reasonText(en)).toEqual({ vi, en }));

  it('is told in Vietnamese whatever the reason: no clause of the sources is without', () => {
    const clauses = new Set(written().flatMap((said) => said.split(': ')).filter((said) => !isName(said)));
    expect(clauses.size).toBeGreaterThan(25);
    expect([...clauses].filter((said) => reasonText(said).vi === said)).toEqual([]);
  });
});
