import { existing } from '../../sites/model/cross.js';
import { diagnose, shown, type Diagnostic } from '../../sites/model/diagnostic.js';
import { fileTooLarge } from '../../sites/model/diagnostics-of-files.js';
import { diagnosticsOf } from '../../sites/model/issues.js';
import { pointer, type PathSegment } from '../../sites/model/pointer.js';
import { largestFile } from '../../sites/model/source-file.js';
import { parseYamlFile, type YamlFile } from '../../sites/model/yaml-file.js';
import type { Rule } from '../engine/rule.js';
import { comparisonOf } from './comparison-of.js';
import { declarativeRule } from './declarative.js';
import { badPath, badPattern, expectsCount, takenId } from './diagnostics.js';
import { isToolkitFamily, ownFamilies } from './families.js';
import { parsePath, type PathExpression } from './path.js';
import { compilePattern, type Pattern } from './pattern.js';
import { ruleSchema, type RuleFile } from './schema.js';
import type { Named, Selector } from './selector.js';

/** What became of a rule's file: the rule, or every problem found with its place. */
export type ParsedRule = { readonly rule: Rule; readonly file: YamlFile } | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Parses a declarative rule. `legal` are the ids of the estate's legal sources, so that a rule cites only documents that
 * are there; left out, they are not looked up.
 */
export function parseRule(name: string, bytes: Uint8Array, legal?: readonly string[]): ParsedRule {
  if (bytes.byteLength > largestFile) return { diagnostics: [diagnose(fileTooLarge, { pointer: '', place: { file: name, line: 1, column: 1 } }, { size: String(bytes.byteLength), limit: String(largestFile) })] };
  const parsed = parseYamlFile(name, bytes);
  if ('diagnostics' in parsed) return { diagnostics: parsed.diagnostics };
  const { file } = parsed;
  const result = ruleSchema.safeParse(file.value, { reportInput: false });
  if (!result.success) return { diagnostics: diagnosticsOf(result.error.issues, ruleSchema, file, file.value) };
  const found = new Building(file);
  const rule = found.rule(result.data);
  const known = legal === undefined ? [] : existing({ vi: 'văn bản', en: 'legal source' }, (result.data.basis.legal ?? []).map(({ document }, index) => ({ id: document, path: ['basis', 'legal', index, 'document'], file })), legal);
  const diagnostics = [...idProblems(file, result.data.id), ...found.diagnostics, ...known];
  return diagnostics.length > 0 ? { diagnostics } : { rule, file };
}

/** Why an id may not be a rule of somebody's own. */
export function idProblems(file: Pick<YamlFile, 'placeOf'>, id: string): readonly Diagnostic[] {
  return isToolkitFamily(id) ? [diagnose(takenId, { pointer: pointer('id'), place: file.placeOf(['id']) }, { id, families: ownFamilies.join(', ') })] : [];
}

/** Turns a file that fits its schema into what runs; paths and patterns that are none are told at their places. */
class Building {
  readonly diagnostics: Diagnostic[] = [];

  constructor(private readonly file: YamlFile) {}

  rule(data: RuleFile): Rule {
    const written = typeof data.path === 'string' ? [{ text: data.path, at: ['path'] }] : data.path.map((text, index) => ({ text, at: ['path', index] }));
    const paths = written.flatMap(({ text, at }) => this.path(text, at) ?? []);
    const { count, matches, notMatches } = data.comparison;
    const own = { matches, notMatches };
    const patterns = Object.fromEntries(Object.entries(own).flatMap(([key, text]) => (text === undefined ? [] : [[key, this.pattern(text, ['comparison', key])]])));
    if (count !== undefined && data.expect !== undefined) this.diagnostics.push(diagnose(expectsCount, { pointer: pointer('expect'), place: this.file.placeOfKey(['expect']) }, {}));
    return declarativeRule(data, { selector: this.selector(data.selector), paths, comparison: comparisonOf(data.comparison, patterns) });
  }

  private path(text: string, at: readonly PathSegment[]): PathExpression | undefined {
    const parsed = parsePath(text);
    if ('steps' in parsed) return parsed;
    this.diagnostics.push(diagnose(badPath, { pointer: pointer(...at), place: this.file.placeOf(at) }, { key: at.join('.'), path: shown(text), at: String(parsed.at), problem: parsed.problem }));
    return undefined;
  }

  private pattern(text: string, at: readonly PathSegment[]): Pattern {
    const compiled = compilePattern(text);
    if ('matches' in compiled) return compiled;
    this.diagnostics.push(diagnose(badPattern, { pointer: pointer(...at), place: this.file.placeOf(at) }, { key: shown(at.join('.')), pattern: shown(text), problem: shown(compiled.problem, 200) }));
    return { text, matches: () => false };
  }

  private selector({ kind, apiVersion, type, site, namespace, name, labels }: RuleFile['selector']): Selector {
    const list = (one: string | readonly string[]): readonly string[] => (typeof one === 'string' ? [one] : one);
    return {
      ...(kind === undefined ? {} : { kinds: list(kind) }),
      ...(apiVersion === undefined ? {} : { apiVersions: list(apiVersion) }),
      ...(type === undefined ? {} : { types: list(type) }),
      ...(site === undefined ? {} : { sites: list(site) }),
      ...(namespace === undefined ? {} : { namespace: this.named(namespace, ['selector', 'namespace']) }),
      ...(name === undefined ? {} : { name: this.named(name, ['selector', 'name']) }),
      ...(labels === undefined ? {} : { labels: Object.fromEntries(Object.entries(labels).map(([key, wanted]) => [key, this.named(wanted, ['selector', 'labels', key])])) }),
    };
  }

  private named(written: string | readonly string[] | { readonly matches: string }, at: readonly PathSegment[]): Named {
    if (typeof written === 'string') return { among: [written] };
    return 'matches' in written ? { pattern: this.pattern(written.matches, [...at, 'matches']) } : { among: written };
  }
}
