import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from './files.js';
import { hasErrorCode } from './sandbox/errno.js';

/** A stack that was applied from this machine, and where its state lies. */
export interface LedgerEntry {
  readonly site: string;
  /** `backendPlace`: without credentials. */
  readonly place: string;
  /** RFC 3339. */
  readonly at: string;
  /** Set where its last apply left it without any object. */
  readonly empty?: boolean;
}

/**
 * Which stacks hold something, as far as this machine knows: a stack that is no longer synthesised would otherwise be
 * forgotten with everything it still runs.
 */
export class StackLedger {
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly file: string,
    private readonly entries: Map<string, LedgerEntry>,
  ) {}

  static async open(home: string, connection: string): Promise<StackLedger> {
    const file = join(home, 'seen', `${connection}.stacks.json`);
    try {
      const { stacks } = JSON.parse(await readFile(file, 'utf8')) as { stacks: Record<string, LedgerEntry> };
      return new StackLedger(file, new Map(Object.entries(stacks)));
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT') || error instanceof SyntaxError || error instanceof TypeError) return new StackLedger(file, new Map());
      throw error;
    }
  }

  get(stack: string): LedgerEntry | undefined {
    return this.entries.get(stack);
  }

  all(): ReadonlyMap<string, LedgerEntry> {
    return this.entries;
  }

  note(stack: string, entry: LedgerEntry): Promise<void> {
    this.entries.set(stack, entry);
    return this.save();
  }

  forget(stack: string): Promise<void> {
    this.entries.delete(stack);
    return this.save();
  }

  /** Stacks apply side by side; their notes are written one after another. */
  private save(): Promise<void> {
    const text = (): string => `${JSON.stringify({ stacks: Object.fromEntries([...this.entries].sort(([a], [b]) => (a < b ? -1 : 1))) }, null, 2)}\n`;
    this.writing = this.writing.catch(() => undefined).then(() => writeWhole(this.file, text(), { replace: true }));
    return this.writing;
  }
}

/** Stacks whose local state holds resources. */
export async function localStates(home: string, connection: string): Promise<string[]> {
  const folder = join(home, 'state', connection);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
  const found: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.tfstate')).sort()) {
    const text = await readFile(join(folder, name), 'utf8');
    if (holdsResources(text)) found.push(name.slice(0, -'.tfstate'.length));
  }
  return found;
}

/** What was only read is not held. An encrypted or unreadable state counts as one that holds something: better asked twice than forgotten. */
function holdsResources(text: string): boolean {
  try {
    const { resources } = JSON.parse(text) as { resources?: unknown };
    return !Array.isArray(resources) || (resources as readonly { readonly mode?: unknown }[]).some(({ mode }) => mode !== 'data');
  } catch {
    return text.trim() !== '';
  }
}
