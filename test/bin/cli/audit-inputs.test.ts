import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { AuditData } from '../../../bin/commands/audit.js';
// Loads what the command needs while the file is collected: it takes seconds, and no test's time.
import '../../../bin/commands/audit.js';
import { digestOf } from '../../../sites/model/estate.js';
import { hasPipes, makePipe } from '../edge/pipe.js';
import { estate, folder } from './estates.js';
import { asOf, expectNoTrace, jsonOf, ndc, root, said, type Ran } from './ndc.js';

const fixtures = join(root, 'test/fixtures/plans/terraform-1.11.4');
const create = readFileSync(join(fixtures, 'create.json'));
const write = (directory: string, name: string, content: string | Uint8Array): string => {
  writeFileSync(join(directory, name), content);
  return join(directory, name);
};
/** A plan that names its stack. */
const plan = (stack: string, id: string, site = 'ndc-01'): string =>
  JSON.stringify({ format_version: '1.2', resource_changes: [], planned_values: { outputs: Object.fromEntries(Object.entries({ ndc_site: site, ndc_stack: stack, ndc_estate: id }).map(([name, value]) => [name, { value, sensitive: false }])) } });
const id = /^\s*id: *(\S+)/m.exec(readFileSync(join(root, 'test/fixtures/estate-small/catalogue/estate.yaml'), 'utf8'))?.[1] ?? '';

const audit = (...inputs: string[]): Promise<Ran> => ndc(['audit', ...inputs, '--sites', estate(), ...asOf], { cwd: folder() });
const readOf = async (...inputs: string[]): Promise<AuditData> => jsonOf<AuditData>(await audit(...inputs, '--json'));

