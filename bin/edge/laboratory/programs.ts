import { join } from 'node:path';
import type { Text } from '../../../sites/model/text.js';
import { cacheRoot } from '../sandbox/cache.js';
import { ensureGoPrograms } from '../sandbox/go-build.js';
import type { GoModule } from '../sandbox/go-module.js';

/** Programs of a laboratory that are built from Go modules, each by a module of its own name. */
const packages = {
  versitygw: { path: 'github.com/versity/versitygw/cmd/versitygw', ldflags: '-s -w' },
  velero: { path: 'github.com/vmware-tanzu/velero/cmd/velero', ldflags: '-s -w -X github.com/vmware-tanzu/velero/pkg/buildinfo.Version=v1.18.3' },
  'velero-plugin-for-aws': { path: 'github.com/vmware-tanzu/velero-plugin-for-aws/velero-plugin-for-aws', ldflags: '-s -w' },
} as const;

export type LaboratoryProgram = keyof typeof packages;

/** Path of a program: from the cache, else built with Go. @throws SandboxFailure as `ensureGoPrograms` */
export async function laboratoryProgram(packageRoot: string, program: LaboratoryProgram, onProgress: (line: Text) => void, signal: AbortSignal): Promise<string> {
  const built = await ensureGoPrograms(laboratoryModule(packageRoot, program), [program], { cacheRoot: cacheRoot(), onProgress, signal });
  return built[program] ?? '';
}

/** The module that pins one program. */
export function laboratoryModule(packageRoot: string, program: LaboratoryProgram): GoModule {
  return {
    name: program,
    directory: join(packageRoot, 'bin', 'edge', 'laboratory', 'toolchain', program),
    programs: { [program]: packages[program].path },
    ldflags: packages[program].ldflags,
  };
}
