import type { Lang } from '../../sites/model/text.js';

/** One of the answers a question offers. */
export interface OfferedAnswer {
  readonly value: string;
  readonly name: string;
  /** Why it cannot be chosen, where it is shown all the same. */
  readonly disabled?: string;
}

/** Asks a person, one question at a time. Tests answer from a script. */
export interface Asker {
  /** A line of text; asked again while `problem` says what is wrong with it. */
  readonly text: (question: { readonly message: string; readonly preset?: string; readonly problem: (answer: string) => string | undefined }) => Promise<string>;
  /** One of a few, by arrow keys. The cursor begins at `preset`, or at the first; with `stated` at none, and it is asked again until one is chosen. */
  readonly choose: (question: { readonly message: string; readonly answers: readonly OfferedAnswer[]; readonly preset?: string; readonly stated?: true }) => Promise<string>;
  /** One of many: what is typed narrows the list by `matches`. */
  readonly find: (question: { readonly message: string; readonly answers: readonly OfferedAnswer[]; readonly matches: (typed: string, answer: OfferedAnswer) => boolean }) => Promise<string>;
}

/** Thrown when the person leaves instead of answering (Ctrl-C, Ctrl-D), or the command is told to stop. */
export class NotAnswered extends Error {
  constructor() {
    super('the question was not answered');
    this.name = 'NotAnswered';
  }
}

const leaving: ReadonlySet<string> = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError']);

async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && leaving.has(error.name)) throw new NotAnswered();
    throw error;
  }
}

/** Asks on the terminal; `undefined` where nobody can answer. Questions go to stderr: stdout stays the command's own. */
export async function terminalAsker(lang: Lang, signal: AbortSignal): Promise<Asker | undefined> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return undefined;
  const { input, search, select, Separator } = await import('@inquirer/prompts');
  const context = { output: process.stderr, signal };
  const keys = lang === 'vi' ? '↑↓ để chọn, Enter để nhận' : '↑↓ to choose, Enter to take it';
  const pick = lang === 'vi' ? '(hãy chọn một mục dưới đây)' : '(choose one of those below)';
  const none = lang === 'vi' ? 'Không có gì khớp; hãy gõ ít chữ hơn.' : 'Nothing matches; type less.';
  const theme = { style: { keysHelpTip: () => keys } };
  return {
    text: ({ message, preset, problem }) => answered(input({ message, ...(preset === undefined ? {} : { default: preset }), validate: (answer) => problem(answer) ?? true }, context)),
    choose: async ({ message, answers, preset, stated }) => {
      const choices = [...(stated === true ? [{ value: '', name: pick }] : []), ...answers];
      for (;;) {
        const value = await answered(select({ message, choices, pageSize: 10, theme, ...(preset === undefined ? {} : { default: preset }) }, context));
        if (value !== '' || stated !== true) return value;
      }
    },
    find: ({ message, answers, matches }) =>
      answered(
        search(
          {
            message,
            pageSize: 10,
            theme,
            source: (typed = '') => {
              const left = answers.filter((answer) => typed === '' || matches(typed, answer));
              // The library's own words for this are English only.
              return left.length > 0 ? left : [new Separator(none)];
            },
          },
          context,
        ),
      ),
  };
}
