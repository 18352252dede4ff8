import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json } from '../../../bin/present/json.js';
import { renderers } from '../../../bin/present/renderers.js';
import { kindOf, outcomeJsonSchemas, outcomes, outcomeSchemaOf } from '../../../bin/outcomes/catalogue.js';
import type { HsmCheckData } from '../../../bin/hsm-check-data.js';
import type { HsmGenerateData } from '../../../bin/hsm-generate-data.js';
import type { KmsPluginData } from '../../../bin/kms-plugin-data.js';
import { serveKms } from '../../../bin/edge/kms/server.js';
import type { ApplyResult } from '../../../bin/runner/apply.js';
import type { DestroyResult } from '../../../bin/runner/destroy.js';
import { softwarePlugin } from '../edge/kms/software-plugin.js';
import { estate, folder, soundEstate, swap } from '../cli/estates.js';
import { asOf, ndc, root, shipped, small, type Ran } from '../cli/ndc.js';
import { workplace } from '../cli/workplace.js';

const given = ['--sites', small, ...asOf, '--json'] as const;

/** Holds what was printed to the schema of its kind. Parsing drops nothing and adds nothing: the two agree key by key. */
function expectFits(text: string, kind: string): void {
  const printed = JSON.parse(text) as { kind: string };
  expect(printed.kind).toBe(kind);
  const schema = outcomeSchemaOf(kind);
  if (schema === undefined) throw new Error(`no schema is of ${kind}`);
  const result = schema.safeParse(printed);
  expect(result.error?.issues ?? []).toEqual([]);
  expect(result.data).toEqual(printed);
}

const expectPrinted = ({ out, err }: Ran, kind: string): void => {
  expect(err.replace(/^(?:Checking clusters|Wave|\[\d+\/\d+\]).*\n/gm, '')).toBe('');
  expectFits(out, kind);
};

