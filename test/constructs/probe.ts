import { Construct, RootConstruct } from 'constructs';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider/index.js';
import { setLabels } from '../../constructs/estate-labels.js';
import { PlatformNamespace } from '../../constructs/namespace.js';
import { BaseStack } from '../../stacks/base-stack.js';
import { written } from '../../stacks/synthesise.js';

type Attributes = Record<string, unknown>;

/** What Terraform would read of a construct: attributes by type and name, templates taken back to texts. */
export interface Probed {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly json: string;
}

export class ProbeStack extends BaseStack {
  constructor(destroyable = false) {
    super(new RootConstruct(), 'probe', { site: 'ndc-01', estate: 'vn-ndc', organisation: 'co-quan-van-hanh', destroyable });
    new HelmProvider(this, 'Helm');
  }
}

/** Synthesises a construct in a stack of its own. */
export function probe(build: (scope: Construct) => void, destroyable = false): Probed {
  const stack = new ProbeStack(destroyable);
  const scope = new Construct(stack, 'Probe');
  setLabels(scope, { component: 'probe' });
  build(scope);
  const { json } = written(stack);
  const tree = readTexts(JSON.parse(json)) as Record<string, Probed['resource']>;
  return { resource: tree['resource'] ?? {}, data: tree['data'] ?? {}, json };
}

/** A namespace for constructs that live in one. */
export const someNamespace = (scope: Construct): PlatformNamespace =>
  new PlatformNamespace(scope, 'some', { name: 'some', podSecurity: 'restricted', kubernetesVersion: '1.35.4' });

/** A Terraform template read as text. @throws Error where it would be evaluated. */
export function readTemplate(template: string): string {
  let text = '';
  for (let at = 0; at < template.length; at += 1) {
    const here = template.slice(at, at + 3);
    if (here === '$${' || here === '%%{') {
      text += here.slice(1);
      at += 2;
    } else if (here.startsWith('${') || here.startsWith('%{')) throw new Error(`Terraform evaluates ${template}`);
    else text += template[at];
  }
  return text;
}

/** Every text of a JSON value, keys included, read as Terraform reads it. */
export function readTexts(value: unknown): unknown {
  if (typeof value === 'string') return readTemplate(value);
  if (Array.isArray(value)) return value.map(readTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [readTemplate(key), readTexts(inner)]));
}
