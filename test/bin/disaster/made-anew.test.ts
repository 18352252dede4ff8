import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Context } from '../../../bin/command.js';
import { foretoldOf } from '../../../bin/disaster/groups.js';
import { handedByBackup, recloned, requireMadeAnew, requireRecloned } from '../../../bin/disaster/made-anew.js';
import type { Connection } from '../../../bin/edge/connection.js';
import { Failure } from '../../../bin/failure.js';
import { returnSteps, type ReturnStep } from '../../../sites/model/kinds/disaster.js';
import { withLosses } from '../../../sites/model/losses.js';
import type { Estate } from '../../../sites/model/estate.js';
import { restoresOf } from '../../../sites/recovery/restores.js';
import { edited, estateOf, smallEstateFiles, withoutStandby } from '../../stacks/estate-small.js';
import { fakeApi, writeKubeconfig, type FakeApi } from '../edge/fake-api.js';
import { eachInAFolder } from '../edge/folder.js';

const { estate } = estateOf(edited(smallEstateFiles(), 'tenants/so-b.yaml', (text) => `${text.trimEnd()}${withoutStandby}`));
const restores = restoresOf(foretoldOf(estate, 'ndc-01').recovered);
const back = (step: ReturnStep): Estate => withLosses(estate, [{ site: 'ndc-01', declaration: 'mat', at: '2026-11-29T20:15:00Z', restores, back: { transition: 've', step, tokens: [] } }]);
const since = '2026-11-30T04:00:00Z';
const path = '/apis/postgresql.cnpg.io/v1/namespaces/thu-vien-prod/clusters/thu-vien';

const folder = eachInAFolder();
let api: FakeApi;
let survivor: FakeApi;
beforeEach(async () => {
  [api, survivor] = await Promise.all([fakeApi('u1'), fakeApi('u2')]);
});
afterEach(() => Promise.all([api.close(), survivor.close()]));

async function said(connected: readonly string[] = ['ndc-01', 'ndc-02'], require: typeof requireRecloned = requireMadeAnew, now: Estate = back('token')): Promise<string> {
  const kubeconfig = join(folder.path, 'kubeconfig');
  await writeKubeconfig(kubeconfig, { 'quản trị@ndc-01': api.url, 'trực@ndc-02': survivor.url });
  const connection: Connection = { name: 'x', file: 'x.yaml', sandbox: false, sites: Object.fromEntries(connected.map((id) => [id, { id, kubeconfig, context: id === 'ndc-01' ? 'quản trị@ndc-01' : 'trực@ndc-02', backend: { type: 'local', config: {}, encrypted: false } }])) } as unknown as Connection;
  const context = { home: folder.path, lang: 'en', progress: () => undefined, now: () => new Date() } as unknown as Context;
  try {
    await require(context, connection, now, 'ndc-01', since);
    return 'taken';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.text.vi).not.toBe(error.text.en);
    return `${error.code}: ${error.text.en}`;
  }
}