describe('what a command prints fits the schema of its kind', () => {
  it.each<[string, readonly string[]]>([
    ['ndc/check.v1', ['check', ...given]],
    ['ndc/check.v1', ['check', ...given, '--delay', 'ndc-02=4q', '--with', `${small}/tenants/so-b.yaml`]],
    ['ndc/sites.v1', ['site', 'list', ...given]],
    ['ndc/sites.v1', ['site', 'list', '--sites', shipped, ...asOf, '--json', '--scenario', 'all-operating']],
    ['ndc/site.v1', ['site', 'show', 'ndc-01', ...given]],
    ['ndc/site.v1', ['site', 'show', 'ndc-02', '--sites', shipped, ...asOf, '--json']],
    ['ndc/dr-matrix.v1', ['dr', 'matrix', ...given]],
    ['ndc/dr-matrix.v1', ['dr', 'matrix', '--sites', shipped, ...asOf, '--json', '--scenario', 'all-operating', '--lose', 'path/ndc-01--ndc-02/duyen-hai']],
    ['ndc/dr-simulate.v1', ['dr', 'simulate', '--lose', 'ndc-01', '--runs', '20', ...given]],
    ['ndc/dr-simulate.v1', ['dr', 'simulate', '--sites', shipped, ...asOf, '--json', '--scenario', 'all-operating', '--lose', 'ndc-03', '--cause', 'war', '--runs', '20']],
    ['ndc/dr-cell.v1', ['explain', 'dr/csdl-y-te-prod/second-loss', '--sites', shipped, ...asOf, '--json', '--scenario', 'all-operating']],
    ['ndc/explanation.v1', ['explain', 'RED-001', ...given]],
    ['ndc/explanation.v1', ['explain', 'NDC-E008', ...given]],
    ['ndc/schemas.v1', ['schema', '--json']],
    ['ndc/completion.v1', ['completion', 'zsh', '--json']],
    ['ndc/policies.v1', ['policy', 'list', '--needs', ...given]],
    ['ndc/hsm-keys.v1', ['hsm', 'keys', '--sites', shipped, ...asOf, '--json']],
    ['ndc/hsm-keys.v1', ['hsm', 'keys', '--sites', shipped, '--as-of', '2028-01-01', '--json']],
    ['ndc/hsm-graph.v1', ['hsm', 'graph', '--sites', shipped, ...asOf, '--json']],
    ['ndc/hsm-rotate.v1', ['hsm', 'rotate', '--plan', 'ndc-01/ndc-01-api-2026c', '--sites', shipped, ...asOf, '--json']],
    ['ndc/hsm-store.v1', ['hsm', 'store', '--site', 'ndc-01', '--sites', shipped, ...asOf, '--json']],
    ['ndc/hsm-host-files.v1', ['hsm', 'host-files', '--site', 'ndc-01', '--library', '/usr/lib/hsm.so', '--sites', shipped, ...asOf, '--json']],
    ['ndc/failure.v1', ['site', 'show', 'ndc-1', ...given]],
    ['ndc/failure.v1', ['audit', ...given]],
  ])('%s of ndc %j', async (kind, argv) => {
    expectPrinted(await ndc(argv, { cwd: folder() }), kind);
  });

  it('ndc/check.v1 with waived, expired and needless waivers', async () => {
    const extra = '  - {policy: NET-002, cause: site/ndc-02, owner: A, approver: B, reason: {vi: x, en: x}, basis: {document: q, clause: V.2.b}, expires: 2030-12-31}\n';
    for (const change of [(text: string) => text + extra, (text: string) => text.replace('2030-12-31', '2026-10-31')])
      expectPrinted(await ndc(['check', '--sites', soundEstate({ 'waivers.yaml': change }), ...asOf, '--json']), 'ndc/check.v1');
  });

  it('ndc/policy-new.v1, ndc/policy-test.v1 of what it wrote, and ndc/evidence.v1 of an audit by it', async () => {
    const work = folder();
    const plan = `${root}/test/fixtures/plans/terraform-1.11.4/create.json`;
    expectPrinted(await ndc(['policy', 'new', 'ORG-001', `${work}/rules`, '--json']), 'ndc/policy-new.v1');
    expectPrinted(await ndc(['policy', 'test', `${work}/rules`, ...given]), 'ndc/policy-test.v1');
    expectPrinted(await ndc(['audit', plan, '--rules', `${work}/rules`, '--evidence', `${work}/evidence`, ...given]), 'ndc/audit.v1');
    expectPrinted(await ndc(['audit', 'verify', `${work}/evidence`, '--inputs', plan, '--sites', small, '--json']), 'ndc/evidence.v1');
  });

  it('ndc/hsm-host-files.v1 of files that were written', async () => {
    expectPrinted(await ndc(['hsm', 'host-files', '--site', 'ndc-02', '--stage', 'migrating', '--library', '/usr/lib/hsm.so', '--out', join(folder(), 'hosts'), '--sites', shipped, ...asOf, '--json']), 'ndc/hsm-host-files.v1');
  });

  it('ndc/synth.v1', async () => {
    expectPrinted(await ndc(['synth', ...given, '--scenario', 'all-operating', '--out', folder()]), 'ndc/synth.v1');
  });

  it('ndc/diagnostics.v1', async () => {
    const sites = estate({ 'tenants/so-b.yaml': swap('sharing: open', 'sharing: opne'), 'links.yaml': (text) => text.replace('\n  - {a: ndc-01, b: ndc-02', '\n\t- {a: ndc-01, b: ndc-02') });
    expectPrinted(await ndc(['check', '--sites', sites, ...asOf, '--json']), 'ndc/diagnostics.v1');
  });

  it('ndc/planset.v1, and ndc/audit.v1 of that very set', async () => {
    const { work, env } = workplace();
    expectPrinted(await ndc(['plan', ...given], { cwd: work, env }), 'ndc/planset.v1');
    expectPrinted(await ndc(['audit', ...given], { cwd: work, env }), 'ndc/audit.v1');
    expectPrinted(await ndc(['audit', ...given, '--lose', 'site/ndc-01'], { cwd: work, env }), 'ndc/audit.v1');
  });

  it.each(['up', 'drift'])('ndc/%s.v1 with a site that does not answer', async (command) => {
    const { work, env } = workplace();
    expectPrinted(await ndc([command, ...given], { cwd: work, env }), `ndc/${command}.v1`);
  });

  it('ndc/sandbox.v1 where there is none', async () => {
    expectPrinted(await ndc(['sandbox', 'status', '--json'], { cwd: folder() }), 'ndc/sandbox.v1');
  });

  it('ndc/apply.v1 and ndc/destroy.v1 as the runner returns them', () => {
    const reason = { vi: 'a', en: 'b' };
    const applied: ApplyResult = {
      id: 'P',
      age: 12.5,
      rows: [
        { name: 'a', kind: 'platform', site: 'ndc-01', status: 'applied', changed: 3, found: 0, planned: 3 },
        { name: 'b', kind: 'tenant', site: 'ndc-01', organisation: 'bo-a', status: 'partly', changed: 1, found: 2, planned: 9, reason, log: '/x.log' },
      ],
      accepted: ['ndc-02'],
      unplanned: ['ndc-02'],
      interrupted: true,
      complete: false,
      exit: 3,
    };
    const destroyed: DestroyResult = { rows: [{ name: 'a', kind: 'platform', site: 'ndc-01', status: 'partly', removed: 3, left: ['a-prod'], reason, log: '/x.log' }], orphans: ['b'], interrupted: false, exit: 3 };
    expectFits(json({ kind: 'ndc/apply.v1', data: applied, exit: 3 }), 'ndc/apply.v1');
    expectFits(json({ kind: 'ndc/destroy.v1', data: destroyed, exit: 3 }), 'ndc/destroy.v1');
  });

  it.each([[], ['--scenario', 'all-operating'], ['--as-of', '2027-06-01']])('ndc/hsm-break-glass.v1 under %s %s', async (...more) => {
    const { out } = await ndc(['hsm', 'break-glass', '--sites', shipped, ...(more[0] === '--as-of' ? [] : asOf), ...more, '--json']);
    expectFits(out, 'ndc/hsm-break-glass.v1');
  });

  it('ndc/hsm-load.v1 of the shipped estate', async () => {
    expectFits((await ndc(['hsm', 'load', '--sites', shipped, ...asOf, '--json'])).out, 'ndc/hsm-load.v1');
  });

  it.each([['ndc-01-api-2026c', 'rotate'], ['ndc-02-ca', 'create'], ['ndc-01-bo-cong-an', 'backup'], ['ndc-01-database', 'rotate'], ['ndc-01-api-2026b', 'destroy']])('ndc/hsm-ceremony.v1 of %s: %s', async (key, act) => {
    const { out } = await ndc(['hsm', 'ceremony', key, '--do', act, '--sites', shipped, ...asOf, '--json']);
    expectFits(out, 'ndc/hsm-ceremony.v1');
  });

  it('ndc/kms-test.v1 of a plugin that answers', async () => {
    const server = await serveKms(`${folder()}/k.sock`, softwarePlugin());
    const { out } = await ndc(['hsm', 'kms-test', '--socket', server.path, '--rounds', '2', '--encrypt-ms', '60000', '--decrypt-ms', '60000', '--json']);
    await server.stop();
    expectFits(out, 'ndc/kms-test.v1');
  });

  it('ndc/kms-plugin.v1, ndc/hsm-check.v1 and ndc/hsm-generate.v1 with all they may hold', () => {
    const plugin: KmsPluginData = { site: 'ndc-01', socket: '/run/k', token: 't', keyId: 'k:00', served: { status: 1, encrypt: 2, decrypt: 3, refused: 4 }, sessionsReopened: 5 };
    const text = { vi: 'a', en: 'b' };
    const percentiles = { rounds: 2, p50: 0.5, p99: 1.25 };
    const checked: HsmCheckData = {
      site: 'ndc-01',
      asOf: '2026-11-01',
      library: '/l.so',
      partitions: [{ partition: 'p', token: { manufacturer: 'm', model: 'm', serial: 's', firmware: '1.0' }, keys: 1, marks: [{ label: 'k', class: 'secret', objectId: '00ff', checkValue: '0a0b0c' }, { label: 'p', class: 'public', objectId: '', fingerprint: 'ab' }], findings: [{ code: 'clock', severity: 'error', found: text, remedy: text }, { code: 'extractable', severity: 'warning', key: 'k', found: text, remedy: text }], measured: [{ key: 'k', encrypt: percentiles, decrypt: percentiles }] }],
      notChecked: ['q'],
      notAskedFor: ['r'],
    };
    const made: HsmGenerateData = { site: 'ndc-01', partition: 'p', key: 'k', label: 'k-1', objectId: '00ff', bits: 256, use: 'encrypt', token: { manufacturer: 'm', model: 'm', serial: 's', firmware: '1.0' }, marks: [{ label: 'k-1', class: 'secret', objectId: '00ff', checkValue: '0a0b0c' }] };
    expectFits(json({ kind: 'ndc/kms-plugin.v1', data: plugin, exit: 0 }), 'ndc/kms-plugin.v1');
    expectFits(json({ kind: 'ndc/hsm-check.v1', data: checked, exit: 1 }), 'ndc/hsm-check.v1');
    expectFits(json({ kind: 'ndc/hsm-check.v1', data: { ...checked, marksOnly: true }, exit: 0 }), 'ndc/hsm-check.v1');
    expectFits(json({ kind: 'ndc/hsm-generate.v1', data: made, exit: 0 }), 'ndc/hsm-generate.v1');
  });

  it('and nothing else does', () => {
    const failure = { kind: 'ndc/failure.v1', exit: 2, code: 'NDC-X001', message: { vi: 'a', en: 'b' } };
    const schema = outcomeSchemaOf('ndc/failure.v1');
    expect(schema?.safeParse(failure).success).toBe(true);
    for (const wrong of [{ ...failure, exit: 4 }, { ...failure, message: { vi: 'a' } }, { ...failure, more: 1 }, { ...failure, kind: 'ndc/check.v1' }]) expect(schema?.safeParse(wrong).success).toBe(false);
  });
});

