import type { Command, Context, Values } from '../../command.js';
import { EnvironmentFailure } from '../../failure.js';
import type { Outcome } from '../../outcome.js';

/** Runs a command of the toolkit as a person would, in the drill's own project. What it throws breaks the drill off. */
export async function runCommand<D>(context: Context, command: Command, args: readonly string[], options: Values = {}): Promise<Outcome<string, D>> {
  context.signal.throwIfAborted();
  return (await command.run(context, args, options)) as Outcome<string, D>;
}

/** @throws EnvironmentFailure NDC-X428 where a command of the drill did not end well: nothing after it would mean anything. */
export function requireFine(what: string, { exit }: Pick<Outcome, 'exit'>, message: { readonly vi: string; readonly en: string }): void {
  if (exit !== 0) throw new EnvironmentFailure('NDC-X428', { vi: `diễn tập dừng ở "${what}": ${message.vi}. Đã dọn sạch; hãy sửa rồi chạy lại.`, en: `the drill ends at "${what}": ${message.en}. Everything of it is removed; mend that, then run it again.` });
}
