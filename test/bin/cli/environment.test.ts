import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, folder } from './estates.js';
import { asOf, expectNoTrace, ndc, said, small, type Ran } from './ndc.js';
import { deadServer, workplace } from './workplace.js';

const given = ['--sites', small, ...asOf] as const;
const engineCommands = ['plan', 'up', 'drift', 'destroy', 'rekey'] as const;

/** What stands below `.ndc` besides the connection, and locks and logs of the run. */
const plansIn = (work: string): string[] => Object.keys(filesOf(join(work, '.ndc'))).filter((name) => name.startsWith('plans') || name.startsWith('.'));

function expectFailure(ran: Ran, exit: number, ...says: readonly string[]): void {
  for (const part of says) expect(said(ran)).toContain(part);
  expect(ran.exit).toBe(exit);
  expectNoTrace(ran);
}

describe('no connection', () => {
  it.each(engineCommands)('ndc %s says how to get one, exit 2, nothing written', async (name) => {
    const work = folder();
    const ran = await ndc([name, ...given], { cwd: work });
    expectFailure(ran, 2, 'NDC-X110', 'no connection in .ndc/connections.', 'ndc sandbox up', 'docs/connection.sample.yaml');
    expect(said(ran)).not.toContain(work);
    expect(ran.out).toBe('');
    expect(ran.reached).toEqual([]);
    expect(filesOf(work)).toEqual({});
  });

  it('one of another name: those there are, and the nearest', async () => {
    const { work, env } = workplace();
    expectFailure(await ndc(['plan', ...given, '--connection', 'reel'], { cwd: work, env }), 2, 'NDC-X111', '"reel"', 'there are: real', 'Did you mean real?');
  });

  it('several and none chosen', async () => {
    const { work, env } = workplace();
    writeFileSync(join(work, '.ndc', 'connections', 'other.yaml'), '');
    expectFailure(await ndc(['plan', ...given], { cwd: work, env }), 2, 'NDC-X112', 'other, real', '--connection');
  });

  it('a broken one, with its place and the nearest key', async () => {
    const { work, env } = workplace({ connection: 'sandboxx: true\n' });
    expectFailure(await ndc(['plan', ...given], { cwd: work, env }), 2, 'NDC-X113', '\n.ndc/connections/real.yaml:6:1 NDC-E006', '"sandboxx"', 'Did you mean sandbox?');
  });
});

describe('what to work on', () => {
  it.each([
    { argv: ['--site', 'ndc-1'], says: ['NDC-X140', '--site is "ndc-1"', 'Did you mean ndc-01?'] },
    { argv: ['--organisation', 'bo-aa'], says: ['NDC-X140', '--organisation is "bo-aa"', 'Did you mean bo-a?'] },
    { argv: ['--stack', 'ndc-01-platfrom'], says: ['NDC-X140', '--stack is "ndc-01-platfrom"', 'Did you mean ndc-01-platform?'] },
    { argv: ['--jobs', 'many'], says: ['NDC-X008', '--jobs is "many"', 'a number from 1 to 99'] },
    { argv: ['--jobs', '0'], says: ['NDC-X008', '--jobs is "0"'] },
    { argv: ['--jobs', '1.5'], says: ['NDC-X008', '--jobs is "1.5"'] },
    { argv: ['--accept-unreachable', 'ndc-1'], says: ['NDC-X143', '--accept-unreachable is "ndc-1"', 'the sites are: ndc-01.', 'Did you mean ndc-01?'] },
    { argv: ['--scenario', 'all'], says: ['NDC-X002', '--scenario is "all"', 'as-recorded or all-operating'] },
  ])('ndc plan $argv is refused, exit 2', async ({ argv, says }) => {
    const { work, env } = workplace();
    const ran = await ndc(['plan', ...given, ...argv], { cwd: work, env });
    expectFailure(ran, 2, ...says);
    expect(ran.reached).toEqual([]);
    expect(plansIn(work)).toEqual([]);
  });
});

