import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RuleSource } from '../../policies/own-rules/gather.js';
import { digestOf } from '../../sites/model/estate.js';
import { largestFile } from '../../sites/model/source-file.js';
import { visible } from '../../sites/model/visible.js';
import { InputFailure } from '../failure.js';
import { readRegular } from './read-files.js';
import { errorText, hasErrorCode } from './sandbox/errno.js';

/** A file of tests: `ORG-001.test.yaml`. */
export interface TestFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface RuleFolder {
  readonly rules: readonly RuleSource[];
  readonly tests: readonly TestFile[];
  /** Bytes of each rule's file, for whoever keeps them as evidence. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

const isTest = (name: string): boolean => /\.test\.ya?ml$/i.test(name);
const isDeclarative = (name: string): boolean => /\.ya?ml$/i.test(name) && !isTest(name);
const isModule = (name: string): boolean => name.endsWith('.mjs');
/** Files that look like rules and are none: passing them over in silence would judge less than somebody believes. */
const isMistaken = (name: string): boolean => /\.(js|cjs|ts|mts|cts|json|rego)$/i.test(name);

/**
 * Reads a folder of rules that somebody named: `*.yaml` are declarative rules, `*.mjs` modules, `*.test.yaml` their tests.
 * Modules are run: nothing calls this but for a folder named on the command line. Links are refused; folders below and
 * files of other kinds are left alone.
 *
 * @throws InputFailure NDC-X035 where the folder or one of its files cannot be taken.
 */
export async function readRuleFolder(given: string): Promise<RuleFolder> {
  const [rules, tests]: [RuleSource[], TestFile[]] = [[], []];
  const bytes = new Map<string, Uint8Array>();
  for (const entry of await entriesOf(given)) {
    const { name } = entry;
    if (name.startsWith('.') || entry.isDirectory()) continue;
    if (!isTest(name) && !isDeclarative(name) && !isModule(name)) {
      if (isMistaken(name)) throw refused(`${given}/${name}`, 'không phải tệp quy tắc; quy tắc là *.yaml hoặc *.mjs', 'is no rule file; rules are *.yaml or *.mjs');
      continue;
    }
    const content = entry.isFile() ? await readRegular(join(resolve(given), name)) : undefined;
    if (content === undefined) throw refused(`${given}/${name}`, 'là liên kết hoặc không phải tệp thường, nên không được đọc', 'is a link or no regular file, and is not read');
    if (content.byteLength > largestFile) throw refused(`${given}/${name}`, `lớn hơn ${largestFile} byte`, `is larger than ${largestFile} bytes`);
    if (isTest(name)) tests.push({ name, bytes: content });
    else {
      bytes.set(name, content);
      rules.push(isModule(name) ? await moduleAt(name, content) : { name, digest: digestOf(content), bytes: content });
    }
  }
  if (rules.length === 0) throw refused(given, 'không có quy tắc nào (*.yaml, *.mjs). Tạo một quy tắc: ndc policy new ORG-001 <thư mục>', 'holds no rule (*.yaml, *.mjs). Make one: ndc policy new ORG-001 <dir>');
  return { rules, tests, bytes };
}

async function entriesOf(given: string): Promise<Dirent[]> {
  try {
    const folder = resolve(given);
    if (!(await lstat(folder)).isDirectory()) throw refused(given, 'không phải là thư mục (liên kết không được đi theo)', 'is no folder (links are not followed)');
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof InputFailure) throw error;
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw refused(given, 'không tồn tại', 'does not exist');
    throw refused(given, `không đọc được (${errorText(error)})`, `cannot be read (${errorText(error)})`);
  }
}

/**
 * Runs a module from its own bytes, not from its path: the digest that evidence records is of exactly what ran, and
 * nothing beside it is imported along.
 */
async function moduleAt(name: string, bytes: Uint8Array): Promise<RuleSource> {
  const digest = digestOf(bytes);
  try {
    const loaded = (await import(`data:text/javascript;base64,${Buffer.from(bytes).toString('base64')}`)) as { readonly default?: unknown };
    return { name, digest, exported: loaded.default };
  } catch (error) {
    return { name, digest, failed: visible(shortened(error), 400) };
  }
}

/** The runtime's words without the module's own text, which stands in them as the module's address. */
function shortened(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const plain = text.replace(/data:text\/javascript;base64,[A-Za-z0-9+/=]*/g, 'the module').replace(/'?data:[^\s']*'?/g, 'the module');
  return /Invalid relative URL|resolve|is not a valid|Cannot find/i.test(plain) ? `${plain}; a rule module imports no other file` : plain;
}

const refused = (name: string, vi: string, en: string): InputFailure => new InputFailure('NDC-X035', { vi: `${visible(name, 200)} ${vi}.`, en: `${visible(name, 200)} ${en}.` });
