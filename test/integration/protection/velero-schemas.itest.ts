/* eslint-disable no-console -- says which schema judged what */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KubernetesObject } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SandboxInfo } from '../../../bin/edge/sandbox/info.js';
import { sandboxUp } from '../../../bin/edge/sandbox/up.js';
import { isReached, type Reached } from '../../../bin/reach-sites.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { eventually, newHome, objects, packageRoot, post, type Home } from '../sandbox/sandboxes.js';
import { smallWholeEstate } from './estate.js';
import { reach } from './failover-ahead.js';
import { judgedBy } from './judged-by.js';
import { dropped, manifestsOf, type Manifest } from './manifests.js';

const run = promisify(execFile);
const { estate, intent } = await smallWholeEstate();
const manifests = manifestsOf(synthesise(estate, intent));
const ofVelero = manifests.filter(({ manifest }) => manifest.apiVersion === 'velero.io/v1');
const name = 'velero-schemas';
const [site] = Object.values(estate.sites);

interface Definition extends KubernetesObject {
  readonly spec: { readonly names: { readonly kind: string; readonly plural: string }; readonly versions: readonly { readonly schema?: unknown }[] };
}

/** Velero's definitions as the program itself prints them. */
async function definitions(): Promise<readonly Definition[]> {
  const { stdout: program } = await run(process.execPath, [join(packageRoot, 'test/toolchain/build.mjs'), '--print', 'velero'], { cwd: packageRoot, maxBuffer: 1 << 26 });
  const { stdout } = await run(program.trim(), ['install', '--crds-only', '--dry-run', '-o', 'json'], { maxBuffer: 1 << 26, env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' } });
  return (JSON.parse(stdout) as { readonly items: readonly Definition[] }).items;
}

const without = (spec: unknown, field: string): Record<string, unknown> => Object.fromEntries(Object.entries(spec as object).filter(([key]) => key !== field));

const pathOf = (plurals: ReadonlyMap<string, string>, { kind = '', metadata = {} }: Manifest): string => `/apis/velero.io/v1/namespaces/${metadata.namespace ?? ''}/${plurals.get(kind) ?? ''}/${metadata.name ?? ''}`;

describe('objects of Velero at an API server that has Velero’s own definitions', () => {
  let home: Home;
  let info: SandboxInfo;
  let at: Reached;
  let plurals: ReadonlyMap<string, string>;

  beforeAll(async () => {
    if (site === undefined) throw new Error('the estate has no site');
    const { id, cluster: { serviceCidr, kubernetesVersion } } = site;
    home = await newHome();
    const crds = await definitions();
    info = await sandboxUp({ home: home.path, name, sites: [{ id, serviceCidr, platformGroup: estate.settings.platformIdentity.group, kubernetesVersion }], packageRoot, onProgress: home.onProgress });
    const kubeconfig = info.sites[id]?.kubeconfig ?? '';
    for (const crd of crds) await post(kubeconfig, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd);
    plurals = new Map(crds.map(({ spec }) => [spec.names.kind, spec.names.plural]));
    const reached = (await reach(home.path, name, { ...estate, sites: { [id]: site } })).find(isReached);
    if (reached === undefined) throw new Error(`${id} does not answer`);
    at = reached;
    for (const namespace of new Set(ofVelero.map(({ manifest }) => manifest.metadata?.namespace ?? ''))) await objects(kubeconfig).create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await eventually('the kinds are served', async () => (await at.call.send({ method: 'GET', path: '/apis/velero.io/v1/schedules' })).status === 200);
  });
  afterAll(() => home.remove(name));

  /** Server-side, and strict: a field the schema does not know is refused, not dropped. */
  const apply = (manifest: Manifest) =>
    at.call.send({ method: 'PATCH', path: `${pathOf(plurals, manifest)}?fieldManager=ndc-test&force=true&fieldValidation=Strict`, body: { type: 'application/apply-patch+yaml', text: JSON.stringify(manifest) } });

  it('are served by the definitions that the program printed', async () => {
    expect([...plurals.keys()]).toEqual(expect.arrayContaining(['Backup', 'BackupStorageLocation', 'Restore', 'Schedule']));
    const live = await objects(info.sites[site?.id ?? '']?.kubeconfig ?? '').read<Definition>({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'schedules.velero.io' } });
    expect(live.metadata?.labels).toMatchObject({ component: 'velero' });
  });

  it('of every site are accepted, and stand as they were written', async () => {
    expect(new Set(ofVelero.map(({ manifest }) => manifest.kind))).toEqual(new Set(['BackupStorageLocation', 'Schedule']));
    for (const { site: from, manifest } of ofVelero) {
      const what = `${from} ${manifest.kind ?? ''} ${manifest.metadata?.name ?? ''}`;
      const answer = await apply(manifest);
      expect(answer.status, `${what}: ${answer.text}`).toBeLessThan(300);
      const live: unknown = JSON.parse((await at.call.send({ method: 'GET', path: pathOf(plurals, manifest) })).text);
      expect(dropped(manifest, live), what).toEqual([]);
    }
    console.log(`\n${ofVelero.length} objects were judged by velero v1.18.3's own definitions. Of the protection stacks' kinds:`);
    for (const [kind, schema] of Object.entries(judgedBy)) console.log(`  ${kind.padEnd(28)} ${schema}`);
  });

  it.each<[string, string, RegExp, (manifest: Manifest) => Record<string, unknown>]>([
    ['Schedule', 'a schedule of no words', /spec\.schedule/, ({ spec }) => ({ ...(spec as object), schedule: 5 })],
    ['Schedule', 'no template', /spec\.template/, ({ spec }) => without(spec, 'template')],
    ['Schedule', 'a field nobody knows', /retention: field not declared in schema/, ({ spec }) => ({ ...(spec as object), retention: '35d' })],
    ['BackupStorageLocation', 'an access mode there is not', /spec\.accessMode/, ({ spec }) => ({ ...(spec as object), accessMode: 'AppendOnly' })],
    ['BackupStorageLocation', 'no provider', /spec\.provider/, ({ spec }) => without(spec, 'provider')],
  ])('%s with %s is refused: the schema is read', async (kind, _, said, broken) => {
    const good = ofVelero.find(({ manifest }) => manifest.kind === kind)?.manifest;
    if (good === undefined) throw new Error(`no ${kind}`);
    const answer = await apply({ ...good, metadata: { ...good.metadata, name: `${good.metadata?.name ?? ''}-x` }, spec: broken(good) });
    // A field of another type is answered with 500 where it is applied, not created.
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.text).toMatch(said);
  });
});
