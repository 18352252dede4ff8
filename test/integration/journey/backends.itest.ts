import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretOf } from '../canary.js';
import { freePort } from '../free-port.js';
import type { UpData } from '../../../bin/commands/up.js';
import type { PlanResult } from '../../../bin/runner/plan.js';
import { findEngines } from './engines.js';
import { Project } from './project.js';
import { repository } from './repository.js';

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
const asServer = (command: string, args: readonly string[]): [string, string[]] => (userInfo().uid === 0 ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, [...args]]);

async function reachable(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await check().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('the service did not come up');
}

const engines = await findEngines();
const [engine] = engines;

/** Each backend holds the states of one tenant's stacks; a second plan read from it finds nothing to change. */
describe.runIf(engine !== undefined)('states kept in real backends', () => {
  let project: Project;
  let folder: string;
  const services: ChildProcess[] = [];

  beforeAll(async () => {
    if (engine === undefined) return;
    folder = await mkdtemp(join(tmpdir(), 'ndc-backends-'));
    project = await Project.create(engine);
    expect((await project.ndc('sandbox', 'up')).code).toBe(0);
    await project.useEngine();
  });
  afterAll(async () => {
    for (const service of services) service.kill('SIGTERM');
    await project.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const journey = async (env: Readonly<Record<string, string>>): Promise<void> => {
    const before = { ...process.env };
    Object.assign(process.env, env);
    try {
      const scope = ['--stack', 'ndc-01-tenant-thanh-tra-chinh-phu', 'ndc-03-tenant-thanh-tra-chinh-phu'];
      const { code, data, stderr } = await project.json<UpData>('up', ...scope);
      expect([data.ended, code], stderr).toEqual(['complete', 0]);
      const plan = await project.json<PlanResult>('plan', ...scope);
      expect(plan.data.rows.filter(({ status }) => status.is === 'planned').map(({ noOp }) => noOp)).toEqual([true, true]);
      const destroy = await project.ndc('destroy', ...scope);
      expect([destroy.code, destroy.stderr.includes('NDC-X')]).toEqual([0, false]);
    } finally {
      for (const name of Object.keys(env)) delete process.env[name];
      Object.assign(process.env, before);
    }
  };

  it('PostgreSQL', async () => {
    const data = join(folder, 'postgres');
    await mkdir(data);
    if (userInfo().uid === 0) await run('chown', ['-R', 'postgres', folder]);
    const programs = await run('sh', ['-c', 'dirname "$(readlink -f "$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")"']);
    const bin = programs.stdout.trim();
    await run(...asServer(join(bin, 'initdb'), ['-D', data, '-U', 'ndc', '--auth=trust', '--no-sync']), { cwd: folder });
    const port = await freePort();
    const [command, args] = asServer(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off']);
    services.push(spawn(command, args, { cwd: folder, stdio: 'ignore' }));
    await reachable(async () => (await run(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'ndc', '-d', 'postgres', '-Atc', 'select 1'])).stdout.trim() === '1');
    await project.editConnection((connection) => ({ ...connection, backend: { type: 'pg', config: { schema_name: '{stack}' } } }));
    await journey({ PG_CONN_STR: `postgres://ndc@127.0.0.1:${port}/postgres?sslmode=disable` });
  });

  it('an S3 store with its own locks', async () => {
    const data = join(folder, 'buckets');
    await mkdir(join(data, 'states'), { recursive: true });
    const port = await freePort();
    const { stdout } = await run(process.execPath, [join(repository, 'test/toolchain/build.mjs'), '--print', 'versitygw'], { cwd: repository, maxBuffer: 1 << 26 });
    const credentials = { AWS_ACCESS_KEY_ID: 'thu-nghiem', AWS_SECRET_ACCESS_KEY: secretOf('store') };
    services.push(
      spawn(stdout.trim(), ['--port', `127.0.0.1:${port}`, '--access', credentials.AWS_ACCESS_KEY_ID, '--secret', credentials.AWS_SECRET_ACCESS_KEY, 'posix', data], { stdio: 'ignore' }),
    );
    await reachable(async () => (await fetch(`http://127.0.0.1:${port}/`)).status > 0);
    await project.editConnection((connection) => ({
      ...connection,
      backend: {
        type: 's3',
        config: {
          bucket: 'states',
          key: '{stack}.tfstate',
          region: 'us-east-1',
          endpoints: { s3: `http://127.0.0.1:${port}` },
          use_path_style: true,
          use_lockfile: true,
          skip_credentials_validation: true,
          skip_region_validation: true,
          skip_requesting_account_id: true,
          skip_metadata_api_check: true,
          skip_s3_checksum: true,
        },
      },
    }));
    await journey(credentials);
  });
});
