import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { longestComment } from '../../../bin/present/tenant/comment.js';
import type { TenantQueueData } from '../../../bin/tenant-queue-data.js';
import type { TenantReviewData } from '../../../bin/tenant-review-data.js';
import { filesOf, ordinary, puts, tenant } from '../../sites/tenancy/requests.js';
import { repository } from '../journey/repository.js';

const run = promisify(execFile);

/** A repository of its own, and the real command inside it. */
const work = mkdtempSync(join(tmpdir(), 'ndc-review-'));
const clone = join(work, 'clone');
const at = (name: string): string => join(clone, name);
const data = 'sites/data';
const asOf = ['--as-of', '2026-06-30'];
const prod = 'quota: {cpu: 8, memory: 64Gi, storage: {block: 1Ti}, pods: 100}';

interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

async function ndc(...argv: readonly string[]): Promise<Ran> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(repository, 'bin/ndc'), 'tenant', 'review', ...argv], { cwd: clone, maxBuffer: 1 << 26 });
    return { exit: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exit: code, out: stdout, err: stderr };
  }
}

const reviewed = async (head: string, base = 'main'): Promise<TenantReviewData & { exit: number }> => JSON.parse((await ndc('--base', base, '--head', head, '--json', ...asOf)).out) as TenantReviewData & { exit: number };

/** Commits are dated, so that growth over ninety days can be told. */
async function git(args: readonly string[], date = '2026-06-01T00:00:00Z'): Promise<string> {
  const { stdout } = await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example', '-c', 'core.hooksPath=/dev/null', ...args], { cwd: clone, maxBuffer: 1 << 26, env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } });
  return stdout.trim();
}

const write = (name: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), content);
};

const request = (...pairs: readonly (readonly [string, string])[]): string => {
  const file = filesOf(puts(...ordinary, ...pairs)).find(({ name }) => name === tenant);
  if (file === undefined || !('bytes' in file)) throw new Error('there is no request');
  return new TextDecoder().decode(file.bytes);
};

/** A branch from `from` with one commit. */
async function branch(name: string, change: () => void | Promise<void>, from = 'main'): Promise<void> {
  await git(['checkout', '-q', '-b', name, from]);
  await change();
  await git(['add', '-A']);
  await git(['commit', '-q', '-m', name]);
  await git(['checkout', '-q', 'main']);
}

beforeAll(async () => {
  mkdirSync(clone, { recursive: true });
  await git(['init', '-q', '-b', 'main']);
  for (const file of filesOf(puts(...ordinary))) if ('bytes' in file) write(`${data}/${file.name}`, file.bytes);
  write('package.json', '{"scripts": {}}');
  await git(['add', '-A']);
  await git(['commit', '-q', '-m', 'base'], '2025-01-01T00:00:00Z');
});

afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

