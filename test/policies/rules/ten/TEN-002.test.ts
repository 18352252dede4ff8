import { describe, expect, it } from 'vitest';
import { estateOf } from '../../estate-builder.js';
import { verdictOn, verdictsOf } from '../../judging.js';
import { drop, mapAt } from '../../mutate.js';
import { goodStacks, offline, type StackDraft } from '../../planset-builder.js';

const enforce = 'pod-security.kubernetes.io/enforce';
const tenant = 'ndc-01-tenant-bo-y-te';
const judged = (change: (stacks: StackDraft[]) => unknown) => {
  const stacks = goodStacks('ndc-01');
  change(stacks);
  return verdictOn(verdictsOf('TEN-002', estateOf(), offline(stacks)), 'environment/ho-so-prod');
};
const label = (value: unknown) => (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), { [enforce]: value });

describe('TEN-002', () => {
  it.each([
    ['restricted', label('restricted'), 'pass', 'enforces restricted'],
    ['baseline', label('baseline'), 'fail', 'enforces "baseline" only'],
    ['privileged', label('privileged'), 'fail', 'enforces "privileged" only'],
    ['another spelling is another value', label('Restricted'), 'fail', 'enforces "Restricted" only'],
    ['not known', label('${x.y}'), 'unknown', 'is not known: references x.y'],
    ['no label', (stacks: StackDraft[]) => Reflect.deleteProperty(mapAt(stacks, tenant, 'kubernetes_namespace_v1', 'environment', 'metadata', 'labels'), enforce), 'fail', 'enforces no Pod Security level'],
    ['labels unknown as a whole', (stacks: StackDraft[]) => Object.assign(mapAt(stacks, tenant, 'kubernetes_namespace_v1', 'environment', 'metadata'), { labels: '${x.y}' }), 'unknown', 'references x.y'],
    ['no namespace', (stacks: StackDraft[]) => drop(stacks, tenant, 'kubernetes_namespace_v1', 'environment'), 'fail', 'There is no namespace ho-so-prod'],
  ])('%s', (_name, change, status, finding) => {
    const verdict = judged(change);
    expect(verdict.status).toBe(status);
    expect(verdict.finding.en).toContain(finding);
  });

  it('a hostile label does not reach the reader', () => {
    expect(judged(label('\u001b[2Jbaseline')).finding.en).toContain('\\u001b[2Jbaseline');
  });

  it('is not applicable without requests', () => {
    expect(verdictsOf('TEN-002', estateOf({ 'tenants/bo-y-te.yaml#': undefined }), offline([])).map(({ status }) => status)).toEqual(['not-applicable']);
  });
});
