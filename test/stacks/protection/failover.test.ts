import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foretoldOf } from '../../../bin/disaster/groups.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Estate } from '../../../sites/model/estate.js';
import { returnSteps, type ReturnStep } from '../../../sites/model/kinds/disaster.js';
import type { Transition } from '../../../sites/model/kinds/ledger.js';
import { withLosses, type Loss } from '../../../sites/model/losses.js';
import { restoresOf } from '../../../sites/recovery/restores.js';
import { dataKinds } from '../../../policies/derived/holds-data.js';
import type { ClusterAt } from '../../../stacks/protection/databases.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { edited, estateOf, smallEstateFiles, withoutStandby } from '../estate-small.js';
import { diffOf, resourcesAt, type Resources } from '../resources.js';

/** Beside those with a standby two that have none: one with a database, and one whose backups lie where it cannot be told apart from home. */
const bothWithoutStandby = `${withoutStandby}  - id: dao-tao
    name: Đào tạo
    securityLevel: 2
    sharing: open
    importance: ordinary
    secrecy: none
    personalData: none
    environments: [{name: prod, quota: {size: s}, placement: {primary: ndc-03, backup: ndc-01}}]
`;
const { estate } = estateOf(edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => `${text.trimEnd()}${bothWithoutStandby}`));
const sites = Object.keys(estate.sites);
const restores = new Map(sites.map((site) => [site, restoresOf(foretoldOf(estate, site).recovered)]));

const lossOf = (site: string, step?: ReturnStep | 'opened'): Loss => ({
  site,
  restores: restores.get(site) ?? [],
  declaration: `mat-${site}`,
  at: '2026-11-01T20:15:00Z',
  ...(step === undefined ? {} : { back: { transition: `ve-${site}`, ...(step === 'opened' ? {} : { step }), tokens: [] } }),
});
const lost = (site: string, step?: ReturnStep | 'opened'): Estate => withLosses(estate, [lossOf(site, step)]);

/** The estate once the return is done: its declaration stays as a file. */
function returned(site: string): Estate {
  const declaration = { apiVersion: 'ndc.gov.vn/v1', kind: 'Transition', id: `mat-${site}`, transition: 'declare', from: [`site/${site}`], to: [], state: 'done', declaration: { at: '2026-11-01T20:15:00Z', restores: restores.get(site) }, approvals: [] } as unknown as Transition;
  return { ...estate, transitions: { [declaration.id]: declaration } };
}

