import type { Shown } from './documents.js';

/** A command of the documents that no test without external parts can run, and the test that runs it. */
export interface RealPart {
  readonly command: string;
  /** Lines that need the part; absent where every line of the command does. */
  readonly when?: RegExp;
  /** What it needs that such a test has not. */
  readonly needs: string;
  readonly test: string;
  /** Where that test runs it: text that stands in the file. */
  readonly by: string;
}

const journey = 'test/integration/journey/journey.itest.ts';
const failover = 'test/integration/disaster/failover.itest.ts';

export const realParts: readonly RealPart[] = [
  { command: 'plan', needs: 'an engine and control planes', test: journey, by: "'plan'" },
  { command: 'audit', when: /^(?!.* (plans\/|-( |$)))|--(evidence|sign)/, needs: 'a plan set, or a key to sign with', test: 'test/integration/evidence/evidence.itest.ts', by: "'audit'" },
  { command: 'audit verify', needs: 'signed evidence', test: 'test/integration/evidence/evidence.itest.ts', by: "'verify'" },
  { command: 'apply', needs: 'an engine and control planes', test: journey, by: "'apply'" },
  { command: 'up', needs: 'an engine and control planes', test: journey, by: "'up'" },
  { command: 'drift', needs: 'an engine and control planes', test: journey, by: "'drift'" },
  { command: 'destroy', needs: 'an engine and control planes', test: journey, by: "'destroy'" },
  { command: 'rekey', needs: 'an engine and states under a key', test: 'test/integration/hsm/state.itest.ts', by: 'rekeyStates(' },
  { command: 'sandbox up', needs: 'control planes', test: journey, by: "'sandbox', 'up'" },
  { command: 'sandbox down', needs: 'control planes', test: journey, by: "'sandbox', 'down'" },
  { command: 'capacity prove', needs: 'kube-scheduler', test: 'test/integration/capacity/prove.itest.ts', by: "'prove'" },
  { command: 'capacity drift', needs: 'clusters', test: 'test/integration/journey/capacity.itest.ts', by: "'capacity', 'drift'" },
  { command: 'tenant usage', needs: 'clusters', test: 'test/integration/tenancy/usage.itest.ts', by: "'usage'" },
  { command: 'tenant check', when: /--connection/, needs: 'clusters', test: 'test/integration/tenancy/usage.itest.ts', by: "'check'" },
  { command: 'tenant new', needs: 'somebody who answers', test: 'test/bin/cli/tenant-new.test.ts', by: "'tenant', 'new'" },
  { command: 'tenant offboard', needs: 'clusters', test: 'test/integration/tenancy/leaving.ts', by: 'offboard.run(' },
  { command: 'approve', needs: 'a transition and a key', test: failover, by: "'approve'" },
  { command: 'site release', needs: 'a day on which no site can be read', test: 'test/bin/cli/site-release.test.ts', by: "'release'" },
  { command: 'dr declare', needs: 'clusters', test: failover, by: "'dr', 'declare'" },
  { command: 'dr return', needs: 'a lost site', test: failover, by: "'dr', 'return'" },
  { command: 'dr rehearse', needs: 'clusters', test: 'test/integration/protection/stacks.itest.ts', by: 'await rehearse(' },
  { command: 'dr exchange', needs: 'clusters', test: 'test/integration/protection/stacks.itest.ts', by: 'await exchange(' },
  { command: 'dr drill', needs: 'control planes and PostgreSQL', test: 'test/integration/drill/failover.itest.ts', by: "'drill'" },
  { command: 'backup probe', needs: 'an object store', test: 'test/integration/backup/stolen-key.itest.ts', by: "'probe'" },
  { command: 'backup extend', needs: 'an object store', test: 'test/integration/backup/stolen-key.itest.ts', by: "'extend'" },
  { command: 'backup restore', needs: 'an object store', test: 'test/integration/backup/stolen-key.itest.ts', by: "'restore'" },
  { command: 'hsm check', needs: 'a PKCS#11 token', test: 'test/integration/hsm/check.itest.ts', by: "'hsm', 'check'" },
  { command: 'hsm generate', needs: 'a PKCS#11 token', test: 'test/integration/hsm/generate.itest.ts', by: "'hsm', 'generate'" },
  { command: 'hsm kms-plugin', needs: 'a PKCS#11 token', test: 'test/integration/hsm/plugin.ts', by: "'kms-plugin'" },
  { command: 'hsm kms-test', needs: 'a plugin that listens', test: 'test/integration/hsm/kms.itest.ts', by: "'kms-test'" },
];

export const realPartOf = (name: string, { line }: Shown): RealPart | undefined => realParts.find(({ command, when }) => command === name && (when?.test(line) ?? true));