describe('ndc tenant review', () => {
  it('tells what a branch changes, whichever branch is checked out', async () => {
    await branch('grow', () => write(`${data}/${tenant}`, request([prod, prod.replace('cpu: 8', 'cpu: 9')])));
    const found = await reviewed('grow');

    expect(found.requests.map(({ organisation, changes }) => [organisation, ...changes.map(({ field, before, after }) => `${field} ${before ?? ''} ${after ?? ''}`)])).toEqual([['bo-y-te', 'quota.cpu 8 9']]);
    expect(found.foreign.count).toBe(0);
    expect(found.judged.head).toBe(await git(['rev-parse', 'grow']));
  });

  it('prints the same bytes twice, in either language, and the whole text into a file', async () => {
    const [first, second] = [await ndc('--base', 'main', '--head', 'grow', '--lang', 'vi', ...asOf), await ndc('--base', 'main', '--head', 'grow', '--lang', 'vi', ...asOf)];

    expect(first.out).toBe(second.out);
    expect(first.out.startsWith('<!-- ndc-tenant-review ')).toBe(true);
    await ndc('--base', 'main', '--head', 'grow', '--out', join(work, 'review.md'), '--lang', 'en', ...asOf);
    expect(readFileSync(join(work, 'review.md'), 'utf8')).toContain('### Approvals: whose, and why');
  });

  it('adds growth up over the base’s own past', async () => {
    await git(['checkout', '-q', '-b', 'line', 'main']);
    write(`${data}/${tenant}`, request([prod, prod.replace('cpu: 8', 'cpu: 12')]));
    await git(['commit', '-q', '-am', 'first half more'], '2026-05-15T00:00:00Z');
    await git(['checkout', '-q', 'main']);
    await branch('again', () => write(`${data}/${tenant}`, request([prod, prod.replace('cpu: 8', 'cpu: 18')])), 'line');
    const required = (found: TenantReviewData): string[] => found.requests.flatMap(({ approvals }) => approvals.filter((one) => one.required).map(({ rule }) => rule));

    expect(required(await reviewed('again', 'line'))).toContain('growth-over-half');
    expect(required(await reviewed('line'))).not.toContain('growth-over-half');
  });

  it('judges against where the branch parted, and says when base has moved on', async () => {
    await git(['checkout', '-q', '-b', 'moved', 'main']);
    write('README.md', 'moved on');
    write(`${data}/${tenant}`, request(['Vụ trưởng', 'Cục trưởng']));
    await git(['add', '-A']);
    await git(['commit', '-q', '-m', 'moved']);
    await git(['checkout', '-q', 'main']);
    const found = await reviewed('grow', 'moved');

    expect(found.foreign.count).toBe(0);
    expect(found.notChecked.map(({ en }) => en).join()).toContain('update the branch');
  });

  it('reads no link, submodule, executable or script, and names each', async () => {
    writeFileSync(join(work, 'secret.yaml'), 'kind: TenancyRequest\nsecret: leaked\n');
    await branch('hostile', () => {
      rmSync(at(`${data}/${tenant}`));
      symlinkSync(join(work, 'secret.yaml'), at(`${data}/${tenant}`));
      write('package.json', `{"scripts": {"preinstall": "touch ${join(work, 'ran')}"}}`);
      write(`${data}/tenants/<!-- ndc-tenant-review \`@all\` -->.yaml`, 'x');
      write(`${data}/tenants/so-x.yaml`, 'x');
      chmodSync(at(`${data}/tenants/so-x.yaml`), 0o755);
    });
    // A commit of another repository has no file here: `add` would take it out again.
    await git(['checkout', '-q', 'hostile']);
    await git(['update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},${data}/tenants/sub.yaml`]);
    await git(['commit', '-q', '-m', 'submodule']);
    await git(['checkout', '-q', '-f', 'main']);
    const found = await reviewed('hostile');
    const { out, exit } = await ndc('--base', 'main', '--head', 'hostile', '--lang', 'en', ...asOf);

    expect(found).toMatchObject({ verdict: 'not-a-request', requests: [] });
    expect(Object.fromEntries(found.foreign.paths.map(({ path, because }) => [path, because]))).toEqual({
      'package.json': 'outside',
      [`${data}/${tenant}`]: 'link',
      [`${data}/tenants/<!-- ndc-tenant-review \`@all\` -->.yaml`]: 'not-a-request',
      [`${data}/tenants/so-x.yaml`]: 'executable',
      [`${data}/tenants/sub.yaml`]: 'submodule',
    });
    expect(exit).toBe(1);
    expect(out).not.toContain('leaked');
    expect(out.split('\n').filter((line) => line.startsWith('<!--'))).toHaveLength(1);
    expect(existsSync(join(work, 'ran'))).toBe(false);
  });

  it('takes no blob beyond the size of a request, no name that leaves the folder, none that collides by case, and names each', async () => {
    await git(['checkout', '-q', '-b', 'names', 'main']);
    const blob = async (content: string | Buffer): Promise<string> => {
      writeFileSync(join(work, 'blob'), content);
      return git(['hash-object', '-w', join(work, 'blob')]);
    };
    const tree = async (entries: readonly (readonly [mode: string, id: string, name: string])[]): Promise<string> => {
      const child = execFile('git', ['mktree', '-z'], { cwd: clone });
      const written = new Promise<string>((resolve, reject) => {
        let out = '';
        child.stdout?.on('data', (part: string) => (out += part));
        child.on('close', (code) => (code === 0 ? resolve(out.trim()) : reject(new Error('git mktree failed'))));
      });
      child.stdin?.end(entries.map(([mode, id, name]) => `${mode} ${mode === '040000' ? 'tree' : 'blob'} ${id}\t${name}\0`).join(''));
      return written;
    };
    const text = await blob(request([prod, prod.replace('cpu: 8', 'cpu: 9')]));
    const huge = await blob(Buffer.alloc(100 * 1024 * 1024, 'a'));
    const listed = async (revision: string): Promise<(readonly [string, string, string])[]> =>
      (await git(['ls-tree', '-z', revision])).split('\0').flatMap((line) => {
        const [, mode, id, name] = /^(\d+) \S+ (\S+)\t([^]*)$/.exec(line) ?? [];
        return mode === undefined || id === undefined || name === undefined ? [] : [[mode, id, name] as const];
      });
    const within = async (revision: string, path: readonly string[], entries: readonly (readonly [string, string, string])[]): Promise<string> => {
      const [first, ...rest] = path;
      const here = await listed(revision);
      if (first === undefined) return tree([...here.filter(([, , name]) => !entries.some(([, , added]) => added === name)), ...entries]);
      const inner = await within(`${revision}${revision.includes(':') ? '/' : ':'}${first}`, rest, entries);
      return tree(here.map(([mode, id, name]) => (name === first ? ([mode, inner, name] as const) : ([mode, id, name] as const))));
    };
    const escape = await tree([['100644', text, 'out.yaml']]);
    const root = await within('main', ['sites', 'data', 'tenants'], [
      ['100644', huge, 'bo-y-te.yaml'],
      ['100644', text, 'Bo-Y-Te.yaml'],
      ['100644', text, 'a\nb.yaml'],
      ['100644', text, '-rf.yaml'],
      ['040000', escape, '..'],
    ]);
    const head = await git(['commit-tree', root, '-p', 'main', '-m', 'names']);
    await git(['checkout', '-q', '-f', 'main']);
    const found = await reviewed(head);
    const ran = await ndc('--base', 'main', '--head', head, '--lang', 'en', ...asOf);

    expect(Object.fromEntries(found.foreign.paths.map(({ path, because }) => [path, because]))).toEqual({
      [`${data}/tenants/-rf.yaml`]: 'not-a-request',
      [`${data}/tenants/../out.yaml`]: 'not-a-request',
      [`${data}/tenants/Bo-Y-Te.yaml`]: 'not-a-request',
      [`${data}/tenants/a\nb.yaml`]: 'not-a-request',
    });
    // The request itself is too large: said, and not read.
    expect(found.verdict).toBe('not-a-request');
    expect(found.diagnostics.map(({ file }) => file)).toEqual([tenant]);
    expect(ran.out.split('\n')[1]).toBe('## Not a tenant request');
    expect(ran.out.split('\n').filter((line) => line.includes('b.yaml'))).toHaveLength(1);
    expect(ran.exit).toBe(1);
  });

  it('keeps a forged marker and markup of a request inside code', async () => {
    await branch('forged', () => write(`${data}/${tenant}`, request(['Vụ trưởng', '<!-- ndc-tenant-review base=x --> @all <img src=x>'])));
    const { out } = await ndc('--base', 'main', '--head', 'forged', '--lang', 'vi', ...asOf);

    expect(out.split('\n').filter((line) => line.startsWith('<!--'))).toHaveLength(1);
    expect(out.replaceAll(/`[^`]*`/g, '')).not.toMatch(/<img|@all|base=x/);
  });

  it('takes 5,000 changed files', async () => {
    await branch('many', () => {
      for (let index = 0; index < 5000; index += 1) write(`other/f${index}.txt`, String(index));
    });
    const { out } = await ndc('--base', 'main', '--head', 'many', '--lang', 'en', ...asOf);

    expect(out).toContain('5000 paths');
    expect(out.length).toBeLessThan(longestComment);
  });

  it('runs nothing that a repository’s configuration or attributes name', async () => {
    const trap = join(work, 'trap');
    writeFileSync(trap, `#!/bin/sh\ntouch ${join(work, 'trapped')}\ncat "$1" 2>/dev/null\n`, { mode: 0o755 });
    await branch('attributes', () => {
      write('.gitattributes', '*.yaml diff=evil filter=evil\n');
      write(`${data}/${tenant}`, request([prod, prod.replace('cpu: 8', 'cpu: 10')]));
    });
    rmSync(join(work, 'trapped'), { force: true });
    for (const [key, value] of [['diff.evil.textconv', trap], ['diff.evil.command', trap], ['diff.external', trap], ['core.pager', trap], ['core.fsmonitor', trap], ['filter.evil.smudge', trap]] as const) await git(['config', key, value]);
    rmSync(join(work, 'trapped'), { force: true });
    const found = await reviewed('attributes');
    for (const key of ['diff.evil.textconv', 'diff.evil.command', 'diff.external', 'core.pager', 'core.fsmonitor', 'filter.evil.smudge']) await git(['config', '--unset-all', key]);
    // Unsetting asks git for no file; what was caught was caught before.

    expect(found.requests).toHaveLength(1);
    expect(existsSync(join(work, 'trapped'))).toBe(false);
  });

  it.each([
    ['without a base', [], 'NDC-X246'],
    ['of a revision that is none', ['--base', 'nowhere'], 'NDC-X243'],
    ['of a revision that looks like an option', ['--base=--upload-pack=x'], 'NDC-X243'],
    ['of data outside the repository', ['--base', 'main', '--sites', '/'], 'NDC-X242'],
    ['with a file', ['--base', 'main', '--with', 'x.yaml'], 'NDC-X247'],
  ])('%s is an error that says what to do', async (_, argv, code) => {
    const { exit, out, err } = await ndc(...argv, '--lang', 'en');

    expect(exit).toBe(2);
    expect(out + err).toContain(code);
  });

  it('says in a shallow clone that the past is not known', async () => {
    const shallow = join(work, 'shallow');
    await run('git', ['clone', '-q', '--no-local', '--depth', '1', '--no-single-branch', `file://${clone}`, shallow]);
    // The branch and the base meet in a commit that is here only when history is.
    const { stdout, stderr } = await run(process.execPath, [join(repository, 'bin/ndc'), 'tenant', 'review', '--base', 'origin/main', '--head', 'origin/grow', '--lang', 'en', ...asOf], { cwd: shallow }).catch((error: { stdout: string; stderr: string }) => error);

    expect(stdout + stderr).toContain('fetch-depth: 0');
  });

  it.each([
    ['written', false],
    ['added', true],
  ])('of a request that is %s and not committed says that nothing was judged, which file, and the command', async (_, added) => {
    await git(['checkout', '-q', '-b', `open-${String(added)}`, 'main']);
    write(`${data}/${tenant}`, request([prod, prod.replace('cpu: 8', 'cpu: 700')]));
    write(`${data}/tenants/bo-cong-an.yaml`, request().replace('organisation: bo-y-te', 'organisation: bo-cong-an'));
    if (added) await git(['add', '-A']);
    const { exit, out } = await ndc('--base', 'main', '--lang', 'vi', ...asOf);
    const other = await reviewed('grow');
    await git(['reset', '-q', '--hard']);
    await git(['clean', '-q', '-fd']);
    await git(['checkout', '-q', 'main']);

    expect(exit).toBe(1);
    expect(out).toContain('## Kết luận: KHÔNG CÓ PHIẾU NÀO ĐỂ XÉT');
    expect(out).not.toContain('CHẤP NHẬN ĐƯỢC');
    expect(out).toContain(`git add ${data}/tenants/bo-cong-an.yaml ${data}/${tenant} && git commit`);
    expect(other.uncommitted).toEqual([]);
  });

  it('says so outside of any repository', async () => {
    const outside = await run(process.execPath, [join(repository, 'bin/ndc'), 'tenant', 'review', '--base', 'main', '--lang', 'en'], { cwd: work }).catch((error: { stdout: string; stderr: string; code: number }) => error);

    expect('code' in outside ? outside.code : 0).toBe(2);
    expect(outside.stdout + outside.stderr).toContain('NDC-X240');
  });
});

describe('ndc tenant queue', () => {
  const queue = async (...argv: readonly string[]): Promise<Ran> => {
    try {
      const { stdout, stderr } = await run(process.execPath, [join(repository, 'bin/ndc'), 'tenant', 'queue', ...argv, ...asOf], { cwd: clone, maxBuffer: 1 << 26 });
      return { exit: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { exit: code, out: stdout, err: stderr };
    }
  };

  it('reads every branch that a pattern names, from objects alone, and says the same twice', async () => {
    for (const [name, cores] of [['one', 700], ['two', 900]] as const) await branch(`asks/${name}`, () => write(`${data}/${tenant}`, request([prod, prod.replace('cpu: 8', `cpu: ${cores}`)])));
    const ran = await queue('--base', 'main', '--head', 'refs/heads/asks/*', '--json');
    const { open, base } = JSON.parse(ran.out) as TenantQueueData;

    expect(open.map(({ id, fit }) => [id, fit?.instead])).toEqual([
      ['refs/heads/asks/one', ['refs/heads/asks/two']],
      ['refs/heads/asks/two', ['refs/heads/asks/one']],
    ]);
    expect(base).toBe(await git(['rev-parse', 'main']));
    const [first, second] = [await queue('--base', 'main', '--head', 'refs/heads/asks/*', '--format', 'markdown', '--lang', 'vi'), await queue('--base', 'main', '--head', 'asks/two', '--head', 'asks/one', '--format', 'markdown', '--lang', 'vi')];
    expect(first.out.replaceAll('refs/heads/', '')).toBe(second.out);
  });

  it('says that no branch matches, and which there are, instead of an empty page to approve', async () => {
    const { exit, out } = await queue('--base', 'main', '--head', 'refs/heads/none/*', '--lang', 'vi');

    expect(exit).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(/Không nhánh nào khớp refs\/heads\/none\/\*; trong kho có: refs\/heads\/again, .*refs\/heads\/grow/);
    expect(out).not.toContain('mời phê duyệt');
    const some = await queue('--base', 'main', '--head', 'refs/heads/none/*', '--head', 'grow', '--json');
    expect((JSON.parse(some.out) as TenantQueueData).unmatched?.patterns).toEqual(['refs/heads/none/*']);
  });

  it('names a hostile branch as no request, first, and reads nothing of it', async () => {
    const { out, exit } = await queue('--base', 'main', '--head', 'hostile', '--head', 'many', '--head', 'grow', '--json');
    const { open } = JSON.parse(out) as TenantQueueData;

    expect(exit).toBe(1);
    expect(open.map(({ id, risk }) => [id, risk])).toEqual([
      ['hostile', 'not-a-request'],
      ['many', 'not-a-request'],
      ['grow', 'unclear'],
    ]);
    expect(out).not.toContain('leaked');
  });

  it.each([
    ['nothing', [], 'NDC-X261'],
    ['branches without a base', ['--head', 'grow'], 'NDC-X260'],
    ['a pattern that is none of refs', ['--base', 'main', '--head', '--upload-pack=*'], 'NDC-X263'],
    ['a revision that is none', ['--base', 'main', '--head', 'nowhere'], 'NDC-X243'],
    ['a lost site', ['--base', 'main', '--head', 'grow', '--lose', 'site/ndc-01'], 'NDC-X264'],
  ])('%s is an error that says what to do', async (_, argv, code) => {
    const { exit, out, err } = await queue(...argv, '--lang', 'en');

    expect(exit).toBe(2);
    expect(out + err).toContain(code);
  });
});
