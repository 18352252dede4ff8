import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../sites/model/estate.js';
import { inScope, readOffline, readPlanSet } from '../../../policies/planset/read-planset.js';
import { estateOf } from '../estate-builder.js';
import { fileOf, goodStacks, planned, planset, stackNamed, synthesised } from '../planset-builder.js';

const estate = estateOf();

describe('a plan set', () => {
  it('reads each stack as its status says', async () => {
    const stacks = goodStacks();
    stackNamed(stacks, 'ndc-01-protection').status = { is: 'deferred', needs: ['cilium.io/v2 CiliumNetworkPolicy'] };
    stackNamed(stacks, 'ndc-02-platform').status = { is: 'unreachable', since: '2026-11-22T01:00:00Z', reason: 'connection refused' };
    stackNamed(stacks, 'ndc-03-platform').status = { is: 'unreachable', since: '2026-11-22T01:00:00Z', reason: 'timeout' };
    stackNamed(stacks, 'ndc-02-tenant-bo-y-te').status = { is: 'not-selected' };
    stackNamed(stacks, 'ndc-02-protection').status = { is: 'failed', reason: 'exit 1' };
    const set = await planset(estate, stacks, { accepted: [{ site: 'ndc-03', by: 'declaration' }] });
    expect(set.stacks.map(({ name, judgedFrom, absence }) => [name, judgedFrom, absence?.is, absence?.declared])).toEqual([
      ['ndc-01-platform', 'plan', undefined, undefined],
      ['ndc-01-tenant-bo-y-te', 'plan', undefined, undefined],
      ['ndc-01-protection', 'configuration', undefined, undefined],
      ['ndc-02-platform', 'absent', 'unreachable', false],
      ['ndc-02-tenant-bo-y-te', 'absent', 'not-selected', false],
      ['ndc-02-protection', 'absent', 'failed', false],
      ['ndc-03-platform', 'absent', 'unreachable', true],
      ['ndc-03-protection', 'plan', undefined, undefined],
    ]);
  });

  it('digests the bytes it is handed, and carries construct paths over', async () => {
    const stacks = goodStacks('ndc-01');
    const file = fileOf(estate, stacks);
    const set = await readPlanSet(file, (name) => {
      const draft = stackNamed(stacks, name.replace(/\.(tf|plan)\.json$/, ''));
      return Promise.resolve(new TextEncoder().encode(name.endsWith('.tf.json') ? synthesised(draft) : planned(draft)));
    });
    expect(set.stacks.map(({ document }) => document?.digest)).toEqual(file.stacks.map(({ plan }) => plan?.json));
    expect(set.stacks[1]?.resources[0]?.constructPath).toBe('ndc-01-tenant-bo-y-te/environment');
  });

  it('refuses a planned stack that names no plan', async () => {
    const file = fileOf(estate, goodStacks('ndc-01'));
    const bare = file.stacks.map(({ plan: _plan, ...stack }) => stack);
    await expect(readPlanSet({ ...file, stacks: bare }, () => Promise.resolve({}))).rejects.toThrow('names no plan file');
  });

  it('reads synthesised stacks offline: nothing recorded, no cluster', () => {
    const json = synthesised(stackNamed(goodStacks(), 'ndc-01-platform'));
    const set = readOffline([{ name: 'ndc-01-platform', kind: 'platform', site: 'ndc-01', json }]);
    expect(set).toMatchObject({ mode: 'offline', stacks: [{ judgedFrom: 'configuration', document: { name: 'ndc-01-platform/cdk.tf.json', digest: digestOf(json) } }] });
    expect(set.stacks[0]?.resources.every(({ before, release }) => before === undefined && release?.before === undefined)).toBe(true);
  });
});

describe('scope', () => {
  const all = { sites: 'all', organisations: 'all', stacks: 'all' } as const;
  const tenant = { name: 'ndc-01-tenant-bo-y-te', site: 'ndc-01', organisation: 'bo-y-te' };
  const platform = { name: 'ndc-01-platform', site: 'ndc-01' };
  it.each([
    [all, tenant, true],
    [{ ...all, sites: ['ndc-02'] }, tenant, false],
    [{ ...all, sites: ['ndc-01'] }, platform, true],
    [{ ...all, organisations: ['bo-y-te'] }, tenant, true],
    [{ ...all, organisations: ['bo-y-te'] }, platform, false],
    [{ ...all, stacks: ['ndc-01-platform'] }, tenant, false],
  ])('%j takes in %j: %s', (scope, stack, expected) => {
    expect(inScope(scope, stack)).toBe(expected);
  });
});
