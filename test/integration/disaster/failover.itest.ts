import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreV1Api, CustomObjectsApi, NetworkingV1Api, PatchStrategy, setHeaderOptions } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ApprovalData } from '../../../bin/approval-data.js';
import type { AuditData } from '../../../bin/commands/audit.js';
import type { UpData } from '../../../bin/commands/up.js';
import type { DrDeclareData } from '../../../bin/dr-declare-data.js';
import type { DrReturnData } from '../../../bin/dr-return-data.js';
import { openSandbox } from '../../../bin/edge/sandbox/open.js';
import { startSite, stopSite } from '../../../bin/edge/sandbox/site-power.js';
import type { ApplyResult } from '../../../bin/runner/apply.js';
import type { SiteReleaseData } from '../../../bin/site-release-data.js';
import { dayInVietNam } from '../../../sites/model/calendar.js';
import type { PlanResult } from '../../../bin/runner/plan.js';
import { findEngines } from '../journey/engines.js';
import { Project } from '../journey/project.js';

const [lost, standby, third] = ['ndc-01', 'ndc-02', 'ndc-03'];
const namespace = 'ho-so-suc-khoe-prod';
const merging = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
const engines = await findEngines();
const wanted = process.env['NDC_ENGINE'];
const engine = engines.find(({ kind }) => kind === (wanted ?? 'tofu')) ?? engines[0];
const digest = `sha256:${'a'.repeat(64)}`;

interface Cluster {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string; readonly creationTimestamp: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly replica?: { readonly self: string; readonly primary: string; readonly source: string; readonly promotionToken?: string }; readonly plugins: readonly { readonly isWALArchiver: boolean; readonly parameters: { readonly serverName: string } }[] };
}

it('has an engine to test with', () => {
  expect(engine, 'install terraform or tofu, or set NDC_TOFU').toBeDefined();
});

