import { describe, expect, it } from 'vitest';
import { movesOf } from '../../../sites/intent/moves.js';
import { addressChangesOf, handOverOf } from '../../../sites/model/hand-over.js';
import { baseFiles, english, estateOf, put, type Changes } from './estate-files.js';

const file = (given: { id?: string; transition?: string; from: string; to?: string; state?: string; more?: string }): Changes => {
  const { id = 'hop-nhat', transition = 'merge', from, to = 'organisation/bo-cong-an', state = 'open', more = '' } = given;
  return { [`transitions/${id}.yaml`]: `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: ${id}\ntransition: ${transition}\nfrom: [${from}]\nto: [${to}]\nstate: ${state}\n${more}approvals: []\n` };
};
const system = 'organisation/bo-y-te, system/ho-so-suc-khoe';
/** The request under its new owner. */
const moved: Changes = { 'tenants/bo-y-te.yaml': undefined, 'tenants/bo-cong-an.yaml': put('organisation: bo-y-te', 'organisation: bo-cong-an')(baseFiles['tenants/bo-y-te.yaml'] ?? '') };

describe('what a transition says and is not so', () => {
  it.each<[string, Changes, string]>([
    ['two that give', { ...moved, ...file({ from: 'organisation/bo-y-te, organisation/bo-cong-an, system/ho-so-suc-khoe' }) }, 'NDC-E025 the transition "hop-nhat" does not say who gives what to whom: from and to must each name exactly one organisation/<id>.'],
    ['nobody who takes', { ...moved, ...file({ from: system, to: '' }) }, 'NDC-E025'],
    ['one and the same', file({ from: system, to: 'organisation/bo-y-te' }), 'from and to are one organisation'],
    ['no system', { ...moved, ...file({ from: 'organisation/bo-y-te' }) }, 'from must name the systems that change hands, such as system/ho-so'],
    ['an organisation nobody knows', { ...moved, ...file({ from: 'organisation/bo-y-tee, system/ho-so-suc-khoe' }) }, 'Did you mean organisation/bo-y-te?'],
    ['a system nobody has', { ...moved, ...file({ from: 'organisation/bo-y-te, system/ho-so-suc-kho' }) }, 'Did you mean system/ho-so-suc-khoe?'],
    ['open, and the system still where it was', file({ from: system }), 'NDC-E026 the open transition "hop-nhat" gives the system "ho-so-suc-khoe" to bo-cong-an, but it stands in the request of bo-y-te.'],
    ['two at once for one system', { ...moved, ...file({ id: 'a', from: system }), ...file({ id: 'b', transition: 'transfer', from: system }) }, 'NDC-E027 the transitions "b" and "a" are open at once: both name the system ho-so-suc-khoe. Finish "a" first (state: done).'],
    ['an address in another stack', file({ transition: 'rename', from: 'ndc-01-platform/helm_release.a', to: 'ndc-02-platform/helm_release.a' }), 'from and to must name pairs of <stack>/<address> in one stack and of one type'],
    ['an address of another type', file({ transition: 'rename', from: 'ndc-01-platform/helm_release.a', to: 'ndc-01-platform/kubernetes_manifest.a' }), 'NDC-E025'],
  ])('%s', (_name, changes, says) => {
    const found = english(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(says);
  });

  it('who gives in one and takes in another has no order that is right for both', () => {
    const both = { ...moved, ...file({ id: 'a', from: system }), ...file({ id: 'b', from: 'organisation/bo-cong-an, system/ho-so-suc-khoe', to: 'organisation/bo-y-te' }) };
    expect(english(both).filter((line) => line.includes('NDC-E027'))).toEqual([expect.stringContaining('"b" and "a" are open at once: both name the system')]);
  });

  it.each<[string, Changes]>([
    ['a draft may run ahead of the requests', file({ from: system, state: 'draft' })],
    ['what is done is history, and may name what is gone', file({ from: 'organisation/da-giai-the, system/khong-con', state: 'done' })],
    ['an offboarding names what vanishes', file({ transition: 'offboard', from: 'environment/khong-con-prod', to: '' })],
    ['addresses of one stack', file({ transition: 'rename', from: 'ndc-01-platform/helm_release.a', to: 'ndc-01-platform/helm_release.b' })],
  ])('%s', (_name, changes) => {
    expect(Object.keys(estateOf(changes).transitions)).toEqual(['hop-nhat']);
  });
});

describe('movesOf', () => {
  const moves = (given: Parameters<typeof file>[0]) => movesOf(estateOf({ ...moved, ...file(given) })).map(({ system: id, from, to, namespaces }) => ({ id, from, to, namespaces }));
  const one = { id: 'ho-so-suc-khoe', from: 'bo-y-te', to: 'bo-cong-an', namespaces: ['ho-so-suc-khoe-prod'] };
  it.each([
    ['open', { from: system }, [one]],
    ['a transfer', { transition: 'transfer', from: system }, [one]],
    ['a draft', { from: system, state: 'draft' }, []],
    ['done', { from: system, state: 'done' }, []],
    ['abandoned', { from: system, state: 'abandoned' }, []],
    ['opened later', { from: system, more: 'opened: 2199-01-01\n' }, []],
    ['an offboarding', { transition: 'offboard', from: system }, []],
  ])('%s', (_name, given, expected) => {
    expect(moves(given)).toEqual(expected);
  });
});

describe('names', () => {
  const named = (transition: 'merge' | 'rename' | 'declare', from: string[], to: string[]) => ({ id: 't', transition, from, to });
  it('of resources are told from those of organisations and systems', () => {
    expect(addressChangesOf(named('rename', ['s/a.x', 's/b_c.y'], ['s/a.z', 's/b_c.w']))).toEqual([{ stack: 's', from: 'a.x', to: 'a.z' }, { stack: 's', from: 'b_c.y', to: 'b_c.w' }]);
    expect(addressChangesOf(named('rename', ['organisation/a', 's/a.x'], ['organisation/b']))).toEqual([]);
    expect(addressChangesOf(named('merge', ['s/a.x'], ['s/a.y']))).toEqual([]);
    expect(handOverOf(named('declare', ['organisation/a', 'system/x'], ['organisation/b']))).toBeUndefined();
    expect(handOverOf(named('merge', ['organisation/a', 'system/x', 'stack/y'], ['organisation/b']))).toEqual({ transition: 't', kind: 'merge', from: 'a', to: 'b', systems: ['x'] });
  });
});
