import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { execa } from 'execa';
import { mayHold } from '../canary.js';
import { repository } from '../journey/repository.js';

const run = promisify(execFile);

/** A SoftHSM of the test's own: its tokens lie in a folder, and moving the folder pulls them. */
export interface SoftHsm {
  readonly library: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly tokens: string;
  readonly pin: string;
  readonly pinFile: string;
  initialise(token: string): Promise<void>;
  create(token: string, ...keys: readonly TestKey[]): Promise<readonly { readonly label: string; readonly id: string }[]>;
  destroy(token: string, ...labels: readonly string[]): Promise<void>;
  pull(): Promise<void>;
  putBack(): Promise<void>;
}

export interface TestKey {
  readonly label: string;
  readonly id?: string;
  readonly bits?: number;
  readonly extractable?: boolean;
  readonly sensitive?: boolean;
  readonly wrap?: boolean;
  readonly unwrap?: boolean;
  readonly sign?: boolean;
  /** CKA_PRIVATE false: seen without a PIN. */
  readonly visible?: boolean;
  /** YYYYMMDD */
  readonly endDate?: string;
}

const places = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so', '/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so', '/usr/local/lib/softhsm/libsofthsm2.so'];

/** Where the library is. @throws Error with the package to install */
export function softHsmLibrary(): string {
  const found = places.find((path) => existsSync(path));
  if (found === undefined) throw new Error('SoftHSM is needed: apt-get install softhsm2');
  return found;
}

/** pkcs11js is compiled on demand: a clone installs without install scripts. */
export async function ensureDriver(): Promise<void> {
  if (!existsSync(join(repository, 'node_modules/pkcs11js/build/Release/pkcs11.node'))) await run('npm', ['rebuild', 'pkcs11js', '--ignore-scripts=false'], { cwd: repository });
}

export async function softHsm(folder: string, pin: string): Promise<SoftHsm> {
  const library = softHsmLibrary();
  const tokens = join(folder, 'tokens');
  const away = join(folder, 'tokens.away');
  const conf = join(folder, 'softhsm2.conf');
  const pinFile = join(folder, 'pin');
  await mkdir(tokens, { recursive: true });
  await writeFile(conf, `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`);
  await writeFile(mayHold(pinFile), `${pin}\n`, { mode: 0o600 });
  const env = { SOFTHSM2_CONF: conf };
  const objects = async (request: object): Promise<string> => {
    const { stdout } = await execa(process.execPath, [join(repository, 'test/integration/hsm/token-objects.mjs')], { input: JSON.stringify({ library, pin, ...request }), env });
    return stdout;
  };
  return {
    library,
    folder,
    env,
    tokens,
    pin,
    pinFile,
    initialise: async (token) => {
      await execa('softhsm2-util', ['--init-token', '--free', '--label', token, '--so-pin', '12345678', '--pin', pin], { env });
    },
    create: async (token, ...keys) => JSON.parse(await objects({ token, create: keys })) as { label: string; id: string }[],
    destroy: async (token, ...labels) => {
      await objects({ token, destroy: labels });
    },
    pull: () => rename(tokens, away),
    putBack: () => rename(away, tokens),
  };
}
