import { access, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EnvironmentFailure } from '../failure.js';
import { writeWhole } from './files.js';

/** Which CLI configuration the engine reads, and whether `init` may run for several stacks at once. */
export interface CliConfiguration {
  /** undefined: the user's own default file (`~/.terraformrc`, `~/.tofurc`), if any. */
  readonly file?: string;
  /** A mirror is only read, so many may read it; a plugin cache is written and takes one at a time. */
  readonly mirror: boolean;
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
};

/**
 * Decides the CLI configuration. `NDC_PROVIDER_MIRROR` names a filesystem mirror and wins; a user's own valid file is
 * respected; a variable that points at nothing is replaced by an empty file, so that the engine does not warn each time.
 *
 * @param home `.ndc`.
 * @throws EnvironmentFailure NDC-X134 when the mirror is no directory.
 */
export async function cliConfiguration(home: string, env: NodeJS.ProcessEnv): Promise<CliConfiguration> {
  const mirror = env['NDC_PROVIDER_MIRROR'];
  const own = join(home, 'engine', mirror === undefined || mirror === '' ? 'empty.tfrc' : 'mirror.tfrc');
  if (mirror !== undefined && mirror !== '') {
    const path = resolve(mirror);
    const folder = await stat(path).catch(() => undefined);
    if (folder?.isDirectory() !== true)
      throw new EnvironmentFailure('NDC-X134', {
        vi: `NDC_PROVIDER_MIRROR là ${mirror}, nhưng đó không phải thư mục. Hãy dựng bản sao nhà cung cấp ở đó hoặc bỏ biến này.`,
        en: `NDC_PROVIDER_MIRROR is ${mirror}, which is no directory. Build the provider mirror there, or unset the variable.`,
      });
    // CLI configuration is HCL 1: nothing is evaluated there, and a doubled $ would be two.
    await writeWhole(own, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(path)}\n  }\n}\n`, { replace: true });
    return { file: own, mirror: true };
  }
  const given = env['TF_CLI_CONFIG_FILE'] ?? env['TERRAFORM_CONFIG'];
  if (given === undefined || given === '') return { mirror: false };
  if (await exists(given)) return { file: resolve(given), mirror: false };
  await writeWhole(own, '', { replace: true });
  return { file: own, mirror: false };
}
