import type { z } from 'zod';
import { diagnose, shown, type Diagnostic, type Place } from './diagnostic.js';
import { fileTooLarge, fileUnreadable, olderVersion, unknownKey, unknownKind, wrongValue } from './diagnostics-of-files.js';
import { digestOf } from './estate.js';
import { diagnosticsOf } from './issues.js';
import { nearest } from './nearest.js';
import { pointer } from './pointer.js';
import { isPlainMap, unlabel, type Labelled } from './provenance.js';
import { acceptsLabel, schemaAt } from './schema-at.js';
import { kindNames, kindsOfFile, type KindName, type KindOfFile } from './schema-kinds.js';
import { largestFile, type SourceFile } from './source-file.js';
import { currentVersion, upgrade, type UpgradeStep } from './upgrade.js';
import { parseYamlFile, type YamlFile } from './yaml-file.js';

/** A file that parsed and fits its schema. */
export interface TypedFile {
  readonly kind: KindName;
  readonly file: YamlFile;
  /** Its name below the data directory: its own, or for a what-if file that of the file it stands in for. */
  readonly at: string;
  readonly added?: true;
  readonly value: Readonly<Record<string, unknown>>;
  readonly labels: readonly Labelled[];
}

/** What became of a file: its content where it fits its schema, and every problem found. */
export interface ReadFile {
  readonly typed?: TypedFile;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads one file. A command may read the directory more than once, as it is recorded and with somebody's request; bytes that
 * were read before under the same name mean the same again, and their values are never changed.
 */
export function readFile(source: SourceFile, upgrades?: Readonly<Record<string, UpgradeStep>>): ReadFile {
  if ('problem' in source || upgrades !== undefined || source.bytes.byteLength > largestFile) return readAnew(source, upgrades);
  const key = `${source.added === true ? '+' : ''}${source.name} ${digestOf(source.bytes)}`;
  const before = known.get(key);
  // Asked for last, given up last.
  if (before !== undefined) known.delete(key);
  const read = before ?? readAnew(source);
  known.set(key, read);
  for (const oldest of known.keys()) {
    if (known.size <= mostKnown) break;
    known.delete(oldest);
  }
  return read;
}

const known = new Map<string, ReadFile>();
/** Files kept: two whole estates of 500 organisations. */
const mostKnown = 1_200;

function readAnew(source: SourceFile, upgrades?: Readonly<Record<string, UpgradeStep>>): ReadFile {
  const start: Place = { file: source.name, line: 1, column: 1 };
  const at = { pointer: '', place: start };
  if ('problem' in source && source.problem !== 'too-large') return { diagnostics: [diagnose(fileUnreadable, at, { detail: typeof source.detail === 'string' ? shown(source.detail) : source.detail })] };
  const size = 'problem' in source ? source.size : source.bytes.byteLength;
  if ('problem' in source || size > largestFile) return { diagnostics: [diagnose(fileTooLarge, at, { size: String(size), limit: String(largestFile) })] };

  const parsed = parseYamlFile(source.name, source.bytes);
  if (parsed.file === undefined) return { diagnostics: 'diagnostics' in parsed ? parsed.diagnostics : [] };
  const judged = typedFile(parsed.file, source.added === true, upgrades);
  if (!('diagnostics' in parsed)) return judged;
  // A value that could not be read is not judged again by the schema.
  const unread = parsed.diagnostics.map((diagnostic) => diagnostic.pointer);
  const others = judged.diagnostics.filter(({ pointer: where }) => !unread.some((under) => where === under || where.startsWith(`${under}/`)));
  return { diagnostics: [...parsed.diagnostics, ...others] };
}

function typedFile(file: YamlFile, added: boolean, upgrades: Readonly<Record<string, UpgradeStep>> | undefined): ReadFile {
  const { value: plain, labels } = unlabel(upgrade(file.value, upgrades));
  const { kind, apiVersion } = isPlainMap(plain) ? plain : { kind: undefined, apiVersion: undefined };
  const name = kindNames.find((known) => known === kind);
  const top = (key: string) => ({ pointer: pointer(key), place: file.placeOf([key]) });
  if (name === undefined) {
    // Whoever writes a request has no use for the other kinds.
    const isRequest = /(?:^|\/)tenants\/[^/]*$/.test(file.name) || (isPlainMap(plain) && 'owners' in plain && 'systems' in plain);
    const suggestion = typeof kind === 'string' ? nearest(kind, kindNames) : undefined;
    return { diagnostics: [diagnose(unknownKind, top('kind'), { found: kind === undefined ? { vi: 'chưa ghi', en: 'missing' } : shown(kind), known: isRequest ? { vi: 'phiếu đăng ký của một cơ quan phải ghi kind: TenancyRequest', en: 'the request of an organisation says kind: TenancyRequest' } : kindNames.join(', '), suggestion: isRequest ? 'TenancyRequest' : (suggestion ?? '') })] };
  }
  if (typeof apiVersion === 'string' && apiVersion !== currentVersion)
    return { diagnostics: [diagnose(olderVersion, top('apiVersion'), { found: shown(apiVersion), current: currentVersion })] };

  const ofKind: KindOfFile = kindsOfFile[name];
  const schema: z.ZodType = ofKind.schema;
  const result = schema.safeParse(plain, { reportInput: false });
  const diagnostics = result.success ? [] : diagnosticsOf(result.error.issues, schema, file, plain);
  for (const { path } of labels) {
    // Of a key that does not exist nothing more can be said.
    if (diagnostics.some(({ code, pointer: at }) => code === unknownKey.code && `${pointer(...path)}/`.startsWith(`${at}/`))) continue;
    if (acceptsLabel(schemaAt(schema, path, plain))) continue;
    const written = { vi: 'một giá trị kèm nguồn', en: 'a value with its source' };
    const expected = { vi: 'giá trị viết trực tiếp: định danh không cần nguồn', en: 'the value alone: an identity has no source' };
    diagnostics.push(diagnose(wrongValue, { pointer: pointer(...path), place: file.placeOf(path) }, { key: shown(path.join('.')), found: written, expected, suggestion: '' }));
  }
  if (!result.success || diagnostics.length > 0) return { diagnostics };

  const data = result.data as Record<string, unknown>;
  const head = { kind: name, file, value: data, labels };
  return { typed: added ? { ...head, file: { ...file, proposed: true }, at: ofKind.belongsAt(data), added } : { ...head, at: file.name }, diagnostics };
}
