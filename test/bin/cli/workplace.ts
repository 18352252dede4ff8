import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './estates.js';

/** Where nothing listens; no test goes further than this machine. */
export const deadServer = 'https://127.0.0.1:1';

/** A working directory with a connection; its engine is a script that only knows its version. */
export function workplace({ engine = 'Terraform v1.11.4', connection = '', context = 'admin@ndc-01', kubeconfig = 'kubeconfig' } = {}): { work: string; env: Record<string, string> } {
  const work = folder();
  const programs = join(work, 'programs');
  mkdirSync(join(work, '.ndc', 'connections'), { recursive: true });
  mkdirSync(programs);
  if (engine !== '') {
    writeFileSync(join(programs, 'terraform'), `#!${process.execPath}\nif (process.argv[2] === 'version') console.log(${JSON.stringify(engine)}); else process.exit(70);\n`);
    chmodSync(join(programs, 'terraform'), 0o755);
  }
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'one', cluster: { server: deadServer } }],
    users: [{ name: 'one', user: { token: 'none' } }],
    contexts: [{ name: 'admin@ndc-01', context: { cluster: 'one', user: 'one' } }],
  };
  writeFileSync(join(work, '.ndc', 'connections', 'kubeconfig'), JSON.stringify(config));
  writeFileSync(
    join(work, '.ndc', 'connections', 'real.yaml'),
    `apiVersion: ndc.gov.vn/v1\nkind: Connection\nname: real\nsites:\n  ndc-01: {kubeconfig: ${kubeconfig}, context: ${context}}\n${connection}`,
  );
  return { work, env: { PATH: programs } };
}
