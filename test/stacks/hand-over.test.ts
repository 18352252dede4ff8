import { describe, expect, it } from 'vitest';
import { expectedStacksOf } from '../../policies/derived/stacks.js';
import { expectedStacks } from '../../stacks/expected.js';
import { withPassage } from '../../stacks/hand-over.js';
import { importable } from '../../stacks/importable.js';
import { rollingOrder } from '../../stacks/rolling.js';
import { synthesise } from '../../stacks/synthesise.js';
import type { SourceFile } from '../../sites/model/source-file.js';
import { addressesOf } from './addresses.js';
import { edited, estateOf, smallEstate, smallEstateFiles } from './estate-small.js';

const head = 'apiVersion: ndc.gov.vn/v1\nkind: Transition\n';
const transition = (id: string, body: string): SourceFile => ({ name: `transitions/${id}.yaml`, bytes: Buffer.from(`${head}id: ${id}\n${body}approvals: []\n`) });
const system = (text: string, id: string): string => /^ {2}- id: [\s\S]*?(?=^ {2}- id: |(?![\s\S]))/gm[Symbol.match](text)?.find((entry) => entry.includes(`id: ${id}\n`)) ?? '';
const textOf = (name: string): string => Buffer.from((smallEstateFiles().find((file) => file.name === name) as { bytes: Uint8Array }).bytes).toString('utf8');

/** Sở B's only system goes to Bộ A: its request is gone, and everything it held at NDC 01 and NDC 03 changes hands. */
function merged(state = 'open') {
  const files = smallEstateFiles().filter(({ name }) => name !== 'tenants/so-b.yaml');
  const handed = edited(files, 'tenants/bo-a.yaml', (text) => `${text.trimEnd()}\n${system(textOf('tenants/so-b.yaml'), 'cong-tin')}`);
  return estateOf([...handed, transition('hop-nhat', `transition: merge\nfrom: [organisation/so-b, system/cong-tin]\nto: [organisation/bo-a]\nstate: ${state}\n`)]);
}

interface Block {
  readonly from?: string;
  readonly to?: string;
  readonly id?: string;
  readonly lifecycle?: unknown;
}
const blocks = (json: string): Readonly<Record<'import' | 'removed' | 'moved', readonly Block[] | undefined>> => JSON.parse(json) as never;
const synthesisedOf = ({ estate, intent }: ReturnType<typeof merged>, options = {}) => Object.fromEntries(synthesise(estate, intent, options).map((stack) => [stack.name, stack]));

describe('while a merger is open', () => {
  const before = synthesisedOf(smallEstate());
  const during = synthesisedOf(merged());

  it.each(['ndc-01', 'ndc-03'])('the old owner’s stack at %s is still there, declares nothing and lets go of exactly what it held', (site) => {
    const [held, left] = [before[`${site}-tenant-so-b`], during[`${site}-tenant-so-b`]];
    const resources = addressesOf(held?.json ?? '').filter((address) => !address.startsWith('data.'));
    expect(resources.length).toBeGreaterThan(8);
    const removed = blocks(left?.json ?? '').removed ?? [];
    expect(removed.map(({ lifecycle }) => lifecycle)).toEqual(removed.map(() => ({ destroy: false })));
    // Bộ A's groups give bindings that Sở B did not have: to let go of what is not held is nothing.
    expect(removed.map(({ from }) => from).filter((from) => !from?.includes('role_binding'))).toEqual(resources);
    // An empty `resource` is an error to the engine.
    expect(JSON.parse(left?.json ?? '')).not.toHaveProperty('resource');
    expect(left?.resources).toBe(0);
  });

  it.each(['ndc-01', 'ndc-03'])('the new owner’s stack at %s imports the same addresses by their names on the cluster, and nothing of its own', (site) => {
    const left = blocks(during[`${site}-tenant-so-b`]?.json ?? '').removed ?? [];
    const taken = blocks(during[`${site}-tenant-bo-a`]?.json ?? '').import ?? [];
    expect(taken.map(({ to }) => to)).toEqual(left.map(({ from }) => from));
    expect(taken.map(({ id }) => id?.split('/')[0])).toEqual(taken.map(() => 'cong-tin-prod'));
    expect(taken.find(({ to }) => to?.startsWith('kubernetes_namespace_v1.'))?.id).toBe('cong-tin-prod');
    expect(taken.find(({ to }) => to?.startsWith('kubernetes_default_service_account_v1.'))?.id).toBe('cong-tin-prod/default');
  });

  it('rules expect the same stacks, though they derive them by themselves', () => {
    for (const state of ['open', 'done', 'abandoned']) {
      const { estate, intent } = merged(state);
      expect(expectedStacksOf(estate).map(({ name, kind, site, organisation }) => [name, kind, site, organisation])).toEqual(expectedStacks(estate, intent).map(({ name, kind, site, organisation }) => [name, kind, site, organisation]));
    }
  });

  it('stacks that nothing passes through are the same bytes', () => {
    for (const name of ['ndc-01-platform', 'ndc-02-platform', 'ndc-02-tenant-bo-a']) expect(during[name]?.json).toBe(before[name]?.json);
  });

  it('the new owner’s stack comes after the old one’s', () => {
    expect(during['ndc-01-tenant-bo-a']?.after).toEqual(['ndc-01-platform', 'ndc-01-tenant-so-b']);
    expect(during['ndc-02-tenant-bo-a']?.after).toEqual(['ndc-02-platform']);
  });

  it('nothing is let go or taken where everything is to be destroyed', () => {
    for (const { json } of Object.values(synthesisedOf(merged(), { destroyable: true }))) expect(Object.keys(JSON.parse(json) as object)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(import|removed|moved)$/)]));
  });

  it.each(['draft', 'done', 'abandoned'])('GIVEN a state of %s THEN no stack says anything of it', (state) => {
    const { estate, intent } = merged(state);
    expect(expectedStacks(estate, intent).map(({ name }) => name)).not.toContain('ndc-01-tenant-so-b');
    for (const { json } of synthesise(estate, intent)) expect(blocks(json)).toEqual(expect.not.objectContaining({ import: expect.anything() as unknown, removed: expect.anything() as unknown }));
  });
});