async function refused(says: readonly (string | RegExp)[], ...inputs: string[]): Promise<void> {
  const english = await audit(...inputs);
  const vietnamese = await audit(...inputs, '--lang', 'vi');
  for (const ran of [english, vietnamese]) {
    expect(ran.exit).toBe(2);
    expect(ran.out).toBe('');
    expect(ran.reached).toEqual([]);
    expectNoTrace(ran);
  }
  for (const part of says) expect(english.err).toMatch(part);
  expect(vietnamese.err).toMatch(/[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/);
}

describe('ndc audit with plans from anywhere', () => {
  it('takes files in any form; each is digested as it lies there', async () => {
    const here = folder();
    const files = [write(here, 'a.json', create), write(here, 'b.json.gz', gzipSync(Buffer.concat([create, Buffer.from('\n')]))), write(here, 'c.json', Buffer.from(`\ufeff${create.toString()}  `, 'utf16le')), write(here, 'd', plan('ndc-01-platform', id))];
    const data = await readOf(...files);
    expect(data.read.filter(({ from }) => from === 'plan').map(({ stack, document, digest, resources }) => [stack, document, digest, resources])).toEqual([
      ...files.slice(0, 3).map((path) => [basename(path), basename(path), digestOf(readFileSync(path)), 21]),
      ['ndc-01-platform', 'd', digestOf(readFileSync(files[3] ?? '')), 0],
    ]);
    expect([data.planset, data.connection, data.passed, data.assurance.level]).toEqual([undefined, undefined, false, 'A']);
  });

  it('takes a folder of real plans, and says which files in it were not read', async () => {
    const here = folder();
    cpSync(fixtures, join(here, 'plans'), { recursive: true });
    const other = write(here, 'plan.tfplan', 'PK');
    const data = await readOf(here);
    expect(data.read.filter(({ from }) => from === 'plan')).toHaveLength(15);
    expect(data.notRead).toEqual([other]);
    const second = write(here, 'tfplan', 'PK');
    const { out } = await audit(here);
    expect(out).toContain('15 plans: ');
    expect(out).toMatch(/\n {2}read: 15 plans, 4 stacks were not read, 2 files were not read, being no plan JSON\n/);
    const unread = /not read, being no plan JSON: ([\s\S]*?)\n[^ ]/.exec(out)?.[1] ?? '';
    for (const name of [other, second]) expect(unread.replaceAll(/\s/g, '')).toContain(name);
    expect(out).toContain('These plans lie in no plan set; ndc apply takes none of them.');
  });

  it('takes standard input, compressed or not', async () => {
    for (const bytes of [create, gzipSync(create)]) {
      const input = vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([bytes]) as unknown as typeof process.stdin);
      try {
        const [read] = (await readOf('-')).read;
        expect(read).toMatchObject({ document: 'stdin', resources: 21, digest: digestOf(bytes) });
      } finally {
        input.mockRestore();
      }
    }
  });

  it('answers unknown, not "there is none", for stacks that nobody handed in', async () => {
    const data = await readOf(write(folder(), 'a.json', plan('ndc-01-platform', id)));
    expect(data.read.find(({ stack }) => stack === 'ndc-01-tenant-bo-a')).toMatchObject({ from: 'absent' });
    const tenants = data.verdicts.filter(({ policy, subject }) => policy === 'TEN-001' && subject.site === 'ndc-01');
    expect(tenants.length).toBeGreaterThan(0);
    expect(tenants.map(({ status }) => status)).toEqual(tenants.map(() => 'unknown'));
    expect(tenants[0]?.finding.en).toContain('no plan of stack ndc-01-tenant-bo-');
  });

  type Refusal = [string, (here: string) => readonly string[], readonly (string | RegExp)[]];
  it.each<Refusal>([
    ['nothing of that name', (here) => [join(here, 'no')], ['NDC-X030', 'there is no file, folder or plan set of that name']],
    ['an id of no plan set', () => ['20261122T101500Z-3fa9c1'], ['NDC-X150', '20261122T101500Z-3fa9c1']],
    ['a binary plan', (here) => [write(here, 'p', 'PK\u0003\u0004')], ['NDC-X030', 'terraform show -json FILE > FILE.json', 'tofu show -json FILE > FILE.json']],
    ['a truncated file', (here) => [write(here, 'p.json', create.subarray(0, 20_000))], ['NDC-X030', 'truncated at byte 20000']],
    ['a state', (here) => [write(here, 'terraform.tfstate', '{"version":4,"serial":1,"lineage":"x","resources":[]}')], ['a state, not a plan']],
    ['a list', (here) => [write(here, 'p.json', '[]')], ['a list, not a JSON object']],
    ['an unknown major', (here) => [write(here, 'p.json', '{"format_version":"7.0","resource_changes":[]}')], ['format_version is "7.0"', 'Upgrade the tool']],
    ['no version', (here) => [write(here, 'p.json', '{"resource_changes":[]}')], ['format_version is missing']],
    ['a key twice', (here) => [write(here, 'p.json', '{"format_version":"1.2","resource_changes":[{"a":1,"a":2}]}')], ['a key stands twice', '/resource_changes/0']],
    ['ten thousand levels', (here) => [write(here, 'p.json', `{"format_version":"1.2","resource_changes":${'['.repeat(10_000)}`)], ['nested deeper than 256 levels']],
    ['two plans of one stack', (here) => [write(here, 'a.json', plan('ndc-01-platform', id)), write(here, 'b.json', `${plan('ndc-01-platform', id)} `)], ['a plan of stack ndc-01-platform, and so is', 'a.json']],
    ['a plan of another estate', (here) => [write(here, 'a.json', plan('ndc-01-platform', 'khac'))], ['of the estate "khac"', '--sites']],
    ['a gzip bomb', (here) => [write(here, 'b.json.gz', gzipSync(Buffer.alloc(80 * 2 ** 20, ' ')))], ['grows more than 400 times']],
    ['a link', (here) => (symlinkSync('/etc/passwd', join(here, 'l.json')), [join(here, 'l.json')]), ['a symbolic link']],
    ...(hasPipes ? [['a pipe', (here: string) => (makePipe(join(here, 'f.json')), [here]), ['a device, a pipe or a socket']] as Refusal] : []),
    ['a device', () => ['/dev/zero'], ['a device, a pipe or a socket']],
    ['a folder in a circle', (here) => (symlinkSync('..', join(here, 'loop')), [here]), ['loop: this is a symbolic link']],
    ['standard input twice', () => ['-', '-'], ['NDC-X034', 'once only']],
    ['a name with terminal escapes', (here) => [write(here, 'a\u001b]0;owned\u0007.json', 'x')], [/a\\u001b\]0;owned\\u0007\.json: this is no valid JSON/]],
    ['one bad file in a good folder', (here) => (write(here, 'a.json', create), write(here, 'b.json', '{}'), [here]), ['b.json: it has neither planned_values']],
  ])('refuses %s: exit 2, in both languages, and what to do', async (_name, make, says) => {
    await refused(says.map((part) => (typeof part === 'string' ? new RegExp(part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')) : part)), ...make(folder()));
  });
});

describe('ndc audit with a plan set from elsewhere', () => {
  const stack = { name: 'ndc-01-platform', kind: 'platform', site: 'ndc-01', status: { is: 'planned' }, configuration: digestOf(''), configurationFile: 'a.tf.json', plan: { binary: digestOf(''), json: digestOf(''), binaryFile: 'a.tfplan', jsonFile: 'a.json' } };
  const file = { kind: 'ndc/planset.v1', id: 'p', created: '2026-11-22T03:00:00Z', estate: { id, digest: digestOf('') }, scenario: { phase: 'as-recorded', lose: [], delay: {} }, scope: { sites: 'all', organisations: 'all', stacks: 'all' }, purpose: 'apply', connection: 'c', engine: { kind: 'tofu', version: '1.12.6' }, providers: [], backend: { type: 'local', stateEncrypted: false, planEncrypted: false }, clusters: {}, accepted: [] };
  const set = (more: object, here = folder()): string => (write(here, 'planset.json', JSON.stringify({ ...file, stacks: [{ ...stack, ...more }] })), here);

  it.each<[string, () => readonly string[], RegExp[]]>([
    ['that names a file outside its folder', () => [set({ configurationFile: '../../etc/passwd' })], [/NDC-X151/, /stacks\.0\.configurationFile: \.\.\/\.\.\/etc\/passwd/, /names in its own folder/]],
    ['that names an absolute path', () => [set({ plan: { ...stack.plan, jsonFile: '/etc/passwd' } })], [/NDC-X151/, /stacks\.0\.plan\.jsonFile: \/etc\/passwd/]],
    ['named by its own file', () => [join(set({ name: '../x' }), 'planset.json')], [/NDC-X151/, /stacks\.0\.name: \.\.\/x/]],
    ['whose file is a link', () => { const here = folder(); symlinkSync('/etc/passwd', join(here, 'planset.json')); return [here]; }, [/planset\.json: this is a symbolic link/]],
    ['together with other files', () => { const here = set({}); return [here, write(folder(), 'a.json', '{}')]; }, [/NDC-X034/, /judged on its own/]],
    ['that is no JSON', () => { const here = folder(); write(here, 'planset.json', '{'); return [here]; }, [/NDC-X151/]],
  ])('refuses one %s', async (_name, make, says) => {
    await refused(says, ...make());
  });

  it.runIf(hasPipes)('refuses one whose file is a pipe, without waiting for who writes to it', async () => {
    const here = folder();
    makePipe(join(here, 'planset.json'));
    await refused([/planset\.json: this is a device, a pipe or a socket/], here);
  });

  it('reads each file of a set as a stream, from its own folder', async () => {
    const sites = estate();
    const work = folder();
    await ndc(['synth', '--sites', sites, '--out', join(work, 'out'), ...asOf], { cwd: work });
    const names = readdirSync(join(work, 'out')).sort();
    const here = folder();
    const stacks = names.map((name) => {
      const text = readFileSync(join(work, 'out', name, 'cdk.tf.json'));
      write(here, `${name}.tf.json`, text);
      return { name, kind: name.includes('-tenant-') ? 'tenant' : name.endsWith('platform') ? 'platform' : 'protection', site: name.slice(0, 6), status: { is: 'deferred', needs: ['x'] }, configuration: digestOf(text), configurationFile: `${name}.tf.json` };
    });
    write(here, 'planset.json', JSON.stringify({ ...file, stacks }));
    const { read, planset } = jsonOf<AuditData>(await ndc(['audit', here, '--json', '--sites', sites, ...asOf], { cwd: work }));
    expect(planset?.id).toBe('p');
    expect(read.map(({ stack: name, from, digest }) => [name, from, digest])).toEqual(stacks.map(({ name, configuration }) => [name, 'configuration', configuration]));

    // Where the record cannot be written, as on a medium that is read only, the verdict is given, and said to be on no record.
    rmSync(join(here, 'audit.json'));
    mkdirSync(join(here, 'audit.json'));
    const again = await ndc(['audit', here, '--sites', sites, ...asOf], { cwd: work });
    const verdict = jsonOf<AuditData>(await ndc(['audit', here, '--json', '--sites', sites, ...asOf], { cwd: work }));
    expect([again.exit, verdict.passed, verdict.stopped?.code, verdict.verdicts.length > 0]).toEqual([verdict.summary.exit, false, 'NDC-X102', true]);
    expect(again.out.replace(/\s+/g, ' ')).toContain('is not recorded beside the set, so that ndc apply will not take it.');
    expect(again.out).not.toContain('It may be applied');
  });

  it('stops a set that would destroy what holds data, and gives its report all the same', async () => {
    const here = folder();
    const metadata = [{ name: 'ho-so-prod', labels: { 'ndc.gov.vn/role': 'primary' } }];
    const change = { address: 'kubernetes_namespace_v1.x', mode: 'managed', type: 'kubernetes_namespace_v1', name: 'x', change: { actions: ['delete'], before: { metadata }, after: null, after_unknown: {}, before_sensitive: {}, after_sensitive: false } };
    const text = JSON.stringify({ ...(JSON.parse(plan('ndc-01-platform', id)) as object), resource_changes: [change], configuration: { root_module: {} } });
    for (const [name, content] of [['a.tf.json', '{}'], ['a.tfplan', 'x'], ['a.json', text]] as const) write(here, name, content);
    set({ configuration: digestOf('{}'), plan: { ...stack.plan, binary: digestOf('x'), json: digestOf(text) } }, here);
    const ran = await audit(here, '--json');
    expect(ran.exit).toBe(1);
    const data = jsonOf<AuditData>(ran);
    expect([data.passed, data.stopped?.code, data.stopped?.message.en, data.verdicts.length > 0]).toEqual([false, 'NDC-X031', expect.stringContaining('would destroy or replace what holds data: ndc-01-platform: Namespace ho-so-prod'), true]);
    expect(JSON.parse(readFileSync(join(here, 'audit.json'), 'utf8'))).toMatchObject({ passed: false });
    const { out } = await audit(here);
    expect(out).toContain('NDC-X031: the plan set p would destroy');
    expect(out).not.toContain('It may be applied');
    const junit = await audit(here, '--format', 'junit');
    expect([junit.exit, junit.err]).toEqual([1, expect.stringContaining('NDC-X031: the plan set p would destroy')]);
  });

  it('follows no link to a plan, and says that the set is not what was planned', async () => {
    const here = set({});
    mkdirSync(join(here, 'x'));
    for (const name of ['a.tf.json', 'a.tfplan']) write(here, name, '');
    symlinkSync('/etc/passwd', join(here, 'a.json'));
    const ran = await audit(here);
    expect([ran.exit, said(ran)]).toEqual([1, expect.stringMatching(/NDC-X152 .*a\.json is no longer what was planned/)]);
    expectNoTrace(ran);
  });
});
