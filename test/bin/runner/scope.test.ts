import { describe, expect, it } from 'vitest';
import { inScope, scopeOf, wholeScope } from '../../../bin/runner/scope.js';
import type { RunnerStack } from '../../../bin/runner/stack.js';

const stacks: RunnerStack[] = [
  { name: 'ndc-01-platform', kind: 'platform', site: 'ndc-01', json: '', digest: '', needs: [], after: [] },
  { name: 'ndc-01-tenant-bo-y-te', kind: 'tenant', site: 'ndc-01', organisation: 'bo-y-te', json: '', digest: '', needs: [], after: [] },
  { name: 'ndc-02-tenant-bo-y-te', kind: 'tenant', site: 'ndc-02', organisation: 'bo-y-te', json: '', digest: '', needs: [], after: [] },
];

const selected = (options: Partial<Parameters<typeof scopeOf>[1]>): string[] => {
  const scope = scopeOf(stacks, { sites: [], organisations: [], stacks: [], ...options });
  return stacks.filter((stack) => inScope(stack, scope)).map(({ name }) => name);
};

describe('scope', () => {
  it.each([
    ['nothing chosen is everything', {}, ['ndc-01-platform', 'ndc-01-tenant-bo-y-te', 'ndc-02-tenant-bo-y-te']],
    ['a site', { sites: ['ndc-01'] }, ['ndc-01-platform', 'ndc-01-tenant-bo-y-te']],
    ['an organisation has no platform', { organisations: ['bo-y-te'] }, ['ndc-01-tenant-bo-y-te', 'ndc-02-tenant-bo-y-te']],
    ['both narrow', { sites: ['ndc-02'], organisations: ['bo-y-te'] }, ['ndc-02-tenant-bo-y-te']],
    ['a stack by name', { stacks: ['ndc-01-platform'] }, ['ndc-01-platform']],
  ])('%s', (_, options, expected) => {
    expect(selected(options)).toEqual(expected);
  });

  it('refuses what no stack has, with the nearest', () => {
    expect(() => selected({ sites: ['ndc-1'] })).toThrow(/--site is "ndc-1".*Did you mean ndc-01/);
    expect(() => selected({ organisations: ['bo-y-tee'] })).toThrow(/Did you mean bo-y-te/);
  });

  it('names no other site where the one that is meant is declared lost', () => {
    const loss = { site: 'ndc-03', at: '2026-11-30T02:05:00Z', declaration: 'declare-ndc-03' };
    const asked = { sites: ['ndc-03'], organisations: [], stacks: [] };
    expect(() => scopeOf(stacks, asked, [loss])).toThrow(/declared lost since 2026-11-30T02:05:00Z \(declare-ndc-03\).*ndc dr return ndc-03/);
    expect(() => scopeOf(stacks, asked, [loss])).not.toThrow(/Did you mean/);
    expect(() => scopeOf(stacks, asked)).toThrow(/Did you mean/);
  });

  it('declares nothing when nothing is chosen', () => {
    expect(scopeOf(stacks, { sites: [], organisations: [], stacks: [] })).toEqual(wholeScope);
  });
});