describe('the published schemas', () => {
  const published = Object.entries(outcomeJsonSchemas());

  it('are one for each kind, named after it', () => {
    expect(new Set(outcomes.map(kindOf)).size).toBe(outcomes.length);
    expect(published.map(([name]) => name)).toEqual(outcomes.map((schema) => `outcomes/${kindOf(schema).slice('ndc/'.length)}.schema.json`));
  });

  it('are there for every kind a command returns, and for no other', () => {
    expect(outcomes.map(kindOf).sort()).toEqual(Object.keys(renderers).sort());
  });

  it.each(published)('%s is of 2020-12, says its kind and its exit code, and is closed', (name, schema) => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `ndc/${name.slice('outcomes/'.length, -'.schema.json'.length)}`,
      type: 'object',
      additionalProperties: false,
      properties: { exit: {} },
    });
    expect((schema as { required: string[] }).required).toEqual(expect.arrayContaining(['kind', 'exit']));
    expect((schema as { properties: { kind: { const: string } } }).properties.kind.const).toBe((schema as { title: string }).title);
  });

  it('carry no words of the data files’ schemas', () => {
    // A field of an outcome may be called `expected`; the editors' keyword of that name holds a text in both languages.
    expect(JSON.stringify(published).match(/"(expected":\{"vi"|plain":(?:true|false)|example":")/g) ?? []).toEqual([]);
  });

  it('say how quantities are written', () => {
    const { properties } = outcomeJsonSchemas()['outcomes/check.v1.schema.json'] as { properties: { views: { items: { properties: { losses: unknown } } } } };
    const losses = JSON.stringify(properties.views.items.properties.losses);
    expect(losses.split('"pattern":"^-?\\\\d+$","description":"a whole number, as decimal text"').length).toBeGreaterThan(6);
  });
});
