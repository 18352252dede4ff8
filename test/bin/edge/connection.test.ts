import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listConnections, loadConnection } from '../../../bin/edge/connection.js';
import { connectionText } from '../../../bin/edge/sandbox/connection-file.js';
import type { InputFailure } from '../../../bin/failure.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();

async function write(name: string, text: string): Promise<void> {
  await mkdir(join(folder.path, 'connections'), { recursive: true });
  await writeFile(join(folder.path, 'connections', `${name}.yaml`), text);
}

const plain = (name: string, more = ''): string => `apiVersion: ndc.gov.vn/v1
kind: Connection
name: ${name}
sites:
  ndc-01: {kubeconfig: kubeconfigs/one, context: admin@ndc-01}
${more}`;

const problemsOf = async (name: string): Promise<string> => {
  const failure = await loadConnection(folder.path, name).then(
    () => undefined,
    (error: unknown) => error as InputFailure,
  );
  expect(failure?.exit).toBe(2);
  expect(failure?.text.vi).not.toBe('');
  return failure?.text.en ?? '';
};

describe('a connection', () => {
  it('resolves paths from its own folder, and keeps states on this machine by default', async () => {
    await write('real', plain('real'));
    expect(await loadConnection(folder.path)).toMatchObject({
      name: 'real',
      sandbox: false,
      backend: { type: 'local', config: {}, encrypted: false },
      sites: { 'ndc-01': { kubeconfig: join(folder.path, 'connections', 'kubeconfigs', 'one'), context: 'admin@ndc-01' } },
    });
  });

  it('reads what the sandbox writes', async () => {
    const info = {
      name: 'sandbox',
      home: folder.path,
      directory: folder.path,
      connectionFile: '',
      charts: { url: 'http://127.0.0.1:1234' },
      sites: { 'ndc-01': { id: 'ndc-01', kubeconfig: '/k', context: 'ndc-01', server: 'https://127.0.0.1:1', uid: '5a1b3c1e-0f7e-4a3c-9d8e-1f2a3b4c5d6e' } },
    };
    await write('sandbox', connectionText(info));
    expect(await loadConnection(folder.path)).toMatchObject({ sandbox: true, scenario: 'all-operating', charts: { url: 'http://127.0.0.1:1234' }, sites: { 'ndc-01': { uid: '5a1b3c1e-0f7e-4a3c-9d8e-1f2a3b4c5d6e' } } });
  });

  it('lets a site have a backend of its own', async () => {
    await write('x', plain('x', '  ndc-02: {kubeconfig: k, context: c, backend: {type: s3, config: {bucket: b, encrypt: true}}}\nbackend: {type: pg}\n'));
    const { sites } = await loadConnection(folder.path);
    expect([sites['ndc-01']?.backend.type, sites['ndc-02']?.backend.type]).toEqual(['pg', 's3']);
  });

  it('is the only one, or the one called default, or the one that is named', async () => {
    await write('one', plain('one'));
    expect((await loadConnection(folder.path)).name).toBe('one');
    await write('two', plain('two'));
    await expect(loadConnection(folder.path)).rejects.toMatchObject({ code: 'NDC-X112', text: { en: expect.stringContaining('one, two') as string } });
    await write('default', plain('default'));
    expect((await loadConnection(folder.path)).name).toBe('default');
    expect((await loadConnection(folder.path, 'two')).name).toBe('two');
    expect(await listConnections(folder.path)).toEqual(['default', 'one', 'two']);
  });

  it('that is not there is named with the nearest', async () => {
    await write('sandbox', plain('sandbox'));
    await expect(loadConnection(folder.path, 'sandbx')).rejects.toMatchObject({ code: 'NDC-X111', text: { en: expect.stringContaining('Did you mean sandbox?') as string } });
    await expect(loadConnection(folder.path, '../../etc/passwd')).rejects.toMatchObject({ code: 'NDC-X111' });
  });

  it('none at all says how to get one', async () => {
    await expect(loadConnection(join(folder.path, 'nowhere'))).rejects.toMatchObject({ code: 'NDC-X110', text: { en: expect.stringContaining('ndc sandbox up') as string } });
  });
});

describe('a wrong connection is shown with every place', () => {
  it.each<[string, string, RegExp[]]>([
    ['unknown key', plain('bad', '  ndc-02: {kubeconfg: x, context: y}\n'), [/bad\.yaml:6:\d+ NDC-E006 unknown key "kubeconfg".*Did you mean kubeconfig/]],
    ['wrong enum', plain('bad', 'backend: {type: postgres}\n'), [/bad\.yaml:6:\d+ NDC-E008 .*"postgres"/]],
    ['another name than its file', plain('good'), [/bad\.yaml:3:\d+ name is "good"; expected "bad"/]],
    ['tab', 'apiVersion: x\n\tkind: y\n', [/bad\.yaml:2:\d+ NDC-E003/]],
    ['two problems at once', plain('bad', 'engine: {kind: pulumi}\ncharts: {url: "ftp://x"}\n'), [/bad\.yaml:6/, /bad\.yaml:7/]],
    ['one state for all', plain('bad', 'backend: {type: pg, config: {schema_name: shared}}\n'), [/bad\.yaml:6:\d+ .*must contain \{stack\}/]],
    ['http without address', plain('bad', 'backend: {type: http}\n'), [/config\.address/]],
    ['a password in an address', plain('bad', 'stateEncryption: {openbao: {address: "http://u:hvs.CANARY@bao:8200", key: k, tokenFile: t}}\n'), [/^(?![\s\S]*CANARY)[\s\S]*https/]],
    ['a former key beside what the environment says', plain('bad', 'stateEncryption: {fromEnvironment: true, former: {pbkdf2: {passphraseFile: p}}}\n'), [/former does not stand beside fromEnvironment: TF_ENCRYPTION itself says/, /^(?![\s\S]*expected one of)/]],
    ['a migration beside what the environment says', plain('bad', 'stateEncryption: {fromEnvironment: true, migrating: true}\n'), [/migrating does not stand beside fromEnvironment/]],
    ['encryption with Terraform', plain('bad', 'engine: {kind: terraform}\nstateEncryption: {pbkdf2: {passphraseFile: p}}\n'), [/needs engine\.kind: tofu/]],
  ])('%s', async (_, text, expected) => {
    await write('bad', text);
    const shown = await problemsOf('bad');
    for (const pattern of expected) expect(shown).toMatch(pattern);
  });
});
