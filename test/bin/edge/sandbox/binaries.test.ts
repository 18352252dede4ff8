import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  controlPlaneBinaries,
  controlPlaneModule,
  etcdModule,
  KUBERNETES_VERSION,
} from '../../../../bin/edge/sandbox/binaries.js';
import { loadModule } from '../../../../bin/edge/sandbox/go-module.js';

const packageRoot = resolve(import.meta.dirname, '../../../..');
const onProgress = (): void => undefined;
let folder = '';

async function program(path: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
  return path;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'binaries-'));
  // No Go, whatever this machine has.
  vi.stubEnv('PATH', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

describe('controlPlaneBinaries', () => {
  it('takes each program from KUBEBUILDER_ASSETS first, then from the cache', async () => {
    const assets = join(folder, 'assets');
    const cache = join(folder, 'cache');
    const etcd = await program(join(assets, 'etcd'));
    const kubeApiserver = await program(join(assets, 'kube-apiserver'));
    const loaded = await loadModule(controlPlaneModule(packageRoot), cache);
    await program(join(loaded.cache, 'go1.26.0', 'kube-apiserver'));
    const kubeControllerManager = await program(
      join(loaded.cache, 'go1.26.0', 'kube-controller-manager'),
    );
    const env = { KUBEBUILDER_ASSETS: assets, NDC_CACHE: cache };
    expect(await controlPlaneBinaries({ packageRoot, onProgress, env })).toEqual({
      etcd,
      kubeApiserver,
      kubeControllerManager,
    });
  });

  it('says what is missing, where it looked and what to do', async () => {
    const env = { KUBEBUILDER_ASSETS: join(folder, 'none'), NDC_CACHE: folder };
    const lookUp = controlPlaneBinaries({ packageRoot, onProgress, env });
    await expect(lookUp).rejects.toMatchObject({ code: 'toolchain/binary-missing' });
    await expect(lookUp).rejects.toThrow(
      /KUBEBUILDER_ASSETS .*none; cache .*etcd-.*; go on PATH: neither etcd nor a Go compiler; .* Set KUBEBUILDER_ASSETS/,
    );
  });

  it('passes over a file that is no program', async () => {
    await writeFile(join(folder, 'etcd'), 'text', { mode: 0o644 });
    const env = { KUBEBUILDER_ASSETS: folder, NDC_CACHE: folder };
    await expect(controlPlaneBinaries({ packageRoot, onProgress, env })).rejects.toMatchObject({
      code: 'toolchain/binary-missing',
    });
  });
});

describe('wrapper modules', () => {
  it('pin the release that the sandbox says it runs, with all its staging modules', async () => {
    const goMod = await readFile(join(controlPlaneModule(packageRoot).directory, 'go.mod'), 'utf8');
    expect(goMod).toContain(`k8s.io/kubernetes v${KUBERNETES_VERSION}`);
    const staging = KUBERNETES_VERSION.replace(/^1/, '0');
    expect(goMod.match(/^\t(k8s\.io\/\S+) => \1 v\S+$/gm)).toHaveLength(31);
    expect(goMod.match(new RegExp(`=> \\S+ v${staging}$`, 'gm'))).toHaveLength(31);
  });

  it('name a tool for each program', async () => {
    for (const module of [controlPlaneModule(packageRoot), etcdModule(packageRoot)]) {
      const goMod = await readFile(join(module.directory, 'go.mod'), 'utf8');
      for (const path of Object.values(module.programs)) {
        expect(goMod).toContain(path);
      }
    }
  });
});
