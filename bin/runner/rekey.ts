import { z } from 'zod';
import type { Text } from '../../sites/model/text.js';
import { EngineFailed, type EngineStack } from '../edge/engine.js';
import { localStates } from '../edge/stack-ledger.js';
import { EnvironmentFailure } from '../failure.js';
import type { ExitCode } from '../outcome.js';
import { asSpoken } from './apply-stack.js';
import { eachStack } from './each-stack.js';
import { worst, type Runner } from './runner.js';
import { inScope, type Scope } from './scope.js';

export interface RekeyOptions {
  readonly scope: Scope;
  /** Also writes states anew that the present key opens: of a key with versions, as OpenBao has them, only the newest is then used. @default false */
  readonly all?: boolean;
}

export interface RekeyRow {
  readonly name: string;
  readonly site: string;
  /**
   * `present`: the present key alone opens it; `rewritten`: so it does now; `empty`: nothing was ever applied; `clear`: the
   * connection keeps the site's states in clear; `foreign`: what encrypts it comes from the environment.
   */
  readonly status: 'present' | 'rewritten' | 'empty' | 'clear' | 'foreign' | 'failed';
  /** Whether the estate no longer has this stack. */
  readonly orphan: boolean;
  readonly reason?: Text;
}

export interface RekeyResult {
  readonly rows: readonly RekeyRow[];
  readonly exit: ExitCode;
}

/** What of a state is changed: all else is put back as it was. */
const pulled = z.looseObject({ serial: z.int().nonnegative(), lineage: z.string() });

/** As little as the engine needs to find a state: the backend is put over it. */
const bare = `${JSON.stringify({ terraform: { backend: { local: { path: 'terraform.tfstate' } } } })}\n`;

/**
 * Encrypts states anew under the present key of the connection, of stacks without a change too, which no apply would
 * write, and of stacks that the estate no longer has. Each is then read with the present key alone. No cluster is reached.
 * A state passes through memory only; what others wrote in between makes the engine refuse it. Older copies at the
 * backend stay as they are. Exit 1 where a state is not encrypted by the connection, 3 where one could not be read or written.
 *
 * @throws EnvironmentFailure NDC-X141 when interrupted; what was rewritten until then stays so, and a second run goes on.
 */
export async function rekeyStates(runner: Runner, { scope, all = false }: RekeyOptions): Promise<RekeyResult> {
  const stacks: readonly (EngineStack & { readonly orphan: boolean })[] = [...runner.stacks.filter((stack) => inScope(stack, scope)).map((stack) => ({ ...stack, orphan: false })), ...(await forgottenStacks(runner, scope)).map((stack) => ({ ...stack, orphan: true }))];
  const rows = await eachStack(runner, stacks, {
    step: 'rekeying',
    work: async (stack): Promise<RekeyRow> => ({ name: stack.name, site: stack.site, orphan: stack.orphan, ...(await rekeyStack(runner, stack, all)) }),
    ended: ({ status }) => (status === 'failed' ? 'failed' : 'done'),
  });
  const of = (...statuses: readonly RekeyRow['status'][]): boolean => rows.some(({ status }) => statuses.includes(status));
  return { rows, exit: worst(of('failed') ? 3 : 0, of('clear', 'foreign') ? 1 : 0) };
}

async function rekeyStack(runner: Runner, stack: EngineStack, all: boolean): Promise<Pick<RekeyRow, 'status' | 'reason'>> {
  const encryption = runner.connection.sites[stack.site]?.stateEncryption;
  if (encryption === undefined) return { status: 'clear' };
  if (!runner.rekeyable.has(stack.site)) return { status: 'foreign' };
  const { engine } = runner;
  try {
    const work = await engine.prepare(stack);
    const known = all ? undefined : await underPresentKey(engine.pullState(work, { alone: true }));
    const text = known ?? (await engine.pullState(work));
    // What nobody ever wrote is opened by any key.
    if (text.trim() === '') return { status: 'empty' };
    if (known !== undefined) return { status: 'present' };
    const state = pulled.parse(JSON.parse(text));
    await engine.pushState(work, `${JSON.stringify({ ...state, serial: state.serial + 1 })}\n`);
    const now = pulled.parse(JSON.parse(await engine.pullState(work, { alone: true })));
    if (now.lineage !== state.lineage || now.serial <= state.serial) return { status: 'failed', reason: { vi: 'trạng thái đọc lại không phải trạng thái vừa ghi', en: 'the state read back is not the one that was written' } };
    return { status: 'rewritten' };
  } catch (error) {
    if (!(error instanceof EngineFailed) && !(error instanceof EnvironmentFailure) && !(error instanceof z.ZodError) && !(error instanceof SyntaxError)) throw error;
    if (error instanceof EnvironmentFailure) return { status: 'failed', reason: error.text };
    if (error instanceof EngineFailed) return { status: 'failed', reason: asSpoken(error.summary) };
    return { status: 'failed', reason: { vi: 'nội dung trả về không phải một trạng thái', en: 'what was returned is no state' } };
  }
}

/** The state where the present key alone opens it. Why it does not is told by the reading with all keys. */
async function underPresentKey(pulling: Promise<string>): Promise<string | undefined> {
  try {
    return await pulling;
  } catch (error) {
    if (error instanceof EngineFailed && !error.interrupted) return undefined;
    throw error;
  }
}

/** Stacks with a state that are no longer synthesised, as far as this machine knows: their states need a key all the same. */
async function forgottenStacks(runner: Runner, scope: Scope): Promise<EngineStack[]> {
  const expected = new Set(runner.stacks.map(({ name }) => name));
  const names = new Set([...runner.ledger.all().keys(), ...(await localStates(runner.home, runner.connection.name))]);
  return [...names].sort().flatMap((name) => {
    if (expected.has(name)) return [];
    const site = runner.ledger.get(name)?.site ?? Object.keys(runner.connection.sites).find((id) => name.startsWith(`${id}-`));
    return site === undefined || !inScope({ name, site }, scope) ? [] : [{ name, site, json: bare }];
  });
}
