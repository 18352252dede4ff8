import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireProviders } from '../../../bin/edge/engine-providers.js';
import { deriveIntent } from '../../../sites/intent/derive.js';
import { synthesise } from '../../../stacks/synthesise.js';
import { smallEstate } from '../../stacks/estate-small.js';
import { findEngines } from '../journey/engines.js';

const engines = await findEngines();
const none = { ...smallEstate().estate, requests: {} };
const json = synthesise(none, deriveIntent(none))[0]?.json ?? '';

it('has an engine to test with', () => {
  expect(engines.length, 'install terraform or tofu, or set NDC_TOFU').toBeGreaterThan(0);
});

describe.each(engines)('providers with $kind', ({ path }) => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'ndc-probe-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));
  const ask = (env: NodeJS.ProcessEnv): Promise<void> => requireProviders({ home, env, engine: path, json, interrupt: new AbortController().signal });

  it('are fetched where they are to be had', async () => {
    await expect(ask(process.env)).resolves.toBeUndefined();
  });

  it('that are not there are named with what to do, and nothing is left behind', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('ndc-providers-'));
    const empty = join(home, 'mirror');
    await mkdir(empty);
    const text = expect.stringMatching(/cannot get the providers it needs \(.*helm 3\.1\.1.*kubernetes 2\.38\.0\): .*[^.]\. Nothing was started\. .*NDC_PROVIDER_MIRROR/) as string;
    await expect(ask({ ...process.env, NDC_PROVIDER_MIRROR: empty })).rejects.toMatchObject({ code: 'NDC-X354', exit: 3, text: { en: text } });
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('ndc-providers-'))).toEqual(before);
  });
});
