import { describe, expect, it } from 'vitest';
import { countChanges, isNoOp } from '../../../bin/runner/changes.js';
import { configAddress } from '../../../bin/runner/plan-json.js';
import { change, planFixture } from './fixture.js';

describe('changes of a plan', () => {
  it.each([
    [['create'], 'create'],
    [['update'], 'update'],
    [['delete'], 'delete'],
    [['forget'], 'forget'],
    [['delete', 'create'], 'replace'],
    [['create', 'delete'], 'replace'],
    [['create', 'forget'], 'replace'],
  ] as const)('%j counts as %s', (actions, kind) => {
    const plan = { resource_changes: [change('a.b', actions)] };
    expect(countChanges(plan)).toEqual({ create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, [kind]: 1 });
    expect(isNoOp(plan)).toBe(false);
  });

  it('counts an import as one, and data sources not at all', () => {
    expect(countChanges({ resource_changes: [change('a.b', ['update'], { importing: { id: 'x' } }), change('data.a.b', ['read'], {}, { mode: 'data' })] })).toMatchObject({ import: 1, update: 0 });
  });

  it.each([[['delete', 'create']], [['create', 'delete']]] as const)('an import that is replaced at once (%j) is a replacement', (actions) => {
    expect(countChanges({ resource_changes: [change('a.b', actions, { importing: { id: 'x' } })] })).toMatchObject({ import: 0, replace: 1 });
  });

  it.each([
    ['a moved address', { resource_changes: [change('a.new', ['no-op'], {}, { previous_address: 'a.old' })] }],
    ['an output', { output_changes: { ndc_site: { actions: ['create'] } } }],
    ['a deferred read', { resource_changes: [change('data.a.b', ['read'], {}, { mode: 'data' })] }],
  ])('%s changes no object, and yet the plan is not to be skipped', (_, plan) => {
    expect(Object.values(countChanges(plan)).every((count) => count === 0)).toBe(true);
    expect(isNoOp(plan)).toBe(false);
  });

  it('a real second plan is skipped; a real first one is not', () => {
    expect(isNoOp(planFixture('terraform', 'no-op'))).toBe(true);
    expect(isNoOp(planFixture('terraform', 'create'))).toBe(false);
  });
});

it.each([
  ['a.b', 'a.b'],
  ['a.b[0]', 'a.b'],
  ['a.b["x.y"]', 'a.b'],
  ['module.tenant["a\\"b"].module.inner["b.c"].x.q[1]', 'module.tenant.module.inner.x.q'],
  ['module.m["]"].x.y', 'module.m.x.y'],
])('%s is configured at %s', (address, expected) => {
  expect(configAddress(address)).toBe(expected);
});
