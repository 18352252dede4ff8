import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { cp } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DrDrillData } from '../../../bin/dr-drill-data.js';
import { listProcesses } from '../../../bin/edge/sandbox/process-table.js';
import { findEngines } from '../journey/engines.js';
import { repository } from '../journey/repository.js';
import { expectNothingLeft } from './traces.js';

const engines = await findEngines();
/**
 * `NDC_DRILLS=all`: tofu with each site as the lost one, terraform with one; `NDC_DRILLS=one`: one by one engine. Each takes
 * some ten minutes, and test/integration/disaster/ goes the same way step by step: without it none is run, as the banner says.
 */
const asked = process.env['NDC_DRILLS'];
const whole = engines.flatMap(({ kind, path }) => (kind === 'tofu' ? ['ndc-01', 'ndc-02', 'ndc-03'] : ['ndc-01']).map((lost) => ({ kind, path, lost })));
const [preferred] = [...whole.filter(({ kind }) => kind === 'tofu'), ...whole];
const cases = asked === 'all' ? whole : asked === 'one' && preferred !== undefined ? [preferred] : [];

it('has an engine to test with', () => {
  expect(engines.length, 'install terraform or tofu, or set NDC_TOFU').toBeGreaterThan(0);
});

describe('a site is lost, failed over and brought back', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ndc-drill-'));
    await cp(join(repository, 'sites/data'), join(folder, 'data'), { recursive: true });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'an@x', '-f', join(folder, 'an')]);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await expectAllGone();
  });

  /** No control plane of the drill's folder, nothing of a laboratory, no project. */
  async function expectAllGone(): Promise<void> {
    await expectNothingLeft();
    expect((await listProcesses()).filter(({ argv }) => argv.some((argument) => argument.includes(`${folder}/.ndc/`))).map(({ argv }) => argv[0])).toEqual([]);
    expect(await readdir(join(folder, '.ndc', 'drills')).catch(() => [])).not.toContain('planes');
  }

  const start = (path: string, lost: string, ...more: string[]) =>
    execa(process.execPath, [join(repository, 'bin/ndc'), 'dr', 'drill', '--sites', 'data', '--scenario', 'all-operating', '--lose', `site/${lost}`, '--part', 'failover', '--engine', path, '--lang', 'en', ...more], { cwd: folder, reject: false, env: { NO_COLOR: '1' } });

  it.each(cases)('$lost by $kind: nothing is destroyed, the plans are empty afterwards, the record is signed', async ({ path, lost }) => {
    const { exitCode, stdout, stderr } = await start(path, lost, '--write', '--sign', join(folder, 'an'), '--json');
    expect(exitCode, `${stderr}\n${stdout.slice(0, 4000)}`).toBe(0);
    const data = JSON.parse(stdout) as DrDrillData;
    expect(data.failover).toMatchObject({ replaced: [], unsettled: [] });
    expect(data.failover?.stacks).toBeGreaterThan(0);
    expect(data.steps.filter(({ held }) => !held)).toEqual([]);
    expect(data.record).toMatchObject({ written: true, signed: true });
    const record = join(folder, data.record.record);
    const signers = `an@x ${await readFile(join(folder, 'an.pub'), 'utf8')}`;
    const verify = await execa('bash', ['-c', `ssh-keygen -Y verify -n ndc -I an@x -f <(printf '%s' "$0") -s "$1.sig" < "$1"`, signers, record], { reject: false });
    expect([verify.exitCode, verify.stdout]).toEqual([0, expect.stringContaining('Good "ndc" signature')]);
    expect(await readFile(record, 'utf8')).toContain('action: apply-stack');
    await expectAllGone();
  }, 1_800_000);

  it('broken off while the survivors are applied, it leaves nothing and can be run again', async () => {
    if (preferred === undefined) throw new Error('no engine');
    const drill = start(preferred.path, preferred.lost);
    await new Promise<void>((resolve, reject) => {
      let said = '';
      drill.stderr.on('data', (bytes: Buffer) => {
        said += bytes.toString('utf8');
        if (/^declare:/m.test(said)) resolve();
      });
      void drill.then(() => reject(new Error(said)));
    });
    drill.kill('SIGINT');
    const { exitCode, stderr } = await drill;
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('NDC-X426')]);
    await expectAllGone();
  });
});
