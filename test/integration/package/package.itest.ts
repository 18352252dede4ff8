import { execFile, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tar from 'tar';
import { repository as root } from '../journey/repository.js';

/** What one program printed, and how it ended. */
interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

const run = (program: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(program, args, { cwd, env, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' }, (error, out, err) => resolve({ exit: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err }));
  });

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
}

/** Builds, declarations and a whole report take seconds each, and other tests run beside. */
const patience = 900_000;

describe('the package', () => {
  let work = '';
  let installed = '';
  let manifest: Manifest;

  /** `npx ndc` of an empty project, in an environment that knows nothing of the repository. */
  const ndc = (...args: readonly string[]): Promise<Ended> => {
    const env = { PATH: dirname(process.execPath), HOME: join(work, 'home'), XDG_CACHE_HOME: join(work, 'home/cache'), LANG: 'en_US.UTF-8' };
    return run(process.execPath, [realpathSync(join(work, 'node_modules/.bin/ndc')), ...args], work, env);
  };

  /** A package as npm lays it: found from the project, with what it needs found from where it really lies. */
  const link = (name: string): void => {
    const place = join(work, 'node_modules', name);
    if (!existsSync(join(root, 'node_modules', name))) return;
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), place, 'dir');
  };

  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'ndc-packed-'));
    mkdirSync(join(work, 'home'));
    const packed = await run('npm', ['pack', '--json', '--pack-destination', work], root);
    expect(packed.exit, packed.err).toBe(0);
    const [archive = ''] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
    installed = join(work, 'node_modules/ndc-toolkit');
    mkdirSync(installed, { recursive: true });
    await tar.extract({ file: join(work, archive), cwd: installed, strip: 1 });
    manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
    // Nothing but what the package says it needs: a development dependency is not there.
    for (const name of [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)]) link(name);
    mkdirSync(join(work, 'node_modules/.bin'));
    symlinkSync(join('..', 'ndc-toolkit', manifest.bin['ndc'] ?? ''), join(work, 'node_modules/.bin/ndc'));
    writeFileSync(join(work, 'package.json'), '{"name": "own", "private": true, "type": "module"}\n');
  }, patience);
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('holds every file that is read while it runs, and no source, test or work file', () => {
    const held = new Set((readdirSync(installed, { recursive: true, encoding: 'utf8' })).map((name) => name.replaceAll('\\', '/')));
    const kept = spawnSync('git', ['ls-files', 'bin', 'sites/data', 'sites/schema', 'docs'], { cwd: root, encoding: 'utf8' }).stdout.split('\n').filter((name) => name !== '' && (!name.startsWith('bin/') || !/\.(ts|mjs|types\.json)$/.test(name)));
    expect(kept.length).toBeGreaterThan(150);
    expect(kept.filter((name) => !held.has(name))).toEqual([]);
    for (const name of ['LICENSE', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'bin/bootstrap.mjs', 'dist/main.js', 'dist/library.js', 'types/bin/library.d.ts']) expect(held.has(name), name).toBe(true);
    // Whatever runs in a thread or a process of its own is an entry of the bundle.
    const build = readFileSync(join(root, 'bin/build.mjs'), 'utf8');
    const entries = [...(/entryPoints: \{(.*)\}/.exec(build)?.[1] ?? '').matchAll(/'?([a-z-]+)'?: join\(/g)].map(([, name = '']) => name);
    expect(entries.length).toBeGreaterThan(7);
    for (const name of entries) expect(held.has(`dist/${name}.js`), name).toBe(true);
    expect([...held].filter((name) => /^(test|node_modules|\.)|\/\.|(?<!\.d)\.ts$/.test(name) && !name.startsWith('docs/examples/'))).toEqual([]);
  });

  it('says its version and its help, in an empty project', async () => {
    expect(await ndc('--version')).toEqual({ exit: 0, out: `ndc ${(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version}\n`, err: '' });
    expect((await ndc('--help')).out).toContain('ndc <command>');
  });

  it('says what a rule asks for where there are no data yet', async () => {
    expect((await ndc('explain', 'RED-001')).out).toMatch(/^RED-001 .*\n[\s\S]*Legal basis: .*V\.2\.b/);
    expect((await ndc('policy', 'list')).out).toMatch(/^CAP-004 /m);
    expect((await ndc('check')).err).toContain('NDC-X103');
  });

  it('writes an estate, checks, synthesises and reports it', { timeout: patience }, async () => {
    const told = async (...args: readonly string[]): Promise<string> => {
      const { exit, out, err } = await ndc(...args);
      expect({ args, exit, err: exit === 0 ? '' : err }).toEqual({ args, exit: 0, err: '' });
      return out;
    };
    await told('init', 'data', '--as-of', '2026-11-01');
    expect(await told('check', '--sites', 'data', '--as-of', '2026-11-01')).toMatch(/TODAY .*: passed[^]*TARGET .*: passed/);
    await told('synth', '--sites', 'data', '--as-of', '2026-11-01', '--out', 'stacks');
    expect(readdirSync(join(work, 'stacks')).length).toBe(8);
    // Threads of their own, from the bundle.
    expect(await told('capacity', 'purchase', '--sites', 'data', '--as-of', '2026-11-01')).toContain('Nothing has to be bought');
    await told('report', '--sites', 'data', '--as-of', '2026-11-01', '--out', 'estate.html');
    expect(readFileSync(join(work, 'estate.html'), 'utf8')).toContain('dc-03');
    expect(await told('explain', 'RED-001', '--sites', 'data')).toContain('RED-001');
    await told('schema', '--write', 'data/schema');
    // The shipped estate is in the package as well.
    expect(await told('check', '--sites', 'node_modules/ndc-toolkit/sites/data', '--as-of', '2026-11-01')).toContain('vn-ndc');
  });

  it('reaches its sandbox: without Go it says what it lacks, with its modules and charts at hand', async () => {
    expect((await ndc('sandbox', 'status')).out).toContain('not there');
    const up = await ndc('sandbox', 'up', '--sites', 'data');
    expect(up.exit).toBe(3);
    expect(up.err).toMatch(/Go 1\.\d+ or later/);
    expect(up.err).not.toMatch(/NDC-X999|ENOENT/);
  });

  describe('for those who compose stacks', () => {
    const example = join(root, 'docs/examples/compose');

    it('names versions that are the package’s own', () => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };
      const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest & { version: string; devDependencies: Record<string, string> };
      const { 'ndc-toolkit': toolkit, ...others } = dependencies;
      expect(toolkit).toBe(own.version);
      for (const [name, version] of Object.entries(others)) expect([name, version]).toEqual([name, own.dependencies[name]]);
      for (const [name, version] of Object.entries(devDependencies)) expect([name, version]).toEqual([name, own.devDependencies[name]]);
    });

    it('compiles against the package, and refuses what its types forbid', { timeout: patience }, async () => {
      for (const name of ['@types/node', 'typescript']) link(name);
      for (const name of readdirSync(example)) if (name !== 'package.json') cpSync(join(example, name), join(work, name));
      const tsc = (): Promise<Ended> => run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '--project', '.'], work);
      expect(await tsc()).toEqual({ exit: 0, out: '', err: '' });
      writeFileSync(join(work, 'wrong.ts'), "import { readEstate } from 'ndc-toolkit';\nconst estate = await readEstate(1);\nestate.settings.id = 'x';\n");
      const { exit, out } = await tsc();
      rmSync(join(work, 'wrong.ts'));
      expect(exit).toBe(2);
      expect(out).toMatch(/wrong\.ts\(2,[^]*wrong\.ts\(3,/);
    });

    it('synthesises what Terraform reads', { timeout: patience }, async () => {
      await ndc('init', 'composed', '--as-of', '2026-11-01');
      const js = await run(process.execPath, [join(root, 'node_modules/esbuild/bin/esbuild'), 'main.ts', '--format=esm', '--platform=node', '--outfile=main.js'], work);
      expect(js.exit, js.err).toBe(0);
      const made = await run(process.execPath, ['main.js', 'composed'], work);
      expect({ exit: made.exit, err: made.err }).toEqual({ exit: 0, err: '' });
      const stacks = readdirSync(join(work, 'cdktf.out/stacks')).sort();
      expect(stacks).toEqual(['dc-01', 'dc-02', 'dc-03'].flatMap((site) => [`${site}-platform`, `${site}-tenants`]));
      type Objects = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
      const of = (stack: string): { readonly text: string; readonly resource: Objects } => {
        const text = readFileSync(join(work, 'cdktf.out/stacks', stack, 'cdk.tf.json'), 'utf8');
        return { text, resource: (JSON.parse(text) as { resource: Objects }).resource };
      };
      for (const stack of stacks) expect(of(stack).text).not.toContain('NdcLiteral');
      // A text of one's own is no template, and its object carries the estate's labels.
      const notice = of('dc-02-platform').resource['kubernetes_config_map_v1']?.['notice_text'];
      expect(notice).toMatchObject({ data: { text: 'Maintenance on $${day}, %%{ if late }later%%{ endif }' }, metadata: { labels: { 'ndc.gov.vn/site': 'dc-02', 'ndc.gov.vn/component': 'notice' } } });
      // The toolkit's own objects are those of its own synthesis.
      await ndc('synth', '--sites', 'composed', '--as-of', '2026-11-01', '--out', 'plain');
      const plain = JSON.parse(readFileSync(join(work, 'plain/dc-01-platform/cdk.tf.json'), 'utf8')) as { resource: Objects };
      const { helm_release: releases } = of('dc-01-platform').resource;
      expect(releases).toEqual(plain.resource['helm_release']);
      expect(Object.keys(of('dc-01-tenants').resource['kubernetes_namespace_v1'] ?? {})).toEqual(['portal-prod']);
    });
  });
});