describe.runIf(engine !== undefined)(`a site lost and back, with ${engine?.kind ?? ''}`, () => {
  let project: Project;
  const keys = ['an', 'binh'] as const;
  let declaration = '';
  let back = '';

  beforeAll(async () => {
    if (engine === undefined) return;
    project = await Project.create(engine);
    await project.edit('tenants/bo-y-te.yaml', ['systems', 0, 'databases'], [{ id: 'ho-so', engine: 'postgresql', size: '10Gi', changeRate: '1Gi' }]);
    for (const key of keys) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', key, '-f', join(project.directory, key)]);
    const keyOf = async (key: string): Promise<string> => (await readFile(join(project.directory, `${key}.pub`), 'utf8')).split(' ').slice(0, 2).join(' ');
    await project.write('catalogue/signers.yaml', stringify({ apiVersion: 'ndc.gov.vn/v1', kind: 'Signers', signers: await Promise.all(keys.map(async (key) => ({ name: `${key}@x`, key: await keyOf(key) }))) }));
    expect((await project.ndc('sandbox', 'up')).code).toBe(0);
    await project.useEngine();
  });
  afterAll(() => project.remove());

  /** Exit code and everything a refused command said: what fails a check is told on stdout. */
  const refused = async (...args: string[]): Promise<readonly [number, string]> => {
    const { code, stdout, stderr } = await project.ndc(...args);
    return [code, `${stdout}\n${stderr}`];
  };
  const sign = (transition: string, key: string): Promise<{ code: number; data: ApprovalData; stderr: string }> => project.json<ApprovalData>('approve', transition, '--key', join(project.directory, key), '--write');
  const cluster = async (site: string): Promise<Cluster> =>
    (await (await project.kube(site)).makeApiClient(CustomObjectsApi).getNamespacedCustomObject({ group: 'postgresql.cnpg.io', version: 'v1', namespace, plural: 'clusters', name: 'ho-so' })) as Cluster;
  const databases = { group: 'postgresql.cnpg.io', version: 'v1', plural: 'clusters' } as const;
  const clustersAt = async (site: string): Promise<readonly Cluster[]> => ((await (await project.kube(site)).makeApiClient(CustomObjectsApi).listClusterCustomObject(databases)) as { items: Cluster[] }).items;
  const asleepAt = async (site: string): Promise<readonly Cluster[]> => (await clustersAt(site)).filter(({ metadata }) => metadata.annotations?.['cnpg.io/hibernation'] === 'on');
  const named = ({ metadata }: Cluster): string => `${metadata.namespace}/${metadata.name}`;
  /** Deletes what a refusal says is to be deleted; as its lines would, but for the snapshots, which no sandbox takes. */
  const deleteNamed = async (site: string, said: string): Promise<readonly string[]> => {
    const found = [...said.replaceAll(/\s+/g, ' ').matchAll(/-n ([a-z0-9-]+) delete clusters?\.postgresql\.cnpg\.io ([a-z0-9-]+)/g)];
    for (const [, namespaceOf = '', name = ''] of found) await (await project.kube(site)).makeApiClient(CustomObjectsApi).deleteNamespacedCustomObject({ ...databases, namespace: namespaceOf, name });
    return found.map(([, namespaceOf = '', name = '']) => `${namespaceOf}/${name}`);
  };
  const volumes = { group: 'replication.storage.openshift.io', version: 'v1alpha1', plural: 'volumegroupreplications' } as const;
  const volumesAt = async (site: string): Promise<readonly { readonly namespace: string; readonly state: string }[]> => {
    const { items } = (await (await project.kube(site)).makeApiClient(CustomObjectsApi).listClusterCustomObject(volumes)) as { items: { metadata: { namespace: string }; spec: { replicationState: string } }[] };
    return items.map(({ metadata, spec }) => ({ namespace: metadata.namespace, state: spec.replicationState }));
  };
  const labels = async (site: string): Promise<Readonly<Record<string, string>>> => (await (await project.kube(site)).makeApiClient(CoreV1Api).readNamespace({ name: namespace })).metadata?.labels ?? {};
  const policies = async (site: string): Promise<readonly string[]> => (await (await project.kube(site)).makeApiClient(NetworkingV1Api).listNamespacedNetworkPolicy({ namespace })).items.map(({ metadata }) => metadata?.name ?? '');
  const up = async (...more: string[]): Promise<UpData> => {
    const { code, data, stderr } = await project.json<UpData>('up', ...more);
    expect([data.ended, code], `${stderr}\n${JSON.stringify(data.findings, null, 1)}\n${data.message.en}`).toEqual(['complete', 0]);
    return data;
  };
  const uids = async (site: string): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries((await (await project.kube(site)).makeApiClient(CoreV1Api).listNamespace()).items.map(({ metadata }) => [metadata?.name ?? '', metadata?.uid ?? '']));
  let before: Readonly<Record<string, string>> = {};

  it('is up at three sites', async () => {
    await up();
    expect((await cluster(lost)).spec.replica).toMatchObject({ self: lost, primary: lost });
    expect((await cluster(standby)).spec.replica).toMatchObject({ self: standby, primary: lost });
    before = await uids(lost);
  });

  it('refuses to declare what answers, and says which cases there are', async () => {
    const answered = await refused('dr', 'declare', '--lose', lost, '--reason', 'thử');
    expect(answered).toEqual([1, expect.stringContaining('NDC-X321')]);
    const none = await refused('dr', 'return', lost);
    expect(none).toEqual([2, expect.stringContaining('NDC-X330')]);
  });

  it('tells a dead site from one that may be cut off, once it is killed', async () => {
    const info = await openSandbox(join(project.directory, '.ndc'), 'sandbox');
    if (info === undefined) throw new Error('the sandbox is not up');
    await stopSite(info, lost);
    const asked = await refused('dr', 'declare', '--lose', lost, '--reason', 'thử');
    expect(asked).toEqual([2, expect.stringContaining('NDC-X324')]);
    const brownout = await refused('dr', 'declare', '--lose', lost, '--reason', 'thử', '--case', 'brownout');
    expect(brownout).toEqual([1, expect.stringContaining('NDC-X323')]);
    // Nothing of all that was written.
    expect(await readdir(join(project.directory, 'data'))).not.toContain('transitions');
  });

  it('cannot be signed while a fence is unproven; nothing is written without --write', async () => {
    const shown = await project.json<DrDeclareData>('dr', 'declare', '--lose', lost, '--reason', 'thử', '--case', 'dead');
    expect(shown.code, shown.stderr).toBe(0);
    expect(shown.data).toMatchObject({ written: false, signable: false, window: { is: 'open' }, case: 'dead' });
    expect(await readdir(join(project.directory, 'data'))).not.toContain('transitions');
  });

  it('is declared, and in force from the second signature on', async () => {
    const fence = ['--fence', 'power-off=proven:An:PDU 4711', '--fence', 'edge-withdrawn=attested:Bình', '--fence', 'replication-revoked=attested:Bình'];
    const { code, data, stderr } = await project.json<DrDeclareData>('dr', 'declare', '--lose', lost, '--reason', 'mất điện', ...fence, '--write');
    expect(code, stderr).toBe(0);
    expect(data).toMatchObject({ written: true, signable: true, case: 'dead', window: { is: 'shut' } });
    expect(data.moves.find(({ tier }) => tier === 'gold')).toMatchObject({ to: standby, namespaces: expect.arrayContaining([namespace]) as unknown });
    declaration = data.transition;
    expect((await sign(declaration, 'an')).code).toBe(0);
    // What somebody has signed is not written anew.
    const second = await refused('dr', 'declare', '--lose', lost, '--reason', 'mất điện', '--case', 'dead', '--write');
    expect(second).toEqual([2, expect.stringContaining('NDC-X325')]);
    const twice = await refused('approve', declaration, '--key', join(project.directory, 'an'), '--write');
    expect(twice).toEqual([1, expect.stringContaining('NDC-X303')]);
    // One person's signature moves nothing: the lost site is still expected, and silent.
    const waiting = await project.json<PlanResult>('plan');
    expect([waiting.code, waiting.data.rows.some(({ site, status }) => site === lost && status.is === 'unreachable')]).toEqual([3, true]);
    const signed = await sign(declaration, 'binh');
    expect([signed.code, signed.data.given.length]).toEqual([0, 2]);
  });

  let planned = '';
  it('plans survivors only, and destroys nothing', async () => {
    const { code, data, stderr } = await project.json<PlanResult>('plan');
    expect(code, stderr).toBe(0);
    planned = data.id;
    expect(new Set(data.rows.map(({ site }) => site))).toEqual(new Set([standby, third]));
    expect(data.orphans).toEqual([]);
    expect(data.file.accepted).toEqual([{ site: lost, by: declaration }]);
    // What goes is names of the lost site's services and its schedules; nothing that holds data.
    const text = await project.ndc('audit', planned);
    expect(text.stdout).toMatch(/Owed since/);
  });

  it('is judged by the pack of a failover: what two survivors cannot keep is owed, and stops nothing', async () => {
    const { data } = await project.json<AuditData>('audit', planned);
    expect(data.packs).toEqual(['design', 'operations', 'failover']);
    expect(data.passed, JSON.stringify(data.verdicts.filter(({ blocks }) => blocks), null, 1)).toBe(true);
    const of = (policy: string) => data.verdicts.filter((verdict) => verdict.policy === policy);
    expect(of('REP-007').map(({ status }) => status)).not.toContain('fail');
    expect(of('CHG-003').map(({ status, subject }) => [subject.site, status])).toEqual([[standby, 'pass'], [third, 'pass']]);
    expect(of('RED-001').some(({ debt }) => debt?.declaration === declaration)).toBe(true);
    expect(of('CHG-001').filter(({ status }) => status !== 'pass' && status !== 'not-applicable')).toEqual([]);
    expect(of('TEN-001').filter(({ status }) => status === 'fail').map(({ subject, finding }) => [subject, finding.en])).toEqual([]);
  });

  it('is applied on the survivors while its API is dead', async () => {
    const { code, data, stderr } = await project.json<ApplyResult>('apply', planned);
    expect([code, data.complete], `${stderr}\n${JSON.stringify(data.rows.filter(({ status }) => status !== 'applied'), null, 1)}`).toEqual([0, true]);
    await up();
    const moved = await cluster(standby);
    expect(moved.spec.replica).toEqual({ self: standby, primary: standby, source: third });
    expect(moved.spec.plugins[0]?.parameters.serverName).toBe(`ho-so-${standby}-2`);
    expect((await cluster(third)).spec.replica).toMatchObject({ primary: standby, source: standby });
    expect((await labels(standby))['ndc.gov.vn/role']).toBe('primary');
    const facts = await (await project.kube(standby)).makeApiClient(CoreV1Api).readNamespacedConfigMap({ name: 'ndc-site', namespace: 'ndc-system' });
    expect(facts.metadata?.annotations?.[`declared.ndc.gov.vn/${lost}`]).toBe(declaration);
  });

  it('cannot be worked on with data that do not know the declaration', async () => {
    const file = join(project.directory, 'data/transitions', `${declaration}.yaml`);
    const text = await readFile(file, 'utf8');
    await rm(file);
    try {
      const info = await openSandbox(join(project.directory, '.ndc'), 'sandbox');
      if (info === undefined) throw new Error('the sandbox is not up');
      await startSite(info, lost);
      const old = await refused('plan', '--site', lost);
      expect(old).toEqual([1, expect.stringContaining('NDC-X128')]);
      // Where nobody can be asked, the old data are not believed either, whoever accepts the silence.
      for (const site of [standby, third]) await stopSite(info, site);
      const alone = await refused('up', '--site', lost, '--accept-unreachable', standby, '--accept-unreachable', third);
      expect(alone).toEqual([1, expect.stringMatching(new RegExp(`NDC-X350[\\s\\S]*${standby}: [\\s\\S]*${third}: `))]);
      const ordered = await project.json<SiteReleaseData>('site', 'release', lost, '--reason', 'thử', '--until', dayInVietNam(new Date()), '--write');
      expect(ordered.code, ordered.stderr).toBe(0);
      expect((await sign(ordered.data.transition, 'an')).code).toBe(0);
      expect(await refused('plan', '--site', lost)).toEqual([1, expect.stringContaining(`${ordered.data.transition} is open and not in force`)]);
      expect((await sign(ordered.data.transition, 'binh')).code).toBe(0);
      const released = await project.json<PlanResult>('plan', '--site', lost);
      expect([released.code, released.data.file.released], released.stderr).toEqual([0, [{ site: lost, by: ordered.data.transition, until: ordered.data.until }]]);
      // A declaration that is read stops it all the same.
      await startSite(info, third);
      expect(await refused('plan', '--site', lost)).toEqual([1, expect.stringContaining('NDC-X128')]);
      await startSite(info, standby);
      await rm(join(project.directory, 'data/transitions', `${ordered.data.transition}.yaml`));
    } finally {
      await writeFile(file, text);
    }
  });

  it('comes back with everything it had, and is quarantined by the first step of its return', async () => {
    expect(await uids(lost)).toMatchObject(before);
    // It still believes that it writes: nothing of it is planned before somebody leads it back.
    expect((await cluster(lost)).spec.replica?.primary).toBe(lost);
    expect(new Set((await project.json<PlanResult>('plan')).data.rows.map(({ site }) => site))).toEqual(new Set([standby, third]));
    const early = await refused('dr', 'return', lost, 'demote', '--write');
    expect(early).toEqual([1, expect.stringContaining('the next step is fence')]);
    const { code, data, stderr } = await project.json<DrReturnData>('dr', 'return', lost, 'fence', '--by', 'An', '--evidence', 'ingress 0', '--write');
    expect(code, stderr).toBe(0);
    back = data.transition;
    expect(data.returning).toContain(namespace);
    await up();
    const quarantined = await cluster(lost);
    expect(quarantined.spec.replica).toMatchObject({ self: lost, primary: standby, source: standby });
    expect(quarantined.spec.plugins[0]).toMatchObject({ isWALArchiver: false, parameters: { serverName: `ho-so-${lost}-2` } });
    expect(await policies(lost)).not.toContain('ndc-ingress');
    expect((await labels(lost))['ndc.gov.vn/role']).toBe('standby');
    expect(await uids(lost)).toMatchObject(before);
  });

  it('goes on after somebody had volumes synchronised by hand: the next up takes the field over', async () => {
    const theirs = await volumesAt(lost);
    expect(theirs.length).toBeGreaterThan(0);
    for (const { namespace: namespaceOf } of theirs)
      await (await project.kube(lost)).makeApiClient(CustomObjectsApi).patchNamespacedCustomObject({ ...volumes, namespace: namespaceOf, name: 'ndc-volumes', body: { spec: { replicationState: 'resync' } }, fieldManager: 'kubectl-patch' }, merging);
    expect(new Set((await volumesAt(lost)).map(({ state }) => state))).toEqual(new Set(['resync']));
    await up();
    expect(new Set((await volumesAt(lost)).map(({ state }) => state))).toEqual(new Set(['secondary']));
  });

  it('is not taken for cloned again while clusters stand from before the fence, or were not made again', async () => {
    const reclone = () => refused('dr', 'return', lost, 'reclone', '--by', 'An', '--diverged', 'kho/dong-lech.csv', '--digest', digest, '--rows', '93', '--write');
    const [code, said] = await reclone();
    expect([code, said]).toEqual([1, expect.stringContaining('NDC-X372')]);
    const deleted = await deleteNamed(lost, said);
    expect(deleted).toContain(`${namespace}/ho-so`);
    expect(await reclone()).toEqual([1, expect.stringMatching(/NDC-X372[\s\S]*nothing was\s+cloned again/)]);
    await up();
    expect((await clustersAt(lost)).map(named)).toEqual(expect.arrayContaining([...deleted]));
  });

  it('cannot be signed before the copies were compared, nor handed over unsigned', async () => {
    expect((await project.json<DrReturnData>('dr', 'return', lost, 'reclone', '--by', 'An', '--diverged', 'kho/dong-lech.csv', '--digest', digest, '--rows', '93', '--write')).code).toBe(0);
    const early = await refused('approve', back, '--key', join(project.directory, 'an'), '--write');
    expect(early).toEqual([1, expect.stringContaining('the step verify is missing')]);
    expect((await project.json<DrReturnData>('dr', 'return', lost, 'verify', '--by', 'Bình', '--report', 'kho/so-sanh.txt', '--digest', digest, '--equal', '--write')).code).toBe(0);
    const unsigned = await refused('dr', 'return', lost, 'demote', '--write');
    expect(unsigned).toEqual([1, expect.stringContaining('it lacks the valid signatures of two people')]);
    for (const key of keys) expect((await sign(back, key)).code).toBe(0);
  });

  it('is demoted, tokened, promoted: at no moment do two write', async () => {
    expect((await project.json<DrReturnData>('dr', 'return', lost, 'demote', '--write')).code).toBe(0);
    await up();
    expect([(await cluster(standby)).spec.replica?.primary, (await cluster(lost)).spec.replica?.primary]).toEqual([lost, standby]);
    const early = await refused('dr', 'return', lost, 'token', '--write');
    expect(early).toEqual([1, expect.stringContaining('NDC-X335')]);
    // The operator's part, for every database that is handed over: it stops writing and says where the log ends.
    const missing = [...early[1].matchAll(/([a-z0-9-]+)\/([a-z0-9-]+) \((ndc-\d\d)\)/g)].map(([, namespaceOf = '', name = '', site = '']) => ({ namespaceOf, name, site }));
    expect(missing).toContainEqual({ namespaceOf: namespace, name: 'ho-so', site: standby });
    for (const { namespaceOf, name, site } of missing) {
      const custom = (await project.kube(site)).makeApiClient(CustomObjectsApi);
      await custom.patchNamespacedCustomObjectStatus({ group: 'postgresql.cnpg.io', version: 'v1', namespace: namespaceOf, plural: 'clusters', name, body: { status: { demotionToken: 'eyJsYXN0Ijoi' } } }, merging);
    }
    expect((await project.json<DrReturnData>('dr', 'return', lost, 'token', '--write')).code).toBe(0);
    // Databases that do not stream: what stands is of before the loss, and is deleted as the message says.
    const first = await project.ndc('dr', 'return', lost, 'promote', '--write');
    const old = await deleteNamed(lost, `${first.stdout}\n${first.stderr}`);
    expect(first.code).toBe(old.length === 0 ? 0 : 1);
    if (old.length > 0) expect((await project.json<DrReturnData>('dr', 'return', lost, 'promote', '--write')).code).toBe(0);
    await up();
    expect((await cluster(lost)).spec.replica).toEqual({ self: lost, primary: lost, source: standby, promotionToken: 'eyJsYXN0Ijoi' });
    expect((await cluster(standby)).spec.replica).toMatchObject({ self: standby, primary: lost, source: lost });
    expect(await policies(lost)).toContain('ndc-ingress');
    // Also of volumes that were patched by hand.
    expect((await volumesAt(lost)).filter(({ namespace: one }) => one === namespace)).toEqual([{ namespace, state: 'primary' }]);
  });

  it('is over: declaration and return are done, the plans are empty, nothing was destroyed', async () => {
    const { code, data } = await project.json<DrReturnData>('dr', 'return', lost, 'close', '--write');
    expect([code, data.closed]).toEqual([0, true]);
    await up();
    const { data: again } = await project.json<PlanResult>('plan');
    expect(again.rows.filter(({ noOp }) => !noOp).map(({ name, changes }) => [name, changes])).toEqual([]);
    expect(new Set(again.rows.map(({ site }) => site))).toEqual(new Set([lost, standby, third]));
    expect(await uids(lost)).toMatchObject(before);
    expect((await cluster(lost)).spec.plugins[0]?.parameters.serverName).toBe(`ho-so-${lost}-2`);
  });

  describe('and lost a second time', () => {
    let slept: readonly { readonly site: string; readonly cluster: Cluster }[] = [];

    it('wakes no database that has slept at a survivor since the first time, and holds nothing else up', async () => {
      slept = (await Promise.all([standby, third].map(async (site) => (await asleepAt(site)).map((one) => ({ site, cluster: one }))))).flat();
      expect(slept.length, 'no database of the three organisations comes back by backup').toBeGreaterThan(0);
      const info = await openSandbox(join(project.directory, '.ndc'), 'sandbox');
      if (info === undefined) throw new Error('the sandbox is not up');
      await stopSite(info, lost);
      const fence = ['power-off', 'edge-withdrawn', 'replication-revoked'].flatMap((name) => ['--fence', `${name}=proven:An:PDU 4711`]);
      const { code, data: declared, stderr } = await project.json<DrDeclareData>('dr', 'declare', '--lose', lost, '--reason', 'mất điện lần hai', ...fence, '--write');
      expect([code, declared.transition], stderr).toEqual([0, `${declaration}-2`]);
      for (const key of keys) expect((await sign(declared.transition, key)).code).toBe(0);

      const plan = await project.json<PlanResult>('plan');
      const kept = (plan.data.asleep ?? []).map(({ site, namespace: namespaceOf, cluster: name }) => `${site} ${namespaceOf}/${name}`).sort();
      expect([plan.code, kept], plan.stderr).toEqual([1, slept.map(({ site, cluster: one }) => `${site} ${named(one)}`).sort()]);
      // Without a connection the set says what was kept asleep: it is judged as current.
      const audited = await project.json<AuditData>('audit', plan.data.id);
      expect(audited.data.verdicts.filter(({ policy, status }) => policy === 'CHG-002' && status === 'fail')).toEqual([]);
      expect(audited.data.passed, JSON.stringify(audited.data.verdicts.filter(({ blocks }) => blocks), null, 1)).toBe(true);
      const applied = await project.json<ApplyResult>('apply', plan.data.id);
      expect([applied.code, applied.data.complete, applied.data.asleep?.length], applied.stderr).toEqual([1, true, kept.length]);

      const ran = await project.json<UpData>('up');
      expect([ran.code, ran.data.ended]).toEqual([1, 'complete']);
      expect((await cluster(standby)).spec.replica?.primary).toBe(standby);
      for (const { site, cluster: one } of slept) expect((await asleepAt(site)).map(({ metadata }) => metadata.uid)).toContain(one.metadata.uid);
    });

    it('makes them anew once the old ones are deleted as it says, from the archive of what was lost now', async () => {
      const said = await project.ndc('up');
      expect([said.code, said.stdout]).toEqual([1, expect.stringContaining('NDC-X376')]);
      for (const site of [standby, third]) {
        const own = slept.filter((one) => one.site === site).map(({ cluster: one }) => named(one));
        const lines = said.stdout.split('\n').filter((line) => own.some((name) => /^ *giu \S+ /.test(line) && line.includes(` ${name.replace('/', ' cnpg.io/cluster=')} `))).join('\n');
        expect([...(await deleteNamed(site, lines))].sort()).toEqual([...own].sort());
      }
      await up();
      for (const { site, cluster: old } of slept) {
        const now = (await clustersAt(site)).find((one) => named(one) === named(old));
        expect(now?.metadata.uid).not.toBe(old.metadata.uid);
        expect([now?.metadata.annotations?.['cnpg.io/hibernation'], now?.spec.plugins[0]?.isWALArchiver]).toEqual([undefined, true]);
        expect(now?.spec.plugins[0]?.parameters.serverName).not.toBe(old.spec.plugins[0]?.parameters.serverName);
      }
    });

    it('begins a way back of its own on the same day', async () => {
      const info = await openSandbox(join(project.directory, '.ndc'), 'sandbox');
      if (info === undefined) throw new Error('the sandbox is not up');
      await startSite(info, lost);
      const { code, data, stderr } = await project.json<DrReturnData>('dr', 'return', lost, 'fence', '--by', 'An', '--evidence', 'ingress 0', '--write');
      expect([code, data.transition], stderr).toEqual([0, `${back}-2`]);
    });
  });
});
