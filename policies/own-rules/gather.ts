import { diagnose, inReadingOrder, type Diagnostic, type Place } from '../../sites/model/diagnostic.js';
import { duplicateId } from '../../sites/model/cross.js';
import { pointer } from '../../sites/model/pointer.js';
import type { Rule } from '../engine/rule.js';
import { moduleRule, unloadable } from './module-rule.js';
import { parseRule } from './parse-rule.js';

/** One file of a folder of rules: the bytes of a declarative rule, or what a module exports by default. */
export type RuleSource =
  | { readonly name: string; readonly digest: string; readonly bytes: Uint8Array }
  | { readonly name: string; readonly digest: string; readonly exported: unknown }
  /** A module that did not load, with the runtime's words. */
  | { readonly name: string; readonly digest: string; readonly failed: string };

/** A rule of an auditor's own, with the file it came from. */
export interface OwnRule {
  readonly rule: Rule;
  readonly file: string;
  /** `sha256:…` of the file's bytes. */
  readonly digest: string;
  readonly form: 'declarative' | 'module';
}

/** The rules of a folder, in order of their ids, or every problem of every file. */
export function gatherRules(sources: readonly RuleSource[], legal?: readonly string[]): { readonly rules: readonly OwnRule[] } | { readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const rules: OwnRule[] = [];
  const places = new Map<string, Place>();
  for (const source of sources) {
    const read = ruleOf(source, legal);
    if ('diagnostics' in read) {
      diagnostics.push(...read.diagnostics);
      continue;
    }
    const { id } = read.rule;
    const first = places.get(id);
    if (first === undefined) {
      places.set(id, read.place);
      rules.push({ rule: read.rule, file: source.name, digest: source.digest, form: 'bytes' in source ? 'declarative' : 'module' });
    } else diagnostics.push(diagnose(duplicateId, { pointer: pointer('id'), place: read.place }, { what: { vi: 'quy tắc', en: 'rule' }, id, first: `${first.file}:${first.line}` }));
  }
  if (diagnostics.length > 0) return { diagnostics: inReadingOrder(diagnostics) };
  return { rules: rules.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1)) };
}

function ruleOf(source: RuleSource, legal: readonly string[] | undefined): { readonly rule: Rule; readonly place: Place } | { readonly diagnostics: readonly Diagnostic[] } {
  const { name } = source;
  if ('failed' in source) return { diagnostics: [unloadable(name, source.failed, source.failed)] };
  if ('bytes' in source) {
    const parsed = parseRule(name, source.bytes, legal);
    return 'diagnostics' in parsed ? parsed : { rule: parsed.rule, place: parsed.file.placeOf(['id']) };
  }
  const read = moduleRule(name, source.exported);
  return 'diagnostics' in read ? read : { rule: read.rule, place: { file: name, line: 1, column: 1 } };
}
