import { join } from 'node:path';
import type { GoModule } from '../sandbox/go-module.js';

/** Programs of a laboratory that are built from Go modules, each by a module of its own name. */
const packages = {
  versitygw: 'github.com/versity/versitygw/cmd/versitygw',
  'velero-plugin-for-aws': 'github.com/vmware-tanzu/velero-plugin-for-aws/velero-plugin-for-aws',
} as const;

export type LaboratoryProgram = keyof typeof packages;

/** The module that pins one program. */
export function laboratoryModule(packageRoot: string, program: LaboratoryProgram): GoModule {
  return {
    name: program,
    directory: join(packageRoot, 'bin', 'edge', 'laboratory', 'toolchain', program),
    programs: { [program]: packages[program] },
    ldflags: '-s -w',
  };
}
