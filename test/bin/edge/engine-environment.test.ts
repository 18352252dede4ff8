import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliConfiguration } from '../../../bin/edge/engine-configuration.js';
import { engineEnvironment } from '../../../bin/edge/engine-environment.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();
const around = { site: { kubeconfig: '/k', context: 'c' }, dataDirectory: '/w/.terraform' };

describe('the engine’s environment', () => {
  it.each([
    'TF_CLI_ARGS', 'TF_CLI_ARGS_plan', 'TF_VAR_x', 'TF_WORKSPACE', 'TF_LOG', 'TF_LOG_PATH', 'TF_DATA_DIR', 'TF_PLUGIN_CACHE_DIR', 'TF_ENCRYPTION', 'TF_HTTP_ADDRESS',
    'KUBE_HOST', 'KUBE_TOKEN', 'KUBE_CTX_CLUSTER', 'KUBE_CONFIG_PATHS', 'KUBECONFIG', 'HELM_NAMESPACE', 'HELM_REPOSITORY_CACHE',
  ])('takes %s from nobody', (name) => {
    expect(Object.values(engineEnvironment({ [name]: 'FROM-OUTSIDE' }, around))).not.toContain('FROM-OUTSIDE');
  });

  it.each(['PATH', 'HOME', 'HTTPS_PROXY', 'PG_CONN_STR', 'AWS_PROFILE', 'TF_TOKEN_registry_example_vn', 'TF_HTTP_PASSWORD'])('leaves %s as it is', (name) => {
    expect(engineEnvironment({ [name]: 'kept' }, around)[name]).toBe('kept');
  });

  it('names the site’s cluster and the charts', () => {
    expect(engineEnvironment({}, { ...around, cliConfiguration: '/c', charts: { repositories: '/r', cache: '/x' }, encryption: 'e' })).toEqual({
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
      TF_DATA_DIR: '/w/.terraform',
      KUBE_CONFIG_PATH: '/k',
      KUBE_CTX: 'c',
      TF_CLI_CONFIG_FILE: '/c',
      HELM_REPOSITORY_CONFIG_PATH: '/r',
      HELM_REPOSITORY_CACHE: '/x',
      TF_ENCRYPTION: 'e',
    });
  });
});

describe('the CLI configuration', () => {
  it('is a mirror’s where one is named, and then read by many at once', async () => {
    const mirror = join(folder.path, 'mi"rror ${x}');
    await mkdir(mirror);
    const { file, mirror: parallel } = await cliConfiguration(folder.path, { NDC_PROVIDER_MIRROR: mirror, TF_CLI_CONFIG_FILE: '/other' });
    expect(parallel).toBe(true);
    expect(await readFile(file ?? '', 'utf8')).toContain('mi\\"rror ${x}"');
  });

  it('is the user’s own where it is there', async () => {
    const own = join(folder.path, 'own.tfrc');
    await writeFile(own, '');
    expect(await cliConfiguration(folder.path, { TF_CLI_CONFIG_FILE: own })).toEqual({ file: own, mirror: false });
    expect(await cliConfiguration(folder.path, {})).toEqual({ mirror: false });
  });

  it('is empty where a variable points at nothing', async () => {
    const { file } = await cliConfiguration(folder.path, { TF_CLI_CONFIG_FILE: join(folder.path, 'gone') });
    expect(file).not.toBe(join(folder.path, 'gone'));
    expect(await readFile(file ?? '', 'utf8')).toBe('');
  });

  it('refuses a mirror that is not there', async () => {
    await expect(cliConfiguration(folder.path, { NDC_PROVIDER_MIRROR: join(folder.path, 'gone') })).rejects.toMatchObject({ exit: 3, code: 'NDC-X134' });
  });
});
