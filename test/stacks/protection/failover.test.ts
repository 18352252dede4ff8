import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deriveIntent } from '../../../sites/intent/derive.js';
import type { Estate } from '../../../sites/model/estate.js';
import { returnSteps, type ReturnStep } from '../../../sites/model/kinds/disaster.js';
import type { Transition } from '../../../sites/model/kinds/ledger.js';
import { withLosses, type Loss } from '../../../sites/model/losses.js';
import { dataKinds } from '../../../policies/derived/holds-data.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { smallEstate } from '../estate-small.js';
import { diffOf, resourcesAt, type Resources } from '../resources.js';

const { estate } = smallEstate();
const sites = Object.keys(estate.sites);

const lossOf = (site: string, step?: ReturnStep | 'opened'): Loss => ({
  site,
  declaration: `mat-${site}`,
  at: '2026-11-01T20:15:00Z',
  ...(step === undefined ? {} : { back: { transition: `ve-${site}`, ...(step === 'opened' ? {} : { step }), tokens: [] } }),
});
const lost = (site: string, step?: ReturnStep | 'opened'): Estate => withLosses(estate, [lossOf(site, step)]);

/** The estate once the return is done: its declaration stays as a file. */
function returned(site: string): Estate {
  const declaration = { apiVersion: 'ndc.gov.vn/v1', kind: 'Transition', id: `mat-${site}`, transition: 'declare', from: [`site/${site}`], to: [], state: 'done', approvals: [] } as unknown as Transition;
  return { ...estate, transitions: { [declaration.id]: declaration } };
}

/** Addresses of what holds data, or without which data cannot be reached. */
const holding = (resources: Resources): readonly string[] =>
  [...resources].flatMap(([address, values]) => {
    const manifest = values['manifest'] as { kind?: string } | undefined;
    const protectedByEngine = (values['lifecycle'] as { prevent_destroy?: boolean } | undefined)?.prevent_destroy === true;
    return protectedByEngine || (manifest?.kind !== undefined && dataKinds.has(manifest.kind)) ? [address] : [];
  });

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