/** Addresses of what holds data, or without which data cannot be reached. */
const holding = (resources: Resources): readonly string[] =>
  [...resources].flatMap(([address, values]) => {
    const manifest = values['manifest'] as { kind?: string } | undefined;
    const protectedByEngine = (values['lifecycle'] as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true;
    return protectedByEngine || (manifest?.kind !== undefined && dataKinds.has(manifest.kind)) ? [address] : [];
  });

/** Addresses by the object of the cluster that each is. */
function objectsOf(resources: Resources): ReadonlyMap<string, string> {
  return new Map(
    [...resources].flatMap(([address, values]): [string, string][] => {
      const type = address.split('/')[1]?.split('.')[0] ?? '';
      const { apiVersion, kind, metadata } = (values['manifest'] ?? values) as { apiVersion?: string; kind?: string; metadata?: { namespace?: string; name?: string } };
      return metadata?.name === undefined ? [] : [[[kind === undefined ? type : `${apiVersion ?? ''} ${kind}`, metadata.namespace ?? '', metadata.name].join(' '), address]];
    }),
  );
}

describe.each(sites)('with %s lost by declaration', (site) => {
  const others = sites.filter((one) => one !== site);

  it('its stacks are not synthesised, the others’ are', () => {
    const now = lost(site);
    expect([...new Set(synthesise(now, deriveIntent(now)).map((stack) => stack.site))].sort()).toEqual(others);
  });

  it('nothing that holds data leaves the survivors, nor the site when it is back, at any step and afterwards', () => {
    const way: readonly [string, Estate][] = [['serving', estate], ['lost', lost(site)], ['opened', lost(site, 'opened')], ...returnSteps.map((step): [string, Estate] => [step, lost(site, step)]), ['returned', returned(site)]];
    const seen = new Map<string, Set<string>>(sites.map((one) => [one, new Set<string>()]));
    for (const [name, now] of way)
      for (const one of sites) {
        if (name === 'lost' && one === site) continue;
        const held = new Set(holding(resourcesAt(now, one)));
        const before = seen.get(one) ?? new Set();
        expect([...before].filter((address) => !held.has(address)), `${name} at ${one}`).toEqual([]);
        seen.set(one, new Set([...before, ...held]));
      }
  });

  it('an object keeps its address and never changes in its labels alone, at any step and afterwards', () => {
    const way: readonly (readonly [string, Estate])[] = [['serving', estate], ['lost', lost(site)], ['opened', lost(site, 'opened')], ...returnSteps.map((step) => [step, lost(site, step)] as const), ['returned', returned(site)]];
    for (const one of sites) {
      let before: Resources | undefined;
      for (const [name, now] of way) {
        if (name === 'lost' && one === site) continue;
        const after = resourcesAt(now, one);
        const [were, are] = [objectsOf(before ?? new Map()), objectsOf(after)];
        // Made at one address while another one destroys it, an object is there or not by chance.
        for (const [object, address] of are) expect(were.get(object) ?? address, `${object}, ${name} at ${one}`).toBe(address);
        // The provider fails on such a manifest, and with it the stack.
        const paths = before === undefined ? [] : diffOf(before, after).changed;
        const relabelled = paths.filter((path) => path.includes('/kubernetes_manifest.') && path.includes('/manifest/metadata/labels/'));
        const beside = new Set(paths.filter((path) => !path.includes('/metadata/labels/')).map((path) => path.split('/').slice(0, 2).join('/')));
        expect(relabelled.filter((path) => !beside.has(path.split('/').slice(0, 2).join('/'))), `${name} at ${one}`).toEqual([]);
        before = after;
      }
    }
  });

  it('no survivor’s mesh knows it, none streams from it, and each says that it is lost', () => {
    for (const one of others) {
      const resources = resourcesAt(lost(site), one);
      const cilium = JSON.stringify(resources.get(`${one}-platform/helm_release.cilium`));
      expect(cilium).not.toContain(`\\"name\\":\\"${site}\\"`);
      expect([...resources.keys()].filter((address) => address.endsWith(`_of-${site}`))).toEqual([]);
      for (const [, { manifest }] of resources) {
        const { kind, spec } = (manifest ?? {}) as { kind?: string; spec?: { replica?: { primary: string; source: string } } };
        if (kind === 'Cluster' && spec?.replica !== undefined) expect(spec.replica.primary).not.toBe(site);
      }
      expect(resources.get(`${one}-platform/kubernetes_config_map_v1.site`)).toMatchObject({ metadata: { annotations: { [`declared.ndc.gov.vn/${site}`]: `mat-${site}` } } });
    }
  });

  it('every site tells how far its way back is, and once it is back that the declaration is over', () => {
    for (const one of sites) {
      const said = (now: Estate): unknown => (resourcesAt(now, one).get(`${one}-platform/kubernetes_config_map_v1.site`)?.['metadata'] as { annotations?: unknown } | undefined)?.annotations;
      expect(said(lost(site, 'token')), one).toEqual({ [`declared.ndc.gov.vn/${site}`]: `mat-${site}`, [`returning.ndc.gov.vn/mat-${site}`]: `ve-${site}.token` });
      expect(said(returned(site)), one).toEqual({ [`closed.ndc.gov.vn/mat-${site}`]: site });
      expect(said(estate), one).toBeUndefined();
    }
  });

  it('locations in its store stay, and nobody writes there until it serves again; it writes nowhere itself', () => {
    const written = (now: Estate, one: string): Readonly<Record<string, string | undefined>> =>
      Object.fromEntries(
        [...resourcesAt(now, one)].flatMap(([address, { manifest }]) => {
          const { kind, spec } = (manifest ?? {}) as { kind?: string; spec?: { accessMode?: string } };
          return kind === 'BackupStorageLocation' && address.includes('backup-to-') ? [[address.slice(address.indexOf('backup-to-') + 'backup-to-'.length), spec?.accessMode]] : [];
        }),
      );
    const of = (mode: (target: string) => string): Readonly<Record<string, string>> => Object.fromEntries(sites.map((target) => [target, mode(target)]));
    for (const step of [undefined, 'opened', 'verify', 'token'] as const)
      for (const one of others) expect(written(lost(site, step), one), `${one}, ${step ?? 'lost'}`).toEqual(of((target) => (target === site ? 'ReadOnly' : 'ReadWrite')));
    expect(written(lost(site, 'verify'), site)).toEqual(of(() => 'ReadOnly'));
    for (const one of sites) expect([written(lost(site, 'promote'), one), written(returned(site), one)]).toEqual([of(() => 'ReadWrite'), of(() => 'ReadWrite')]);
  });

  it('back and quarantined, it lets nobody in, writes no volume, sends no log and no backup', () => {
    for (const step of ['opened', 'fence', 'reclone', 'verify', 'demote', 'token'] as const) {
      const resources = resourcesAt(lost(site, step), site);
      const addresses = [...resources.keys()];
      expect(addresses.filter((address) => /_network_(ingress|callers)$/.test(address) && !address.includes('third-copy'))).toEqual([]);
      expect(addresses.filter((address) => /\.backup-(?!to-|ndc-)/.test(address))).toEqual([]);
      for (const [address, { manifest }] of resources) {
        const { kind, metadata, spec } = (manifest ?? {}) as { kind?: string; metadata?: { annotations?: Record<string, string> }; spec?: Record<string, unknown> & { plugins?: readonly { isWALArchiver: boolean }[]; replica?: { self: string; primary: string } } };
        if (kind === 'VolumeGroupReplication' ) expect(spec?.['replicationState'], address).toBe('secondary');
        if (kind !== 'Cluster' || address.includes('third-copy')) continue;
        const sleeps = metadata?.annotations?.['cnpg.io/hibernation'] === 'on';
        expect(sleeps || (spec?.replica !== undefined && spec.replica.primary !== site), `${address} at ${step}`).toBe(true);
      }
    }
  });
});

describe('an environment without a standby whose site is lost', () => {
  const namespace = 'thu-vien-prod';
  const found = (now: Estate, site: string, end: string) => [...resourcesAt(now, site)].filter(([address]) => address.includes(namespace) && address.endsWith(end)).map(([, values]) => values);
  const clusters = (now: Estate, site: string) =>
    found(now, site, '_cluster').map(({ manifest }) => manifest as { metadata: { annotations?: Record<string, string> }; spec: { bootstrap: Record<string, unknown>; externalClusters: readonly { name: string; plugin: { parameters: Record<string, string> } }[]; plugins: readonly { isWALArchiver: boolean; parameters: Record<string, string> }[]; replica?: unknown } });
  const sleeps = (now: Estate, site: string): boolean => clusters(now, site).every(({ metadata }) => metadata.annotations?.['cnpg.io/hibernation'] === 'on');

  it('is restored where its backups lie, and nowhere while nothing is lost', () => {
    expect(restores.get('ndc-01')).toEqual([{ to: 'ndc-02', environments: [namespace] }]);
    expect(found(estate, 'ndc-02', '')).toEqual([]);
  });

  it('has its namespace and whole quota there, and a database that begins from the archive and writes to another', () => {
    const now = lost('ndc-01');
    // A class of a pair of sites is named with a zero where it is: nothing of it was granted at either.
    const quota = (one: Estate, site: string) =>
      found(one, site, `${namespace}_quota`).map(({ spec }) => Object.entries((spec as { hard: Record<string, string> }).hard).filter(([, amount]) => amount !== '0').sort());
    expect(quota(now, 'ndc-02')).toHaveLength(1);
    expect([...resourcesAt(now, 'ndc-02').keys()].filter((address) => address.startsWith('ndc-02-tenant-so-b/') && address.includes(namespace)).length).toBe([...resourcesAt(estate, 'ndc-01').keys()].filter((address) => address.startsWith('ndc-01-tenant-so-b/') && address.includes(namespace)).length);
    expect(quota(now, 'ndc-02')).toEqual(quota(estate, 'ndc-01'));
    const [cluster] = clusters(now, 'ndc-02');
    expect(cluster?.spec.bootstrap).toEqual({ recovery: { source: 'ndc-01' } });
    expect(cluster?.spec.externalClusters).toMatchObject([{ name: 'ndc-01', plugin: { parameters: { barmanObjectName: 'thu-vien-ndc-02', serverName: 'thu-vien-ndc-01-1' } } }]);
    // Its own archive, in another survivor's store, under a name nobody wrote to before.
    expect(cluster?.spec.plugins).toMatchObject([{ isWALArchiver: true, parameters: { barmanObjectName: 'thu-vien-ndc-03', serverName: 'thu-vien-ndc-02-2' } }]);
    expect(cluster?.spec.replica).toBeUndefined();
    expect(sleeps(now, 'ndc-02')).toBe(false);
  });

  it('is not woken where what stands there is of before the loss; everything else is planned as ever', () => {
    const now = lost('ndc-01');
    const stacks = (asleep: readonly ClusterAt[]) => synthesise(now, deriveIntent(now), { sites: ['ndc-02', 'ndc-03'], asleep });
    const [woken, kept] = [stacks([]), stacks([{ site: 'ndc-02', namespace, cluster: 'thu-vien' }])];
    expect(kept.flatMap(({ name, digest }, index) => (digest === woken[index]?.digest ? [] : [name]))).toEqual(['ndc-02-protection']);
    const of = (all: typeof kept): Record<string, Record<string, unknown>> => (JSON.parse(all.find(({ name }) => name === 'ndc-02-protection')?.json ?? '{}') as { resource: { kubernetes_manifest: Record<string, Record<string, unknown>> } }).resource.kubernetes_manifest;
    const [before, after] = [of(woken), of(kept)];
    // Its schedule of base backups goes; it alone differs.
    expect(Object.keys(before).filter((id) => !Object.hasOwn(after, id))).toEqual([expect.stringContaining('base-backup')]);
    const differing = Object.keys(after).filter((id) => JSON.stringify(after[id]) !== JSON.stringify(before[id]));
    expect(differing).toHaveLength(1);
    expect(after[differing[0] ?? '']?.['manifest']).toMatchObject({ kind: 'Cluster', metadata: { namespace, annotations: { 'cnpg.io/hibernation': 'on' } }, spec: { plugins: [{ isWALArchiver: false }] } });
    expect(stacks([{ site: 'ndc-03', namespace, cluster: 'thu-vien' }]).map(({ digest }) => digest)).toEqual(woken.map(({ digest }) => digest));
  });

  it('is backed up at another survivor', () => {
    const schedules = [...resourcesAt(lost('ndc-01'), 'ndc-02')].filter(([address]) => address.includes('backup-so-b-bronze-to-'));
    expect(schedules.map(([, { manifest }]) => (manifest as { spec: { template: { storageLocation: string; includedNamespaces: readonly string[] } } }).spec.template).map(({ storageLocation, includedNamespaces }) => [storageLocation, includedNamespaces])).toEqual([
      ['ndc-02', [namespace]],
      ['ndc-03', [namespace]],
    ]);
  });

  it.each([...returnSteps.map((step) => [step, lost('ndc-01', step)] as const), ['returned', returned('ndc-01')] as const])('at %s at most one of both sites writes, none in between', (step, now) => {
    const writers = ['ndc-01', 'ndc-02'].filter((site) => !sleeps(now, site));
    expect(clusters(now, 'ndc-01')).toHaveLength(1);
    expect(clusters(now, 'ndc-02')).toHaveLength(1);
    expect(writers).toEqual(step === 'demote' || step === 'token' ? [] : step === 'promote' || step === 'returned' ? ['ndc-01'] : ['ndc-02']);
    // What comes back is recovered from where it ran, and goes on in an archive of its own.
    const [cluster] = clusters(now, 'ndc-01');
    expect(cluster?.spec.bootstrap).toEqual({ recovery: { source: 'ndc-02' } });
    expect(cluster?.spec.externalClusters).toMatchObject([{ name: 'ndc-02', plugin: { parameters: { barmanObjectName: 'thu-vien-ndc-03', serverName: 'thu-vien-ndc-02-2' } } }]);
    expect(cluster?.spec.plugins).toMatchObject([{ parameters: { serverName: 'thu-vien-ndc-01-2' } }]);
  });
});

describe('the loss of NDC 01, as its survivor sees it', () => {
  it('is a diff that can be read', () => {
    const text = ['ndc-02', 'ndc-03']
      .map((one) => {
        const diff = diffOf(resourcesAt(estate, one), resourcesAt(lost('ndc-01'), one));
        return (['added', 'changed', 'removed'] as const).map((what) => `${one} ${what}\n${diff[what].map((line) => `  ${line}\n`).join('')}`).join('');
      })
      .join('');
    const file = new URL('../../golden/ndc-01-lost.txt', import.meta.url).pathname;
    if (process.env['NDC_GOLDEN'] === 'write') writeFileSync(file, text);
    expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '');
  });
});
