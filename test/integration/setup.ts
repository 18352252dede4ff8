/* eslint-disable no-console -- says what the run uses, so that nothing is skipped in silence */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ensureBuilt, repository } from './journey/repository.js';
import { findEngines } from './journey/engines.js';
import { findProviders } from './provider-mirror.js';

const run = promisify(execFile);

/** Finds or builds the real parts, says which ones they are, and refuses to run without those that CI requires. */
export default async function setup(): Promise<void> {
  await ensureBuilt();
  process.env['NDC_TOFU'] ??= await builtTofu();
  const engines = await findEngines();
  const required = (process.env['NDC_REQUIRE_ENGINES'] ?? '').split(',').filter((name) => name !== '');
  const missing = required.filter((name) => !engines.some(({ kind }) => kind === name));
  const providers = await findProviders(repository, process.env);
  if (providers.from === 'mirror') process.env['NDC_PROVIDER_MIRROR'] = providers.path;
  console.log('\nIntegration tests run with');
  for (const { kind, version, path } of engines) console.log(`  engine     ${kind} ${version} (${path})`);
  console.log(
    providers.from === 'registry'
      ? '  providers  hashicorp/kubernetes and hashicorp/helm from the registry'
      : `  providers  ${providers.given ? 'whatever lies in the mirror' : 'stand-ins for hashicorp/kubernetes and hashicorp/helm: no registry answers here; mirror'} ${providers.path}`,
  );
  console.log('  clusters   etcd, kube-apiserver and kube-controller-manager of the sandbox, three sites');
  console.log(`  drills     of a whole site by one command: ${{ all: 'every site by tofu, one by terraform', one: 'one, by one engine' }[process.env['NDC_DRILLS'] ?? ''] ?? 'none; NDC_DRILLS=one or all runs them (ten minutes each), and the way there and back is tested step by step all the same'}\n`);
  if (missing.length > 0) throw new Error(`required and not found: ${missing.join(', ')}; install them, or unset NDC_REQUIRE_ENGINES to run with what is there`);
  if (engines.length === 0) throw new Error('neither terraform ≥ 1.9 nor tofu ≥ 1.8 was found: install one, or Go to build tofu');
}

/** tofu from the tools' cache, built when Go is here; empty where it cannot be had, and the banner then does not list it. */
async function builtTofu(): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, ['test/toolchain/build.mjs', '--print', 'tofu'], { cwd: repository, maxBuffer: 1 << 26 });
    return stdout.trim();
  } catch (error) {
    console.error(`tofu could not be built: ${error instanceof Error ? error.message : String(error)}`);
    return '';
  }
}
