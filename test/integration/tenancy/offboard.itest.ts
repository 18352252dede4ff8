import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../runner/workbench.js';
import { daysAgo, Leaving } from './leaving.js';

const found = await engines();

it('has an engine to test with', () => {
  expect(found.length, 'install terraform or tofu, or set NDC_TOFU').toBeGreaterThan(0);
});

const exported = { location: 's3://kho-luu/di-san', digest: `sha256:${'a'.repeat(64)}`, confirmedBy: 'Trần Thị B' };
const [system, body] = ['system/di-san', 'organisation/bo-xay-dung'] as const;
const transition = 'offboard-di-san';

/** A system leaves its body, and a whole body leaves. */
describe.each(found)('offboarding with $kind', (engine) => {
  let leaving: Leaving;
  let stays: string | undefined;
  beforeAll(async () => {
    leaving = await Leaving.open(engine);
  });
  afterAll(() => leaving.close());

  it('GIVEN two bodies with what they run', async () => {
    const { plan, blocked } = await leaving.plan();
    expect([plan.exit, blocked]).toEqual([0, []]);
    expect(await leaving.apply(plan.id)).toMatchObject({ complete: true, exit: 0 });
    await leaving.pod('di-san-prod', 'a');
    await leaving.counted('di-san-prod', '1');
    for (const namespace of ['di-san-thu', 'o-lai-prod', 'quy-hoach-prod']) await leaving.counted(namespace, '0');
    stays = await leaving.uid('o-lai-prod');
  });

  it('WHEN it is cordoned THEN the quota on the API server is what was in use, and no pod comes any more', async () => {
    const cordoned = await leaving.take(system, 'cordon', {}, daysAgo(40));
    expect(cordoned.limits).toEqual([
      { namespace: 'di-san-prod', site: 'ndc-01', use: expect.stringMatching(/^500m CPU, 512Mi, 1 pod/) as string },
      { namespace: 'di-san-thu', site: 'ndc-01', use: expect.stringMatching(/^0 CPU, 0, 0 pod/) as string },
    ]);
    await leaving.take(body, 'cordon', {}, daysAgo(40));
    const { plan, blocked, deleted } = await leaving.plan();
    expect([plan.exit, blocked, deleted]).toEqual([0, [], []]);
    expect(await leaving.apply(plan.id)).toMatchObject({ complete: true, exit: 0 });
    expect(await leaving.quota('di-san-prod')).toMatchObject({ pods: '1', 'requests.cpu': '500m', 'limits.memory': '512Mi' });
    expect(await leaving.quota('di-san-thu')).toMatchObject({ pods: '0', 'requests.cpu': '0' });
    expect((await leaving.quota('o-lai-prod'))['pods']).not.toBe('0');
    await expect(leaving.pod('di-san-prod', 'b')).rejects.toThrow(/exceeded quota/);
  });

  it('AND what comes too early is refused: by the command, and by the gate where somebody takes the entry out by hand', async () => {
    await expect(leaving.take(system, 'release')).rejects.toMatchObject({ code: 'NDC-X309', text: { en: expect.stringContaining('missing: export') as string } });
    for (const subject of [system, body]) await leaving.take(subject, 'export', exported, daysAgo(30));
    for (const subject of [system, body]) await leaving.take(subject, 'retain', { until: daysAgo(10) }, daysAgo(20));
    await expect(leaving.take(system, 'release', {}, daysAgo(10))).rejects.toMatchObject({ text: { en: expect.stringContaining('kept until the end of') as string } });
    await leaving.sign(transition, 'an');
    await expect(leaving.take(system, 'release')).rejects.toMatchObject({ text: { en: expect.stringContaining('there are 1') as string } });
    const file = leaving.file('tenants/bo-y-te.yaml');
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.replace(/ {2}- \{id: di-san.*\n/, ''));
    const { blocked } = await leaving.plan();
    expect(blocked.join('\n')).toMatch(/CHG-001 stack\/ndc-01-tenant-bo-y-te fail: .*would delete Namespace di-san-prod.*has not taken the step release.*1 of 2 people/);
    expect(blocked).toContain('destroyed: Namespace di-san-prod');
    await writeFile(file, before);
  });

  it('WHEN two people have signed THEN the plan destroys exactly what they signed', async () => {
    await leaving.sign(transition, 'binh');
    for (const person of ['an', 'binh'] as const) await leaving.sign('offboard-bo-xay-dung', person);
    for (const subject of [system, body]) await leaving.take(subject, 'release');
    const { plan, blocked, deleted } = await leaving.plan();
    expect([plan.exit, blocked]).toEqual([0, []]);
    const [ministry, other] = [await leaving.held('bo-y-te'), await leaving.held('bo-xay-dung')];
    expect(deleted).toEqual([...other, ...ministry.filter((address) => address.includes('.di-san'))].sort());
    expect(deleted.filter((address) => address.includes('kubernetes_namespace_v1.'))).toHaveLength(3);

    // A word of the signed text changed: the same plan is not let pass.
    const file = leaving.file(`transitions/${transition}.yaml`);
    const signed = await readFile(file, 'utf8');
    await writeFile(file, signed.replace('confirmedBy: Trần Thị B', 'confirmedBy: Ai đó'));
    expect((await leaving.plan()).blocked.join('\n')).toMatch(/The signature of an@x on offboard-di-san does not count: signed another text/);
    await writeFile(file, signed);

    await expect(leaving.take(system, 'tombstone')).rejects.toMatchObject({ text: { en: expect.stringContaining('still have di-san-prod@ndc-01, di-san-thu@ndc-01') as string } });
    const approved = await leaving.plan();
    expect([approved.blocked, approved.deleted]).toEqual([[], deleted]);
    expect(await leaving.apply(approved.plan.id)).toMatchObject({ complete: true, exit: 0 });
  });

  it('AND the namespaces are gone, everything else is what it was, the tombstones keep the ids, the next plan is empty', async () => {
    for (const namespace of ['di-san-prod', 'di-san-thu', 'quy-hoach-prod']) expect(await leaving.uid(namespace)).toBeUndefined();
    expect(await leaving.uid('o-lai-prod')).toBe(stays);
    expect(await leaving.held('bo-xay-dung')).toEqual([]);
    for (const subject of [system, body]) expect((await leaving.take(subject, 'tombstone')).steps.every(({ on }) => on !== undefined)).toBe(true);
    const { plan, blocked, deleted } = await leaving.plan();
    expect([blocked, deleted, plan.rows.filter(({ noOp }) => !noOp), plan.orphans]).toEqual([[], [], [], []]);
    expect(plan.rows.map(({ name }) => name)).toEqual(['ndc-01-tenant-bo-y-te']);
    const file = leaving.file('tenants/bo-y-te.yaml');
    const now = await readFile(file, 'utf8');
    await writeFile(file, `${now.trimEnd()}\n  - {id: di-san, name: Lại, securityLevel: 3, sharing: shared, importance: ordinary, secrecy: none, personalData: none, environments: [{name: moi, quota: {size: s}}]}\n`);
    await expect(leaving.estate()).rejects.toThrow(/NDC-E036/);
    await writeFile(file, now);
  });

  it('AND a whole stack of a real site is destroyed only once two people signed for that stack', async () => {
    const stack = 'ndc-01-tenant-bo-y-te';
    await expect(leaving.destroy(stack)).rejects.toMatchObject({ code: 'NDC-X170', text: { en: expect.stringContaining(`no open offboarding names stack/${stack}`) as string } });
    await writeFile(leaving.file('transitions/go-bo.yaml'), `apiVersion: ndc.gov.vn/v1\nkind: Transition\nid: go-bo\ntransition: offboard\nfrom: [stack/${stack}]\nto: []\nstate: open\napprovals: []\n`);
    await leaving.sign('go-bo', 'an');
    await expect(leaving.destroy(stack)).rejects.toMatchObject({ text: { en: expect.stringContaining('go-bo has valid signatures of 1 of 2 people') as string } });
    expect(await leaving.uid('o-lai-prod')).toBe(stays);
    await leaving.sign('go-bo', 'binh');
    expect((await leaving.destroy(stack)).rows.map(({ name, status }) => [name, status])).toEqual([[stack, 'destroyed']]);
    expect(await leaving.uid('o-lai-prod')).toBeUndefined();
  });
});
