import { access, constants, readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { environment } from '../environment.js';
import { tryProgram } from './run-program.js';

/** PostgreSQL programs a laboratory runs. */
export const postgresPrograms = ['initdb', 'postgres', 'pg_basebackup', 'pg_rewind', 'psql'] as const;
export type PostgresProgram = (typeof postgresPrograms)[number];

/** A user other than root, who owns the databases: PostgreSQL refuses to run as root. */
export interface OtherUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Where the programs are; those that were not found are absent. */
export async function findPostgres(): Promise<Partial<Record<PostgresProgram, string>>> {
  const folders = await candidates();
  const found: Partial<Record<PostgresProgram, string>> = {};
  for (const program of postgresPrograms) {
    for (const folder of folders) {
      if (!(await runnable(join(folder, program)))) continue;
      found[program] = join(folder, program);
      break;
    }
  }
  return found;
}

/** The folder of one initdb first: programs of two releases do not understand each other's data. */
async function candidates(): Promise<readonly string[]> {
  const path = (environment()['PATH'] ?? '').split(':').filter((folder) => folder.startsWith('/'));
  const packaged = (await readdir('/usr/lib/postgresql').catch(() => []))
    .filter((release) => /^\d+$/.test(release))
    .sort((a, b) => Number(b) - Number(a))
    .map((release) => `/usr/lib/postgresql/${release}/bin`);
  for (const folder of [...path, ...packaged]) {
    const initdb = join(folder, 'initdb');
    if (await runnable(initdb)) return [dirname(await realpath(initdb)), folder, ...path, ...packaged];
  }
  return [...path, ...packaged];
}

async function runnable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** `postgres` where the package made it, else `nobody`. */
export async function otherUser(): Promise<OtherUser | undefined> {
  for (const name of ['postgres', 'nobody']) {
    const { code, stdout } = await tryProgram('getent', ['passwd', name]);
    const [, , uid, gid] = stdout.trim().split(':');
    if (code === 0 && uid !== undefined && gid !== undefined && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** Arguments that run a program as that user, without root's groups, in a folder that user can read. */
export const asUser = ({ uid, gid }: OtherUser, args: readonly string[]): readonly string[] => ['env', '-C', '/', 'setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--', ...args];
