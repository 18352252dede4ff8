import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failed, type FailureData } from '../../../../bin/failed.js';
import { packageChart } from '../../../../bin/edge/sandbox/chart-package.js';
import { requireOwnConnection } from '../../../../bin/edge/sandbox/connection-file.js';
import { SandboxFailure } from '../../../../bin/edge/sandbox/failure.js';
import { requireNotAborted } from '../../../../bin/edge/sandbox/health.js';
import { layoutOf, siteLayoutOf } from '../../../../bin/edge/sandbox/layout.js';
import { choosePorts } from '../../../../bin/edge/sandbox/ports.js';
import { requireSites } from '../../../../bin/edge/sandbox/site-request.js';
import { stopSite } from '../../../../bin/edge/sandbox/site-power.js';
import { readState } from '../../../../bin/edge/sandbox/state.js';
import { eachInAFolder } from '../folder.js';

const folder = eachInAFolder();
const vietnamese = /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i;
const aborted = (): AbortSignal => AbortSignal.abort();

function file(name: string, text: string): string {
  const path = join(folder.path, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const info = () => ({ name: 'x', home: folder.path, directory: '', connectionFile: '', charts: { url: '' }, sites: {} });

describe('a failure of the sandbox', () => {
  it.each<[string, () => unknown]>([
    ['a bad name', () => layoutOf('/h', 'A')],
    ['a bad site', () => siteLayoutOf('/h', '..')],
    ['no site', () => requireSites([])],
    ['a site twice', () => requireSites([{ id: 'a', serviceCidr: '10.96.0.0/16', platformGroup: 'g' }, { id: 'a', serviceCidr: '10.97.0.0/16', platformGroup: 'g' }])],
    ['a bad network', () => requireSites([{ id: 'a', serviceCidr: '10.0.0.0/8', platformGroup: 'g' }])],
    ['an interruption', () => requireNotAborted(aborted(), { vi: 'cụm thử nghiệm', en: 'sandbox' })],
    ['no free port', () => choosePorts(1, new Set(), { random: () => 20_000, isFree: () => Promise.resolve(false) })],
    ['no chart', () => packageChart(join(file('c/values.yaml', 'a: 1\n'), '..'))],
    ['a person’s connection', () => requireOwnConnection(file('connections/x.yaml', 'name: x\n'), 'x')],
    ['a state of another version', () => (file('sandbox/x/state.json', '{"version": 9}'), readState(layoutOf(folder.path, 'x')))],
    ['no sandbox', () => stopSite(info(), 'ndc-01')],
  ])('(%s) says what, what was expected and what to do, in both languages', async (_, cause) => {
    const thrown = await Promise.resolve()
      .then(cause)
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(thrown).toBeInstanceOf(SandboxFailure);
    const { kind, exit, data } = failed(thrown);
    const { code, detail, message: { vi, en } } = data as FailureData;
    expect([kind, exit]).toEqual(['ndc/failure.v1', ['sandbox/name-invalid', 'sandbox/sites-invalid', 'sandbox/site-unknown'].includes(detail ?? '') ? 2 : 3]);
    expect(code).toMatch(/^NDC-X4[78]\d$/);
    expect(en).toContain('; expected ');
    expect(en).not.toMatch(vietnamese);
    expect(vi).toContain('; cần ');
    expect(vi).toMatch(vietnamese);
    expect(vi).not.toMatch(/\b(the|expected|Choose|Correct|Run|Restore|another|sandbox [a-z]+ in)\b/);
    for (const text of [vi, en]) expect(text).not.toMatch(/undefined|\[object/);
  });
});
