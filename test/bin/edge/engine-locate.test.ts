import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findEngine, newEnough, parseVersion } from '../../../bin/edge/engine-locate.js';
import { eachInAFolder } from './folder.js';

const folder = eachInAFolder();

/** A program on PATH that prints a text: only finding and judging it is tested, not what it would do. */
async function program(name: string, prints: string, at = 'bin'): Promise<string> {
  const path = join(folder.path, at, name);
  await mkdir(join(folder.path, at), { recursive: true });
  await writeFile(path, `#!/bin/sh\necho '${prints}'\n`);
  await chmod(path, 0o755);
  return path;
}

const env = (): NodeJS.ProcessEnv => ({ PATH: `${join(folder.path, 'empty')}:${join(folder.path, 'bin')}` });

it.each([
  ['Terraform v1.11.4\non linux_amd64\n', { kind: 'terraform', version: '1.11.4' }],
  ['OpenTofu v1.12.6\n', { kind: 'tofu', version: '1.12.6' }],
  ['Terraform v1.12.0-rc1\n', { kind: 'terraform', version: '1.12.0-rc1' }],
  ['\nWarning: Unable to open CLI configuration file\n\nOpenTofu v1.8.0\n', { kind: 'tofu', version: '1.8.0' }],
  ['Pulumi v3', undefined],
])('%j', (output, expected) => {
  expect(parseVersion(output)).toEqual(expected);
});

it.each([
  ['terraform', '1.9.0', true],
  ['terraform', '1.8.5', false],
  ['terraform', '2.0.0', true],
  ['terraform', '0.15.5', false],
  ['tofu', '1.8.0', true],
  ['tofu', '1.7.9', false],
  ['tofu', '1.12.6', true],
] as const)('%s %s is new enough: %s', (kind, version, expected) => {
  expect(newEnough(kind, version)).toBe(expected);
});

describe('the engine', () => {
  it('is terraform on PATH first, then tofu; or the kind that is named', async () => {
    const tofu = await program('tofu', 'OpenTofu v1.12.6');
    expect(await findEngine({}, env())).toEqual({ kind: 'tofu', version: '1.12.6', path: tofu });
    const terraform = await program('terraform', 'Terraform v1.11.4');
    expect((await findEngine({}, env())).path).toBe(terraform);
    expect((await findEngine({ kind: 'tofu' }, env())).path).toBe(tofu);
  });

  it('may lie anywhere', async () => {
    const path = await program('engine', 'Terraform v1.11.4', 'elsewhere');
    expect(await findEngine({ path }, env())).toMatchObject({ kind: 'terraform', path });
  });

  it.each<[string, string, { kind?: 'terraform' | 'tofu' }, string]>([
    ['none', '', {}, 'NDC-X130'],
    ['too old', 'Terraform v1.5.7', {}, 'NDC-X133'],
    ['another program', 'hello', {}, 'NDC-X131'],
    ['another engine than named', 'OpenTofu v1.12.6', { kind: 'terraform' }, 'NDC-X132'],
  ])('%s: exit 3 and what to do', async (what, prints, named, code) => {
    if (what !== 'none') await program('terraform', prints);
    const failure = findEngine(named, env());
    await expect(failure).rejects.toMatchObject({ exit: 3, code });
    await expect(failure).rejects.toThrow(/1\.9|Correct one|Install/);
  });

  it('that cannot be run says so', async () => {
    await expect(findEngine({ path: join(folder.path, 'gone') }, env())).rejects.toMatchObject({ exit: 3, code: 'NDC-X131' });
  });
});
