import { visible } from './visible.js';

/** A problem as the engine tells it, made safe to show. */
export interface EngineDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** What a line of the engine's `-json` output means to the runner. */
export type EngineLine =
  | { readonly is: 'resource'; readonly phase: 'planned' | 'started' | 'done' | 'failed'; readonly address: string; readonly action: string }
  | { readonly is: 'diagnostic'; readonly diagnostic: EngineDiagnostic }
  | { readonly is: 'summary'; readonly operation: string; readonly add: number; readonly change: number; readonly remove: number; readonly import: number };

const phases: Readonly<Record<string, 'planned' | 'started' | 'done' | 'failed'>> = {
  planned_change: 'planned',
  apply_start: 'started',
  apply_complete: 'done',
  apply_errored: 'failed',
};

interface RawLine {
  readonly type?: unknown;
  readonly change?: { resource?: { addr?: unknown }; action?: unknown };
  readonly hook?: { resource?: { addr?: unknown }; action?: unknown };
  readonly diagnostic?: { severity?: unknown; summary?: unknown; detail?: unknown; address?: unknown };
  readonly changes?: Readonly<Record<string, unknown>>;
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Reads one line of the machine-readable UI (https://developer.hashicorp.com/terraform/internals/machine-readable-ui).
 * Lines of other kinds, and text that is no JSON, mean nothing here and give undefined.
 */
export function parseEngineLine(line: string): EngineLine | undefined {
  if (!line.startsWith('{')) return undefined;
  let raw: RawLine;
  try {
    raw = JSON.parse(line) as RawLine;
  } catch {
    return undefined;
  }
  const type = words(raw.type);
  const phase = phases[type];
  if (phase !== undefined) {
    const subject = raw.change ?? raw.hook;
    return { is: 'resource', phase, address: visible(words(subject?.resource?.addr)), action: words(subject?.action) };
  }
  if (type === 'diagnostic' && raw.diagnostic !== undefined) {
    const { severity, summary, detail, address } = raw.diagnostic;
    return {
      is: 'diagnostic',
      diagnostic: {
        severity: severity === 'warning' ? 'warning' : 'error',
        summary: visible(words(summary), 200),
        detail: visible(words(detail)),
        ...(words(address) === '' ? {} : { address: visible(words(address)) }),
      },
    };
  }
  if (type === 'change_summary' && raw.changes !== undefined) {
    const count = (key: string): number => (typeof raw.changes?.[key] === 'number' ? raw.changes[key] : 0);
    return { is: 'summary', operation: words(raw.changes['operation']), add: count('add'), change: count('change'), remove: count('remove'), import: count('import') };
  }
  return undefined;
}

/** The first error of text output, as `init` and `show` write it: box-drawn or plain. */
export function firstTextError(text: string): EngineDiagnostic | undefined {
  const lines = text
    .split('\n')
    // eslint-disable-next-line no-control-regex -- colour codes are what is being removed
    .map((line) => line.replace(/\u001b\[[0-9;]*m/g, '').replace(/^[│╷╵]\s?/, '').trimEnd());
  const at = lines.findIndex((line) => line.startsWith('Error: '));
  if (at < 0) return undefined;
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.startsWith('Error: ') || line.startsWith('Warning: '));
  return { severity: 'error', summary: visible((lines[at] ?? '').slice('Error: '.length), 200), detail: visible(rest.slice(0, end < 0 ? undefined : end).join(' ')) };
}

/** What a program of ours told the engine that started it: the engine wraps it in sentences about locks and files. */
const ownRefusal = /Stderr: -+ (NDC-X\d{3} .*?)(?: OpenTofu acquires a state lock|$)/;

/** One sentence of a failed run that answers in text alone: what a program of ours told the engine, else its first error with what it says of it. */
export function summaryOfText(text: string): string | undefined {
  const error = firstTextError(text);
  return error === undefined ? undefined : summaryOf([error]);
}

/** One sentence of a failed run: the first error with its address, and how many more there are. */
export function summaryOf(diagnostics: readonly EngineDiagnostic[]): string | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  // "execution halted" follows whatever really went wrong.
  const [first] = errors.filter(({ summary }) => summary !== 'execution halted');
  if (first === undefined) return errors[0]?.summary;
  const more = errors.length > 1 ? ` (+${errors.length - 1})` : '';
  const own = ownRefusal.exec(first.detail.replace(/\s+/g, ' '))?.[1];
  if (own !== undefined) return `${own.trim()}${more}`;
  return `${first.address === undefined ? '' : `${first.address}: `}${first.summary}${first.detail === '' ? '' : `: ${first.detail}`}${more}`;
}
