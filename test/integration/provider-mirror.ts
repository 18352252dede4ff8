import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where stand-ins for the two providers lie, beside a checkout. */
const standIns = join('..', 'shared', 'toolchain', 'providers');

export type Providers =
  | { readonly from: 'registry' }
  /** A filesystem mirror; `given` where the environment named it. */
  | { readonly from: 'mirror'; readonly path: string; readonly given: boolean };

/**
 * Where the engines get their providers: a mirror that NDC_PROVIDER_MIRROR names, else the registry where it answers,
 * else a mirror built from the stand-ins beside this checkout, or beside the local repository it was cloned from
 * (NDC_PROVIDER_STAND_INS names another folder).
 *
 * @throws Error where no registry answers and no stand-ins are found: nothing is skipped in silence.
 */
export async function findProviders(repository: string, env: NodeJS.ProcessEnv): Promise<Providers> {
  const given = env['NDC_PROVIDER_MIRROR'];
  if (given !== undefined && given !== '') return { from: 'mirror', path: given, given: true };
  if (await registryAnswers()) return { from: 'registry' };
  const named = env['NDC_PROVIDER_STAND_INS'];
  const candidates = named !== undefined && named !== '' ? [named] : (await lineage(repository)).map((checkout) => join(checkout, standIns));
  const source = candidates.find((candidate) => existsSync(join(candidate, 'build.sh')));
  if (source === undefined)
    throw new Error(`registry.terraform.io does not answer, and no stand-ins for its providers lie in ${candidates.join(' or ')}. Name a filesystem mirror in NDC_PROVIDER_MIRROR, or the stand-ins' folder in NDC_PROVIDER_STAND_INS.`);
  const { stdout } = await run(process.execPath, ['test/toolchain/build.mjs', '--print', 'provider-mirror', source], { cwd: repository, maxBuffer: 1 << 26 });
  return { from: 'mirror', path: stdout.trim(), given: false };
}

async function registryAnswers(): Promise<boolean> {
  try {
    return (await fetch('https://registry.terraform.io/.well-known/terraform.json', { signal: AbortSignal.timeout(10_000) })).ok;
  } catch {
    return false;
  }
}

/** A checkout, the local repository it was cloned from, and so on. */
async function lineage(repository: string): Promise<string[]> {
  const seen: string[] = [];
  for (let here: string | undefined = repository; here !== undefined && !seen.includes(here) && seen.length < 5; ) {
    seen.push(here);
    const from: string = here;
    const origin = await run('git', ['-C', from, 'config', '--get', 'remote.origin.url']).then(({ stdout }) => stdout.trim(), () => '');
    const path = origin.startsWith('file://') ? origin.slice('file://'.length) : origin;
    const next: string = isAbsolute(path) ? path : resolve(from, path);
    here = path === '' || !existsSync(next) ? undefined : next;
  }
  return seen;
}
