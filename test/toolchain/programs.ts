import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { laboratoryModule } from '../../bin/edge/laboratory/programs.js';
import { controlPlaneModule, etcdModule } from '../../bin/edge/sandbox/binaries.js';
import type { GoModule } from '../../bin/edge/sandbox/go-module.js';

const here = dirname(fileURLToPath(import.meta.url));
const packageRoot = join(here, '..', '..');

function testModule(name: string, packagePath: string, ldflags = '-s -w'): GoModule {
  return { name, directory: join(here, name), programs: { [name]: packagePath }, ldflags };
}

/** Program → module that pins it. */
export const PROGRAMS: Readonly<Record<string, GoModule>> = {
  tofu: testModule(
    'tofu',
    'github.com/opentofu/opentofu/cmd/tofu',
    // Without it, it reports a development version, and version constraints fail.
    '-s -w -X github.com/opentofu/opentofu/version.dev=no',
  ),
  versitygw: laboratoryModule(packageRoot, 'versitygw'),
  'velero-plugin-for-aws': laboratoryModule(packageRoot, 'velero-plugin-for-aws'),
  helm: testModule('helm', 'helm.sh/helm/v3/cmd/helm'),
  etcdutl: testModule('etcdutl', 'go.etcd.io/etcd/etcdutl/v3'),
  // Its version stands in what it installs and in its log; a build says "main" otherwise.
  velero: laboratoryModule(packageRoot, 'velero'),
  // A peer, for the bench alone.
  conftest: testModule('conftest', 'github.com/open-policy-agent/conftest', '-s -w -X github.com/open-policy-agent/conftest/internal/version.Version=0.71.1'),
  etcd: etcdModule(packageRoot),
  ...Object.fromEntries(
    Object.keys(controlPlaneModule(packageRoot).programs).map((program) => [
      program,
      controlPlaneModule(packageRoot),
    ]),
  ),
};
