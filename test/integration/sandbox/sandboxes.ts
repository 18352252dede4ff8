import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CoreV1Api, KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import { sandboxDown } from '../../../bin/edge/sandbox/down.js';
import { belongsTo } from '../../../bin/edge/sandbox/leftovers.js';
import { listProcesses, type RunningProcess } from '../../../bin/edge/sandbox/process-table.js';
import type { SandboxSite } from '../../../bin/edge/sandbox/site-request.js';
import type { Text } from '../../../sites/model/text.js';

/** Root of this checkout. */
export const packageRoot = resolve(import.meta.dirname, '../../..');

/** Sites as the estate has them, `count` of them. */
export function sites(count: number): readonly SandboxSite[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `ndc-0${String(index + 1)}`,
    serviceCidr: `10.${String(96 + 16 * index)}.0.0/16`,
    platformGroup: 'ndc:platform-engineers',
    kubernetesVersion: '1.35.4',
  }));
}

/** A project folder of a test, and what it has to be told to leave nothing behind. */
export interface Home {
  readonly path: string;
  readonly lines: string[];
  readonly onProgress: (line: Text) => void;
  /** Ends every named sandbox and removes the folder. */
  remove(...names: readonly string[]): Promise<void>;
}

export async function newHome(): Promise<Home> {
  const path = join(await mkdtemp(join(tmpdir(), 'sandbox-')), '.ndc');
  const lines: string[] = [];
  const onProgress = ({ en }: Text): void => {
    lines.push(en);
  };
  return {
    path,
    lines,
    onProgress,
    async remove(...names) {
      for (const name of names) {
        await sandboxDown({ home: path, name, onProgress });
      }
      await rm(resolve(path, '..'), { recursive: true, force: true });
    },
  };
}

/** Processes that still run for a sandbox. */
export async function runningFor(home: Home, name: string): Promise<readonly RunningProcess[]> {
  const directory = join(home.path, 'sandbox', name);
  return (await listProcesses()).filter((candidate) => belongsTo(directory, candidate));
}

/** Every file below the home folder. */
export async function filesIn(home: Home): Promise<readonly string[]> {
  const entries = await readdir(home.path, { recursive: true }).catch(() => []);
  return entries.map(String);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function load(kubeconfig: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return config;
}

/** A client of the core API that acts as the identity in a kubeconfig. */
export function core(kubeconfig: string): CoreV1Api {
  return load(kubeconfig).makeApiClient(CoreV1Api);
}

/** A client for objects of any kind. */
export function objects(kubeconfig: string): KubernetesObjectApi {
  return KubernetesObjectApi.makeApiClient(load(kubeconfig));
}

/**
 * Posts an object as it stands. The typed client drops fields with a dash in their name, which
 * schemas have (`x-kubernetes-int-or-string`).
 *
 * @throws Error with the API server's words when it refuses.
 */
export async function post(kubeconfig: string, path: string, body: unknown): Promise<void> {
  const config = load(kubeconfig);
  const options = { method: 'POST', headers: { 'content-type': 'application/json' } };
  await config.applyToHTTPSOptions(options);
  const url = new URL(path, config.getCurrentCluster()?.server);
  await new Promise<void>((resolve, reject) => {
    const question = request(url, options, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => {
        if (answer.statusCode === 201) {
          resolve();
        } else {
          reject(new Error(`HTTP ${String(answer.statusCode)} ${text}`));
        }
      });
    });
    question.on('error', reject);
    question.end(JSON.stringify(body));
  });
}

/** Waits until `check` answers true. @throws Error after `seconds`. */
export async function eventually(
  what: string,
  check: () => Promise<boolean>,
  seconds = 30,
): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (!(await check())) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${String(seconds)} s: ${what}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}