describe('the engine', () => {
  it.each(engineCommands)('ndc %s without one on PATH: what to install, exit 3', async (name) => {
    const { work, env } = workplace({ engine: '' });
    const ran = await ndc([name, ...given], { cwd: work, env });
    expectFailure(ran, 3, 'NDC-X130', 'terraform or tofu', 'terraform ≥ 1.9, tofu ≥ 1.8', 'engine.path');
    expect(ran.reached).toEqual([]);
    expect(plansIn(work)).toEqual([]);
  });

  it.each([
    { engine: 'Terraform v1.8.5', says: ['NDC-X133', 'is terraform 1.8.5', 'terraform ≥ 1.9', 'Upgrade'] },
    { engine: 'OpenTofu v1.7.9', says: ['NDC-X133', 'is tofu 1.7.9', 'tofu ≥ 1.8'] },
    { engine: 'Terraform v0.15.0', says: ['NDC-X133', 'is terraform 0.15.0'] },
    { engine: 'bash 5.2', says: ['NDC-X131', 'neither Terraform nor OpenTofu', '"bash 5.2'] },
  ])('one that says "$engine": exit 3 before any cluster is asked', async ({ engine, says }) => {
    const { work, env } = workplace({ engine });
    const ran = await ndc(['plan', ...given], { cwd: work, env });
    expectFailure(ran, 3, ' programs/terraform ', ...says);
    expect(ran.reached).toEqual([]);
  });

  it('another than the connection names', async () => {
    const { work, env } = workplace({ engine: 'OpenTofu v1.9.0', connection: 'engine: {kind: terraform}\n' });
    expectFailure(await ndc(['plan', ...given], { cwd: work, env }), 3, 'NDC-X132', 'engine.kind: terraform');
  });

  it('a path in the connection that is not there', async () => {
    const { work, env } = workplace({ connection: 'engine: {path: /nonexistent/tofu}\n' });
    expectFailure(await ndc(['plan', ...given], { cwd: work, env }), 3, 'NDC-X131', '/nonexistent/tofu', 'engine.path');
  });
});

describe('the clusters', () => {
  it('no such context: exit 3, the contexts there are, and nothing is asked', async () => {
    const { work, env } = workplace({ context: 'admin@ndc-02' });
    const ran = await ndc(['plan', ...given], { cwd: work, env });
    expectFailure(ran, 3, 'NDC-X120', 'no context "admin@ndc-02"', 'contexts: admin@ndc-01', 'Correct the context');
    expect(ran.reached).toEqual([]);
    expect(plansIn(work)).toEqual([]);
  });

  it('no kubeconfig', async () => {
    const { work, env } = workplace({ kubeconfig: 'gone' });
    const ran = await ndc(['plan', ...given], { cwd: work, env });
    expectFailure(ran, 3, 'NDC-X120', 'there is no kubeconfig .ndc/connections/gone.', 'Correct its path');
    expect(plansIn(work)).toEqual([]);
  });

  it('a site the connection leaves out', async () => {
    const { work, env } = workplace();
    expectFailure(await ndc(['plan', ...given, '--scenario', 'all-operating'], { cwd: work, env }), 3, 'NDC-X116', 'has no site ndc-02, ndc-03', 'under sites');
  });

  it('a refused connection: its stacks are unreachable, exit 3, and how to go on without it', async () => {
    const { work, env } = workplace();
    const ran = await ndc(['plan', ...given], { cwd: work, env });
    expectFailure(ran, 3, 'unreachable', deadServer, 'refuses the connection', '--accept-unreachable ndc-01');
    expect(ran.reached).toEqual(['127.0.0.1:1']);
  });

  it('--quiet tells no progress, and everything else all the same', async () => {
    const { work, env } = workplace();
    const [told, quiet] = [await ndc(['plan', ...given], { cwd: work, env }), await ndc(['plan', ...given, '--quiet'], { cwd: work, env })];
    expect(told.err).toMatch(/^Checking clusters: ndc-01$/m);
    expect(quiet.err).not.toMatch(/Checking clusters|\[\d+\/\d+\]/);
    expect([quiet.exit, said(quiet)]).toEqual([told.exit, expect.stringContaining('refuses the connection') as string]);
  });

  it('the same in JSON: every stack with its reason', async () => {
    const { work, env } = workplace();
    const ran = await ndc(['plan', ...given, '--json'], { cwd: work, env });
    const { exit, unaccepted, rows } = JSON.parse(ran.out) as { exit: number; unaccepted: string[]; rows: { name: string; status: { is: string } }[] };
    expect({ exit, unaccepted }).toEqual({ exit: 3, unaccepted: ['ndc-01'] });
    expect(ran.exit).toBe(3);
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter(({ status }) => status.is !== 'unreachable')).toEqual([]);
  });
});
