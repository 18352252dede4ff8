import { z } from 'zod';
import { existing } from '../../sites/model/cross.js';
import { diagnose, shown, type Diagnostic } from '../../sites/model/diagnostic.js';
import { diagnosticsOf } from '../../sites/model/issues.js';
import { expecting, flag, head, id, prose } from '../../sites/model/kinds/scalars.js';
import { pointer } from '../../sites/model/pointer.js';
import { verdictStatuses } from '../../sites/model/verdict.js';
import { parseYamlFile } from '../../sites/model/yaml-file.js';
import { badPath } from './diagnostics.js';
import { parsePath } from './path.js';
import { ruleId } from './schema.js';

const status = z.enum(verdictStatuses);
const map = z.record(z.string(), z.unknown());
const words = z.string().min(1).max(200);

/** An element of a plan's `resource_changes`, as far as a test cares. */
const resource = z.strictObject({
  type: words,
  name: words,
  actions: z.array(z.enum(['no-op', 'create', 'update', 'delete', 'forget'])).min(1).max(2).optional(),
  before: map.optional(),
  after: map.optional(),
  after_unknown: map.optional(),
  before_sensitive: map.optional(),
  after_sensitive: map.optional(),
  /** Its block in `configuration`. @default - every unknown refers to something known at apply */
  expressions: map.optional(),
});

const testCase = z.strictObject({
  name: prose(200),
  /** The worst verdict of all rows, or the verdict of each row by its subject. */
  expect: z.union([status, z.record(z.string().min(1).max(400), status)]).meta(expecting(`${verdictStatuses.join(', ')}, hoặc một nhóm "đối tượng: kết luận"`, `${verdictStatuses.join(', ')}, or a map of subject to verdict`)),
  /** Site whose plan this is. @default - the first one that operates */
  site: id(40).optional(),
  /** Organisation whose stack the plan is of. @default - the site's platform stack */
  organisation: id(63).optional(),
  /** Kubernetes manifests as they will be after apply. */
  objects: z.array(map).max(200).optional(),
  /** Paths below each of `objects` whose value is known only at apply. */
  unknown: z.array(z.string().min(1).max(400)).max(100).optional(),
  /** Kubernetes manifests as they are recorded now. */
  recorded: z.array(map).max(200).optional(),
  /** Changes as a plan's JSON holds them. */
  resources: z.array(resource).max(200).optional(),
  /** A second stack of the site was not read. */
  unreadStack: flag().optional(),
  /** The plan leaves out what its configuration holds. */
  incomplete: flag().optional(),
});

/** Tests of one rule, beside it: `ORG-001.test.yaml`. */
const testFileSchema = z.strictObject({ apiVersion: head('RuleTest').apiVersion, kind: head('RuleTest').kind, rule: ruleId, cases: z.array(testCase).min(1).max(500) });

export type RuleTestCase = z.output<typeof testCase>;
export type TestedResource = z.output<typeof resource>;

export interface RuleTests {
  readonly file: string;
  readonly rule: string;
  readonly cases: readonly RuleTestCase[];
}

/** Parses a file of tests; `rules` are the ids of the folder's rules. */
export function parseTests(name: string, bytes: Uint8Array, rules: readonly string[]): RuleTests | { readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parseYamlFile(name, bytes);
  if ('diagnostics' in parsed) return { diagnostics: parsed.diagnostics };
  const { file } = parsed;
  const result = testFileSchema.safeParse(file.value, { reportInput: false });
  if (!result.success) return { diagnostics: diagnosticsOf(result.error.issues, testFileSchema, file, file.value) };
  const { rule, cases } = result.data;
  const diagnostics = [
    ...existing({ vi: 'quy tắc', en: 'rule' }, [{ id: rule, path: ['rule'], file }], rules),
    ...cases.flatMap(({ unknown = [] }, index) =>
      unknown.flatMap((path, at) => {
        const parsedPath = parsePath(path);
        const where = ['cases', index, 'unknown', at];
        const problem =
          'problem' in parsedPath ? parsedPath : parsedPath.root !== 'object' || parsedPath.steps.includes('each') ? { at: 1, problem: { vi: 'ở đây chỉ dùng khóa và số, không dùng [*] hay $', en: 'only keys and numbers here, neither [*] nor $' } } : undefined;
        return problem === undefined ? [] : [diagnose(badPath, { pointer: pointer(...where), place: file.placeOf(where) }, { key: where.join('.'), path: shown(path), at: String(problem.at), problem: problem.problem })];
      }),
    ),
  ];
  return diagnostics.length > 0 ? { diagnostics } : { file: name, rule, cases };
}
