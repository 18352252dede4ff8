import { mkdir, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { requirePassedAudit, writeAuditRecord } from '../../../bin/runner/audit-record.js';
import { Journal } from '../../../bin/runner/journal.js';
import { sha256 } from '../../../bin/runner/plan.js';
import { listPlanSets } from '../../../bin/edge/planset-ids.js';
import { openPlanSet, requireUnchanged } from '../../../bin/runner/planset-folder.js';
import type { PlanSetFile } from '../../../policies/planset/format.js';
import { eachInAFolder } from '../edge/folder.js';

const folder = eachInAFolder();
const id = '20260112T031500Z-a1b2c3';
const directory = (): string => join(folder.path, 'plans', id);

const file: PlanSetFile = {
  kind: 'ndc/planset.v1',
  id,
  created: '2026-01-12T03:15:00.000Z',
  estate: { id: 'e', digest: sha256('e') },
  scenario: { phase: 'as-recorded', lose: [], delay: {} },
  scope: { sites: 'all', organisations: ['bo-y-te'], stacks: 'all' },
  purpose: 'apply',
  connection: 'c',
  engine: { kind: 'terraform', version: '1.11.4' },
  providers: [],
  backend: { type: 'local', stateEncrypted: false, planEncrypted: false },
  clusters: { 'ndc-01': null },
  accepted: [],
  stacks: [
    {
      name: 'ndc-01-platform',
      kind: 'platform',
      site: 'ndc-01',
      status: { is: 'planned' },
      configuration: sha256('configuration'),
      configurationFile: 'ndc-01-platform.tf.json',
      plan: { binary: sha256('binary'), json: sha256('json'), binaryFile: 'ndc-01-platform.tfplan', jsonFile: 'ndc-01-platform.plan.json' },
    },
  ],
};

const write = (name: string, content: string): Promise<void> => writeFile(join(directory(), name), content);

beforeEach(async () => {
  await mkdir(directory(), { recursive: true });
  await write('planset.json', JSON.stringify(file));
  await write('ndc-01-platform.tf.json', 'configuration');
  await write('ndc-01-platform.tfplan', 'binary');
  await write('ndc-01-platform.plan.json', 'json');
});

describe('a plan set', () => {
  it('is the newest, or the one named by id or folder', async () => {
    await mkdir(join(folder.path, 'plans', '20250101T000000Z-ffffff'));
    await mkdir(join(folder.path, 'plans', `.${id}.partial`));
    expect(await listPlanSets(folder.path)).toEqual(['20250101T000000Z-ffffff', id]);
    for (const given of [undefined, id, directory()]) expect((await openPlanSet(folder.path, given)).file).toEqual(file);
  });

  it('keeps what a newer format adds', async () => {
    await write('planset.json', JSON.stringify({ ...file, later: 1 }));
    expect((await openPlanSet(folder.path, id)).file).toHaveProperty('later', 1);
  });

  it('that is not there is the user’s mistake', async () => {
    await expect(openPlanSet(folder.path, 'nowhere')).rejects.toMatchObject({ exit: 2, code: 'NDC-X150', text: { en: expect.stringContaining(id) as string } });
    await expect(openPlanSet(join(folder.path, 'empty'))).rejects.toMatchObject({ code: 'NDC-X150', text: { en: expect.stringContaining('ndc plan') as string } });
  });

  const [stack] = file.stacks;
  it.each([
    ['no JSON', '{'],
    ['another kind', JSON.stringify({ ...file, kind: 'ndc/other.v1' })],
    ['a file outside its folder', JSON.stringify({ ...file, stacks: [{ ...stack, configurationFile: '../../secret' }] })],
    ['a hidden file', JSON.stringify({ ...file, stacks: [{ ...stack, configurationFile: '.x' }] })],
    ['an unknown status', JSON.stringify({ ...file, stacks: [{ ...stack, status: { is: 'fine' } }] })],
    ['a stack named like a path', JSON.stringify({ ...file, stacks: [{ ...stack, name: '../x' }] })],
    ['a digest that is none', JSON.stringify({ ...file, stacks: [{ ...stack, configuration: 'x' }] })],
  ])('is refused with %s', async (_, text) => {
    await write('planset.json', text);
    await expect(openPlanSet(folder.path, id)).rejects.toMatchObject({ exit: 2, code: 'NDC-X151' });
  });

  it('passes with every byte as recorded', async () => {
    await expect(requireUnchanged(await openPlanSet(folder.path, id))).resolves.toBeUndefined();
  });

  it.each(['ndc-01-platform.tf.json', 'ndc-01-platform.tfplan', 'ndc-01-platform.plan.json'])('is refused when %s changed, is missing, or is a link', async (name) => {
    const set = await openPlanSet(folder.path, id);
    const refused = { exit: 1, code: 'NDC-X152', text: { en: expect.stringContaining(name) as string } };
    const original = { 'ndc-01-platform.tf.json': 'configuration', 'ndc-01-platform.tfplan': 'binary', 'ndc-01-platform.plan.json': 'json' }[name] ?? '';
    await write(name, `${original} `);
    await expect(requireUnchanged(set)).rejects.toMatchObject(refused);
    await unlink(join(directory(), name));
    await expect(requireUnchanged(set)).rejects.toMatchObject(refused);
    await write('same-bytes', original);
    await symlink('same-bytes', join(directory(), name));
    await expect(requireUnchanged(set)).rejects.toMatchObject(refused);
  });
});

describe('the audit that lets it be applied', () => {
  const digest = sha256('planset');
  const record = { planset: digest, at: '2026-01-12T03:16:00Z', passed: true, blocking: [] };

  it('is read back; a later one replaces an earlier one', async () => {
    await writeAuditRecord(directory(), { ...record, passed: false, blocking: ['RED-001'] });
    await writeAuditRecord(directory(), record);
    expect(await requirePassedAudit({ directory: directory(), digest, file })).toMatchObject(record);
  });

  it.each<[string, string | undefined, string]>([
    ['absent', undefined, 'NDC-X153'],
    ['unreadable', '{', 'NDC-X153'],
    ['of another shape', '{"passed":true}', 'NDC-X153'],
    ['of another set', JSON.stringify({ kind: 'ndc/audit-record.v1', ...record, planset: sha256('other') }), 'NDC-X153'],
    ['failed', JSON.stringify({ kind: 'ndc/audit-record.v1', ...record, passed: false, blocking: ['CHG-002'] }), 'NDC-X154'],
  ])('%s: refused', async (_, text, code) => {
    if (text !== undefined) await write('audit.json', text);
    await expect(requirePassedAudit({ directory: directory(), digest, file })).rejects.toMatchObject({ exit: 1, code });
  });
});

describe('an audit that failed', () => {
  it('blames the data, or the site that nobody reached', async () => {
    await writeAuditRecord(directory(), { planset: sha256('planset'), at: '2026-01-12T03:16:00Z', passed: false, blocking: ['TEN-001'] });
    const of = (more: Partial<PlanSetFile>): Promise<unknown> => requirePassedAudit({ directory: directory(), digest: sha256('planset'), file: { ...file, ...more } });
    await expect(of({})).rejects.toMatchObject({ text: { en: expect.stringContaining('Correct the data and plan again.') as string } });
    const [stack] = file.stacks;
    if (stack === undefined) throw new Error('the file has no stack');
    const silent = [{ ...stack, site: 'ndc-03', status: { is: 'unreachable', since: 'then', reason: 'refused' } as const }];
    await expect(of({ stacks: silent })).rejects.toMatchObject({ text: { en: expect.stringContaining('ndc-03 did not answer when the set was planned: plan again once it does, or go on without it: ndc plan --accept-unreachable ndc-03') as string } });
  });
});

describe('the journal', () => {
  it('is read back by the next apply', async () => {
    const journal = await Journal.open(directory(), 'd');
    await Promise.all(['a', 'b', 'c'].map((stack) => journal.note(stack, { is: 'applied', at: 't' })));
    await journal.accept([{ site: 'ndc-02', by: 'x' }]);
    const again = await Journal.open(directory(), 'd');
    expect(['a', 'b', 'c', 'd', 'toString'].map((stack) => again.get(stack)?.is)).toEqual(['applied', 'applied', 'applied', undefined, undefined]);
  });

  it.each(['{', '{}', JSON.stringify({ kind: 'ndc/applied.v1', planset: 'another', accepted: [], stacks: {} })])('%s is refused: what was applied would be unknown', async (text) => {
    await write('applied.json', text);
    await expect(Journal.open(directory(), 'd')).rejects.toMatchObject({ exit: 1, code: 'NDC-X155' });
  });
});
