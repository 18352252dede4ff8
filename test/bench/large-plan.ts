import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What each copy of a resource has in place of its number. */
const number = '@@@';

interface Change {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly module_address?: string;
  readonly change: { before: unknown; after: unknown };
}

interface Plan {
  readonly resource_changes: readonly Change[];
  readonly resource_drift: readonly Change[];
  readonly planned_values: { readonly root_module: { readonly resources: readonly Named[] } };
  readonly prior_state: { readonly values: { readonly root_module: { readonly resources: readonly Named[] } } };
  readonly configuration: { readonly root_module: { readonly resources: readonly Named[] } };
  readonly [key: string]: unknown;
}

interface Named {
  readonly address: string;
  readonly name: string;
  readonly type: string;
  readonly module_address?: string;
}

/** A real plan's text of each root resource, section by section, with its name numbered. */
function texts(list: readonly Named[], only?: string): readonly string[] {
  return list
    .filter(({ module_address, type }) => module_address === undefined && type !== 'helm_release' && type !== 'terraform_data' && (only === undefined || type === only))
    .map((element) => JSON.stringify({ ...element, address: `${element.address}_${number}`, name: `${element.name}_${number}` }).replace(/("metadata":\[\{[^\]]*?"name":")([^"]*)"/g, `$1$2-${number}"`));
}

export interface LargePlan {
  /** Roughly how large, bytes. */
  readonly bytes?: number;
  /** Or how many resources. */
  readonly resources?: number;
  /** Only resources of this type. @default - those of the real plan: namespace, quotas, deployment, policy, secret, manifest */
  readonly only?: string;
  /** `update` has both columns, prior state and drift; `create` only what will be. @default update */
  readonly of?: 'update' | 'create';
}

/** A plan of any size in the shape engines write: a real one (Terraform 1.11.4) whose root resources stand there many times. */
export function* largePlan({ bytes, resources, only, of = 'update' }: LargePlan): Generator<string> {
  const path = fileURLToPath(new URL(`../fixtures/plans/terraform-1.11.4/${of}.json`, import.meta.url));
  const plan = JSON.parse(readFileSync(path, 'utf8')) as Plan;
  const section = {
    planned: texts(plan.planned_values.root_module.resources, only),
    drift: texts(plan.resource_drift ?? [], only),
    changes: texts(plan.resource_changes, only),
    prior: texts(plan.prior_state?.values?.root_module?.resources ?? [], only),
    configuration: texts(plan.configuration.root_module.resources, only),
  };
  const one = Object.values(section).flat().reduce((sum, text) => sum + text.length + 3, 0);
  const copies = resources === undefined ? Math.max(1, Math.round((bytes ?? one) / one)) : Math.ceil(resources / section.changes.length);
  function* list(elements: readonly string[]): Generator<string> {
    for (let copy = 0; copy < copies; copy += 1) yield (copy === 0 ? '' : ',') + elements.map((text) => text.replaceAll(number, String(copy))).join(',');
  }
  yield `{"format_version":"1.2","terraform_version":"1.11.4","variables":{},"planned_values":{"outputs":{},"root_module":{"resources":[`;
  yield* list(section.planned);
  yield ']}},"resource_drift":[';
  if (section.drift.length > 0) yield* list(section.drift);
  yield '],"resource_changes":[';
  yield* list(section.changes);
  yield '],"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[';
  if (section.prior.length > 0) yield* list(section.prior);
  yield ']}}},"configuration":{"root_module":{"resources":[';
  yield* list(section.configuration);
  yield ']}},"timestamp":"2026-11-22T03:00:00Z","applyable":true,"complete":true,"errored":false}';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { createWriteStream } = await import('node:fs');
  const { pipeline } = await import('node:stream/promises');
  const { Readable } = await import('node:stream');
  const [mebibytes = '600', file = 'large-plan.json', of = 'update'] = process.argv.slice(2);
  await pipeline(Readable.from(largePlan({ bytes: Number(mebibytes) * 2 ** 20, of: of === 'create' ? 'create' : 'update' })), createWriteStream(file));
}