describe('an address that changes within a stack', () => {
  const rename = (from: string, to: string) =>
    synthesisedOf(estateOf([...smallEstateFiles(), transition('doi-dia-chi', `transition: rename\nfrom: [ndc-01-tenant-so-b/${from}]\nto: [ndc-01-tenant-so-b/${to}]\nstate: open\n`)]))['ndc-01-tenant-so-b']?.json ?? '';
  const now = 'kubernetes_resource_quota_v1.cong-tin-prod_quota';
  it('moves to one that is declared', () => {
    expect(blocks(rename('kubernetes_resource_quota_v1.cu', now)).moved).toEqual([{ from: 'kubernetes_resource_quota_v1.cu', to: now }]);
  });
  it.each([['that nobody declares', 'kubernetes_resource_quota_v1.cu', 'kubernetes_resource_quota_v1.moi'], ['from one that still stands', 'kubernetes_resource_quota_v1.cong-tin-prod_priority', now]])('not to one %s', (_name, from, to) => {
    expect(blocks(rename(from, to)).moved).toBeUndefined();
  });
});

describe('rollingOrder', () => {
  const tenant = (name: string, after: readonly string[] = []) => ({ name, kind: 'tenant' as const, site: 'a', after: ['a-platform', ...after] });
  const names = (stacks: readonly { readonly name: string }[][] | readonly (readonly { readonly name: string }[])[]) => stacks.map((group) => group.map(({ name }) => name));
  it('brings each hand-over in one piece: those that let go, then those that take, after all other tenants', () => {
    const stacks = [{ name: 'a-platform', kind: 'platform' as const, site: 'a', after: [] }, tenant('w', ['x']), tenant('x'), tenant('y'), tenant('p'), tenant('q', ['p']), tenant('r', ['p', 's']), tenant('s'), { name: 'a-protection', kind: 'protection' as const, site: 'a', after: [] }];
    expect(names(rollingOrder(stacks))).toEqual([['a-platform'], ['y'], ['x'], ['w'], ['p', 's'], ['q', 'r'], ['a-protection']]);
  });
  it('of takers whose giver is not among them is that of any tenant', () => {
    expect(names(rollingOrder([tenant('q', ['p']), tenant('y')]))).toEqual([['q', 'y']]);
  });
});

describe('what a stack may say', () => {
  it('not that it lets go of what it declares', () => {
    expect(() => withPassage({ resource: { a: { b: {} } } }, { taken: [], left: ['a.b'], readdressed: [] })).toThrow('a stack declares what it lets go: a.b');
  });
  it.each([
    ['kubernetes_namespace_v1', { metadata: { name: 'n' } }, 'n'],
    ['kubernetes_role_binding_v1', { metadata: { name: 'r', namespace: 'n' } }, 'n/r'],
    ['kubernetes_default_service_account_v1', { metadata: { namespace: 'n' } }, 'n/default'],
    ['kubernetes_manifest', { manifest: { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'm', namespace: 'n' } } }, 'apiVersion=a/v1,kind=K,namespace=n,name=m'],
    ['kubernetes_manifest', { manifest: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'm' } } }, 'apiVersion=v1,kind=Node,name=m'],
  ])('a %s is imported as the provider names it', (type, values, id) => {
    expect(importable(type, values).id).toBe(id);
  });
  it.each([['helm_release', {}], ['kubernetes_role_v1', { metadata: { name: 'r' } }], ['kubernetes_manifest', {}]])('nothing of what cannot be imported: %s', (type, values) => {
    expect(() => importable(type, values)).toThrow();
  });
});