describe('databases that no token hands over', () => {
  it('are those that do not stream and go to the site, while the survivor has stopped', () => {
    const of = (step: ReturnStep): readonly string[] => handedByBackup(back(step), 'ndc-01').map(({ namespace, cluster }) => `${namespace}/${cluster}`);
    for (const step of returnSteps) expect([step, of(step)]).toEqual([step, step === 'demote' || step === 'token' ? ['thu-vien-prod/thu-vien'] : []]);
    expect(handedByBackup(back('token'), 'ndc-02')).toEqual([]);
  });

  it.each(['2026-11-01T00:00:00Z', '2026-11-30T04:00:01Z'])('are refused where one stands, made at %s, with the command that deletes it', async (creationTimestamp) => {
    api.answers.set(path, { metadata: { creationTimestamp } });
    const text = await said();
    expect(text).toMatch(/^NDC-X372: ndc-01: databases that do not stream still have a Cluster from before/);
    expect(text).toContain(`thu-vien-prod/thu-vien (${creationTimestamp})`);
    // Its disks are kept first: nothing is deleted where no snapshot could be made.
    expect(text).toContain("giu 'quản trị@ndc-01' thu-vien-prod cnpg.io/cluster=thu-vien && kubectl --context 'quản trị@ndc-01' -n thu-vien-prod delete cluster.postgresql.cnpg.io thu-vien");
    expect(text).toContain('giu() {');
  });

  it('are taken where none stands: the next plan makes it', async () => {
    expect(await said()).toBe('taken');
    expect(api.asked.some((line) => line.includes(path))).toBe(true);
  });

  it('are refused while the survivor was not told to stop, or cannot be asked', async () => {
    survivor.answers.set(path, { metadata: { creationTimestamp: since } });
    expect(await said()).toMatch(/^NDC-X377: the survivor was not told to stop yet: thu-vien-prod\/thu-vien \(ndc-02\)\. After promote two sites would write/);
    survivor.answers.set(path, { metadata: { creationTimestamp: since, annotations: { 'cnpg.io/hibernation': 'on' } } });
    expect(await said()).toBe('taken');
    survivor.status = 503;
    expect(await said()).toMatch(/^NDC-X373/);
  });

  it.each<[string, () => void, readonly string[] | undefined]>([
    ['the site does not answer', () => (api.status = 503), undefined],
    ['the connection leaves it out', () => undefined, ['ndc-02']],
    ['an answer says no instant', () => api.answers.set(path, { metadata: {} }), undefined],
  ])('are not promoted unread: %s', async (_name, given, connected) => {
    given();
    expect(await said(connected)).toMatch(/^NDC-X373/);
  });
});

describe('databases that stream, and were written where the site was lost', () => {
  const fenced = back('fence');
  const all = recloned(fenced, 'ndc-01');
  const pathOf = ({ namespace, cluster }: (typeof all)[number]): string => `/apis/postgresql.cnpg.io/v1/namespaces/${namespace}/clusters/${cluster}`;
  const stand = (creationTimestamp: string): void => all.forEach((one) => api.answers.set(pathOf(one), { metadata: { creationTimestamp } }));
  const taken = (connected?: readonly string[]): Promise<string> => said(connected, requireRecloned, fenced);

  it('are those of environments that return, and none that a backup brings back', () => {
    expect(all.length).toBeGreaterThan(0);
    expect(all.map(({ namespace }) => namespace)).not.toContain('thu-vien-prod');
    expect(recloned(fenced, 'ndc-02')).toEqual([]);
  });

  it('are refused while one stands from before the fence, with what keeps its disks and deletes it', async () => {
    const [first] = all;
    if (first === undefined) throw new Error('no database streams');
    stand('2026-11-30T04:00:01Z');
    expect(await taken()).toBe('taken');
    for (const instant of ['2026-11-01T00:00:00Z', since]) {
      api.answers.set(pathOf(first), { metadata: { creationTimestamp: instant } });
      const text = await taken();
      expect(text).toMatch(/^NDC-X372: ndc-01: databases that stream are still those of before the step fence/);
      expect(text).toContain(`${first.namespace}/${first.cluster} (${instant})`);
      expect(text).toContain(`giu 'quản trị@ndc-01' ${first.namespace} cnpg.io/cluster=${first.cluster} && kubectl --context 'quản trị@ndc-01' -n ${first.namespace} delete cluster.postgresql.cnpg.io ${first.cluster}`);
    }
  });

  it('are refused while one was deleted and not made again: nothing was cloned', async () => {
    expect(await taken()).toMatch(/^NDC-X372: ndc-01: there is no Cluster .* yet, so nothing was cloned again\. Run ndc up/);
  });

  it('are not taken on trust where the site cannot be read', async () => {
    stand('2026-11-30T04:00:01Z');
    expect(await taken([])).toMatch(/^NDC-X373/);
    api.status = 503;
    expect(await taken()).toMatch(/^NDC-X373/);
  });
});
