import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { EnvironmentFailure } from '../failure.js';
import { shownPath } from './shown-path.js';
import { visible } from './visible.js';

export type EngineKind = 'terraform' | 'tofu';

/** A program that runs the plans. */
export interface EngineProgram {
  readonly kind: EngineKind;
  readonly version: string;
  readonly path: string;
}

/** Oldest versions taken: both validate `removed` blocks and provider-defined functions the stacks may need. */
const oldest: Readonly<Record<EngineKind, readonly [number, number]>> = { terraform: [1, 9], tofu: [1, 8] };

/** Finds a program on PATH. */
export async function onPath(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter((each) => each !== '')) {
    const candidate = join(folder, name);
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** Reads what `version` prints; undefined where it is neither engine. */
export function parseVersion(output: string): { kind: EngineKind; version: string } | undefined {
  const match = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+(?:-[\w.]+)?)/m.exec(output);
  if (match === null) return undefined;
  return { kind: match[1] === 'OpenTofu' ? 'tofu' : 'terraform', version: match[2] ?? '' };
}

/** Whether a version is new enough. */
export function newEnough(kind: EngineKind, version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needMajor, needMinor] = oldest[kind];
  return major > needMajor || (major === needMajor && minor >= needMinor);
}

const wanted = 'terraform ≥ 1.9, tofu ≥ 1.8';

/**
 * The engine a connection names, or the one on PATH: terraform first, then tofu.
 *
 * @throws EnvironmentFailure NDC-X130 none found, NDC-X131 it does not run, NDC-X132 another engine than named,
 *   NDC-X133 too old.
 */
export async function findEngine(named: { readonly kind?: EngineKind; readonly path?: string }, env: NodeJS.ProcessEnv): Promise<EngineProgram> {
  const names: readonly EngineKind[] = named.kind === undefined ? ['terraform', 'tofu'] : [named.kind];
  let path = named.path;
  for (const name of names) path ??= await onPath(name, env);
  if (path === undefined)
    throw new EnvironmentFailure('NDC-X130', {
      vi: `không tìm thấy ${names.join(' hay ')} trên PATH. Hãy cài đặt (${wanted}) hoặc ghi engine.path trong tệp kết nối.`,
      en: `neither PATH nor the connection names ${names.join(' or ')}. Install one (${wanted}), or write engine.path in the connection file.`,
    });
  const output = await versionOutput(path, env);
  const found = parseVersion(output);
  if (found === undefined)
    throw new EnvironmentFailure('NDC-X131', {
      vi: `${shownPath(path)} không phải Terraform hay OpenTofu (trả lời: "${visible(output, 120)}"). Cần ${wanted}.`,
      en: `${shownPath(path)} is neither Terraform nor OpenTofu (it says "${visible(output, 120)}"). Needed: ${wanted}.`,
    });
  if (named.kind !== undefined && named.kind !== found.kind)
    throw new EnvironmentFailure('NDC-X132', {
      vi: `${shownPath(path)} là ${found.kind}, nhưng kết nối ghi engine.kind: ${named.kind}. Hãy sửa một trong hai.`,
      en: `${shownPath(path)} is ${found.kind}, but the connection says engine.kind: ${named.kind}. Correct one of them.`,
    });
  if (!newEnough(found.kind, found.version))
    throw new EnvironmentFailure('NDC-X133', {
      vi: `${shownPath(path)} là ${found.kind} ${found.version}; cần ${wanted}. Hãy nâng cấp.`,
      en: `${shownPath(path)} is ${found.kind} ${found.version}; needed: ${wanted}. Upgrade it.`,
    });
  return { ...found, path };
}

function versionOutput(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    // Only what a program needs to start: a CLI configuration or arguments from outside would only add noise.
    execFile(path, ['version'], { env: { PATH: env['PATH'] ?? '', HOME: env['HOME'] ?? '', CHECKPOINT_DISABLE: '1' }, timeout: 30_000, maxBuffer: 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null || stdout !== '') resolve(stdout);
      else
        reject(
          new EnvironmentFailure('NDC-X131', {
            vi: `không chạy được ${shownPath(path)} (${visible(stderr || error.message, 200)}). Hãy kiểm tra engine.path và quyền thực thi.`,
            en: `${shownPath(path)} does not run (${visible(stderr || error.message, 200)}). Check engine.path and its permissions.`,
          }),
        );
    });
  });
}
