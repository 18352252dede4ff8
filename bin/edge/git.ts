import { realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { execa } from 'execa';
import { InputFailure, EnvironmentFailure } from '../failure.js';
import { environment } from './environment.js';
import { hasErrorCode } from './sandbox/errno.js';
import { visible } from './visible.js';

/** Output kept of one call, bytes: the list of a tree of 100,000 files has about 12 MB. */
const longestOutput = 64 * 1024 * 1024;

/** One entry of a tree. */
export interface TreeEntry {
  /** `100644`, `100755`, `120000` (a link), `160000` (a submodule). */
  readonly mode: string;
  readonly id: string;
  /** Bytes; absent for what is no blob. */
  readonly size?: number;
  readonly path: string;
}

/** One path that differs between two commits. */
export interface ChangedPath {
  readonly path: string;
  /** `000000` where it is not there. */
  readonly before: { readonly mode: string; readonly id: string };
  readonly after: { readonly mode: string; readonly id: string };
}

/**
 * A repository read through its objects alone: nothing is checked out, no hook, filter, pager, text conversion or
 * replacement object takes part, nothing is fetched, and nothing of the work tree is looked at.
 */
export class Git {
  private constructor(
    /** The work tree's top, real path. */
    readonly top: string,
  ) {}

  /** @throws InputFailure NDC-X240 outside a repository, EnvironmentFailure NDC-X241 without git. */
  static async at(folder: string): Promise<Git> {
    const { exitCode, stdout, stderr } = await run(folder, ['rev-parse', '--show-toplevel']);
    if (exitCode !== 0)
      throw new InputFailure('NDC-X240', {
        vi: `thư mục này không nằm trong kho git nào đọc được (${said(stderr)}). Hãy chạy lệnh trong bản sao của kho mã.`,
        en: `this folder is in no git repository that can be read (${said(stderr)}). Run the command inside a clone.`,
      });
    return new Git(await realpath(stdout.toString('utf8').replace(/\r?\n$/, '')));
  }

  /** Path of a folder inside the repository, with `/`; it need not exist now. @throws InputFailure NDC-X242 for one outside. */
  async inside(folder: string): Promise<string> {
    const path = await realpath(folder).catch(() => resolve(folder));
    if (!path.startsWith(this.top + sep))
      throw new InputFailure('NDC-X242', {
        vi: `${visible(folder, 200)} nằm ngoài kho git ${visible(this.top, 200)}; --sites phải là một thư mục trong kho.`,
        en: `${visible(folder, 200)} lies outside the git repository ${visible(this.top, 200)}; --sites has to be a folder in it.`,
      });
    return path.slice(this.top.length + 1).split(sep).join('/');
  }

  /** The commit a revision names. @throws InputFailure NDC-X243 when it names none. */
  async commit(revision: string): Promise<string> {
    const { exitCode, stdout } = await run(this.top, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
    const id = stdout.toString('utf8').trim();
    if (exitCode === 0 && isObjectId(id)) return id;
    throw new InputFailure('NDC-X243', {
      vi: `"${visible(revision, 100)}" không phải là một commit của kho này. Nếu kho được tải nông, hãy tải đủ lịch sử (fetch-depth: 0).`,
      en: `"${visible(revision, 100)}" names no commit of this repository. Where the clone is shallow, fetch its history (fetch-depth: 0).`,
    });
  }

  /** Where two commits parted. @throws InputFailure NDC-X244 when they share nothing that is here. */
  async mergeBase(a: string, b: string): Promise<string> {
    const { exitCode, stdout } = await run(this.top, ['merge-base', a, b]);
    const id = stdout.toString('utf8').trim();
    if (exitCode === 0 && isObjectId(id)) return id;
    throw new InputFailure('NDC-X244', {
      vi: 'hai nhánh không có tổ tiên chung trong bản sao này. Hãy tải đủ lịch sử (fetch-depth: 0).',
      en: 'the two revisions have no common ancestor in this clone. Fetch its history (fetch-depth: 0).',
    });
  }

  async isShallow(): Promise<boolean> {
    return (await this.read(['rev-parse', '--is-shallow-repository'])).toString('utf8').trim() !== 'false';
  }

  /** Full names of the refs that a pattern with `*` matches, in order. @throws InputFailure NDC-X263 for a pattern that is none of refs. */
  async refs(pattern: string): Promise<readonly string[]> {
    if (!/^refs\/[\w./*@+-]+$/.test(pattern))
      throw new InputFailure('NDC-X263', {
        vi: `"${visible(pattern, 100)}" không phải mẫu tên nhánh. Hãy viết đầy đủ, ví dụ refs/heads/phieu/* hoặc refs/pull/*/head.`,
        en: `"${visible(pattern, 100)}" is no pattern of refs. Write it in full, such as refs/heads/request/* or refs/pull/*/head.`,
      });
    return this.refsBelow(pattern);
  }

  /** Full names of branches, of this clone and of where it came from, in order. */
  async branches(): Promise<readonly string[]> {
    return this.refsBelow('refs/heads', 'refs/remotes');
  }

  private async refsBelow(...patterns: readonly string[]): Promise<readonly string[]> {
    const output = await this.read(['for-each-ref', '--format=%(refname)', ...patterns]);
    return output.toString('utf8').split('\n').filter((name) => name !== '').sort();
  }

  /** Everything below a folder of a commit, in the order of paths. */
  async tree(commit: string, under: string): Promise<readonly TreeEntry[]> {
    return this.listed(['-r', commit, '--', `${under}/`]);
  }

  /** What stands at a path of a commit. */
  async entry(commit: string, path: string): Promise<TreeEntry | undefined> {
    return (await this.listed([commit, '--', path]))[0];
  }

  private async listed(args: readonly string[]): Promise<readonly TreeEntry[]> {
    const output = await this.read(['ls-tree', '-z', '-l', '--full-tree', ...args]);
    return parts(output).map((line): TreeEntry => {
      const [, mode = '', id = '', size = '', path = ''] = /^(\d+) \S+ ([0-9a-f]+) +(\d+|-)\t([^]*)$/.exec(line) ?? [];
      return { mode, id, path, ...(size === '-' ? {} : { size: Number(size) }) };
    });
  }

  /** Every path that differs between two commits; a rename is one that goes and one that comes. */
  async changed(before: string, after: string): Promise<readonly ChangedPath[]> {
    const output = parts(await this.read(['diff-tree', '-r', '-z', '--raw', '--no-abbrev', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=none', before, after]));
    const found: ChangedPath[] = [];
    for (let at = 0; at + 1 < output.length; at += 2) {
      const [, from = '', to = '', was = '', is = ''] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) [A-Z]/.exec(output[at] ?? '') ?? [];
      found.push({ path: output[at + 1] ?? '', before: { mode: from, id: was }, after: { mode: to, id: is } });
    }
    return found;
  }

  /** Sizes of objects, bytes, in the order asked for. */
  async sizes(ids: readonly string[]): Promise<readonly number[]> {
    if (ids.length === 0) return [];
    const output = (await this.read(['cat-file', '--batch-check=%(objecttype) %(objectsize)'], `${ids.join('\n')}\n`)).toString('utf8').split('\n');
    return ids.map((_, index) => Number(/^blob (\d+)$/.exec(output[index] ?? '')?.[1] ?? Number.NaN));
  }

  /** Bytes of blobs, in the order asked for. The caller bounds their sizes. @throws EnvironmentFailure NDC-X245 when an object is missing. */
  async blobs(ids: readonly string[]): Promise<readonly Uint8Array[]> {
    if (ids.length === 0) return [];
    const output = await this.read(['cat-file', '--batch'], `${ids.join('\n')}\n`);
    const found: Uint8Array[] = [];
    let at = 0;
    for (const id of ids) {
      const end = output.indexOf(0x0a, at);
      const [, size] = /^[0-9a-f]+ blob (\d+)$/.exec(output.subarray(at, end < 0 ? at : end).toString('latin1')) ?? [];
      if (size === undefined) throw broken(`object ${id}`);
      found.push(output.subarray(end + 1, end + 1 + Number(size)));
      at = end + 1 + Number(size) + 1;
    }
    return found;
  }

  /** Commits of the first-parent line that changed a path, newest first, with the instant each was recorded; at most `most`. */
  async history(commit: string, path: string, most: number): Promise<readonly { readonly commit: string; readonly at: Date }[]> {
    const output = await this.read(['log', '--first-parent', '-m', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-show-signature', `--max-count=${most}`, '--format=%H %ct', commit, '--', `:(top,literal)${path}`]);
    return output
      .toString('utf8')
      .split('\n')
      .flatMap((line) => {
        const [, id, seconds] = /^([0-9a-f]+) (\d+)$/.exec(line) ?? [];
        return id === undefined ? [] : [{ commit: id, at: new Date(Number(seconds) * 1000) }];
      });
  }

  private async read(args: readonly string[], input = ''): Promise<Buffer> {
    const { exitCode, stdout, stderr } = await run(this.top, args, input);
    if (exitCode === 0) return stdout;
    throw broken(said(stderr));
  }
}

const isObjectId = (text: string): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

const parts = (output: Buffer): string[] => output.toString('utf8').split('\0').filter((part) => part !== '');

/** Variables that would lead git elsewhere, or have it run something. */
const led = /^(GIT_|SSH_ASKPASS|PAGER$|EDITOR$|VISUAL$)/;

async function run(folder: string, args: readonly string[], input = ''): Promise<{ readonly exitCode: number | undefined; readonly stdout: Buffer; readonly stderr: string }> {
  const inherited = Object.fromEntries(Object.entries(environment()).filter(([name]) => !led.test(name)));
  const result = await execa('git', ['--no-pager', '--no-replace-objects', '-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.attributesFile=/dev/null', '-c', 'protocol.allow=never', '-c', 'core.quotePath=false', '-c', 'log.showSignature=false', ...args], {
    cwd: folder,
    input,
    reject: false,
    encoding: 'buffer',
    extendEnv: false,
    stripFinalNewline: false,
    maxBuffer: longestOutput,
    timeout: 120_000,
    env: { ...inherited, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', GIT_NO_REPLACE_OBJECTS: '1', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
  });
  if (hasErrorCode(result.cause, 'ENOENT', 'EACCES') || hasErrorCode(result, 'ENOENT', 'EACCES'))
    throw new EnvironmentFailure('NDC-X241', { vi: 'không có git trên PATH. Hãy cài git từ 2.30 rồi chạy lại.', en: 'git is not on PATH. Install git 2.30 or later and run again.' });
  if (result.isMaxBuffer) throw broken(`more than ${longestOutput} bytes of ${args[0] ?? ''}`);
  return { exitCode: result.exitCode, stdout: Buffer.from(result.stdout), stderr: Buffer.from(result.stderr).toString('utf8') };
}

const broken = (detail: string): EnvironmentFailure =>
  new EnvironmentFailure('NDC-X245', { vi: `không đọc được kho git (${detail}). Hãy kiểm tra bản sao (git fsck), hoặc tải lại đủ lịch sử.`, en: `the git repository cannot be read (${detail}). Check the clone (git fsck), or fetch it anew.` });

const said = (stderr: string): string => visible(stderr.split('\n').filter((line) => line.trim() !== '')[0] ?? 'no reason given', 200);
