import { describe, expect, it } from 'vitest';
import { unapproved } from '../../../bin/runner/remainder.js';
import type { PlanJson, ResourceChange } from '../../../bin/runner/plan-json.js';
import { change, engineFolders, planFixture } from './fixture.js';

const plan = (...changes: ResourceChange[]): PlanJson => ({ resource_changes: changes });
const address = 'kubernetes_resource_quota_v1.q';
const create = (after: unknown, unknown: unknown = {}) => change(address, ['create'], { after, after_unknown: unknown });

describe('the rest of an interrupted apply', () => {
  it.each<[string, PlanJson, PlanJson]>([
    ['nothing left', plan(create({ a: '1' })), plan(change(address, ['no-op']))],
    ['the same change', plan(create({ a: '1' })), plan(create({ a: '1' }))],
    ['a value that was unknown at approval', plan(create({ a: '1' }, { b: true })), plan(create({ a: '1', b: '2' }))],
    ['an unknown map key and list element', plan(create({ m: { x: '1' }, l: [null] }, { m: { y: true }, l: [true] })), plan(create({ m: { x: '1', y: '2' }, l: ['3'] }))],
    ['null written as an empty map', plan(create({ a: null })), plan(create({ a: {} }))],
    ['a counted-up version', plan(change(address, ['update'], { after: { metadata: [{ resource_version: '1' }] } })), plan(change(address, ['update'], { after: { metadata: [{ resource_version: '7' }] } }))],
    ['the creation half of a replacement', plan(change(address, ['delete', 'create'], { after: { a: '1' } })), plan(create({ a: '1' }))],
    ['the object set aside by a replacement', plan(change(address, ['create', 'delete'], { after: { a: '1' } })), plan(change(address, ['delete'], { after: null }, { deposed: 'abcd' }))],
    ['an approved creation that broke off', plan(create({ a: '1' })), plan(change(address, ['delete', 'create'], { after: { a: '1' } }, { action_reason: 'replace_because_tainted' }))],
    ['a data source read again', plan(), plan(change('data.kubernetes_namespace_v1.k', ['read'], {}, { mode: 'data' }))],
  ])('may be applied: %s', (_, approved, rest) => {
    expect(unapproved(approved, rest)).toEqual([]);
  });

  it.each<[string, PlanJson, PlanJson, RegExp]>([
    ['another object', plan(), plan(create({})), /not in the approved plan/],
    ['a no-op that became a change', plan(change(address, ['no-op'])), plan(change(address, ['update'])), /not in the approved plan/],
    ['another action', plan(change(address, ['update'])), plan(change(address, ['delete'], { after: null })), /"update" was approved, "delete" is needed/],
    ['a replacement where an update was approved', plan(change(address, ['update'])), plan(change(address, ['delete', 'create'])), /was approved/],
    ['a tainted object that stood before', plan(change(address, ['update'])), plan(change(address, ['delete', 'create'], {}, { action_reason: 'replace_because_tainted' })), /was approved/],
    ['a replacement of a creation for another reason', plan(create({})), plan(change(address, ['delete', 'create'], {}, { action_reason: 'replace_because_cannot_update' })), /was approved/],
    ['another value', plan(create({ a: { b: ['1'] } })), plan(create({ a: { b: ['2'] } })), /a\.b\[0\]/],
    ['a value more', plan(create({ a: '1' })), plan(create({ a: '1', b: '2' })), /: b has/],
    ['a value less', plan(create({ a: '1', b: '2' })), plan(create({ a: '1' })), /: b has/],
    ['a known value that became unknown', plan(create({ a: '1' })), plan(create({}, { a: true })), /: a has/],
    ['a list of another length', plan(create({ a: ['1'] })), plan(create({ a: ['1', '2'] })), /: a has/],
    ['a set-aside object nobody approved', plan(change(address, ['update'])), plan(change(address, ['delete'], { after: null }, { deposed: 'abcd' })), /not in the approved/],
  ])('is refused: %s', (_, approved, rest, reason) => {
    expect(unapproved(approved, rest).map(({ text }) => text.en).join()).toMatch(reason);
  });

  it('never tells a value: it may be a secret', () => {
    const beyond = unapproved(plan(create({ password: 'old-secret' })), plan(create({ password: 'new-secret' })));
    expect(JSON.stringify(beyond)).not.toContain('secret');
    expect(beyond).toHaveLength(1);
  });

  it.each(engineFolders)('a real first plan of %s is its own rest, and a plan after drift is not', (engine) => {
    expect(unapproved(planFixture(engine, 'create'), planFixture(engine, 'create'))).toEqual([]);
    expect(unapproved(planFixture(engine, 'no-op'), planFixture(engine, 'drift')).map((each) => each.address)).toEqual(['kubernetes_resource_quota_v1.known', 'kubernetes_secret_v1.db']);
  });
});
