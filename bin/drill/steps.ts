import type { RecoveryAction } from '../../sites/model/kinds/recovery-inputs.js';
import type { Text } from '../../sites/model/text.js';
import { instant } from '../edge/laboratory/clock.js';

/** One step of a drill: what was done, how long it took, and what came of it. */
export interface DrillStep {
  readonly step: string;
  /** Action of a recovery that it measures; absent where it is only the drill's own work. */
  readonly action?: RecoveryAction;
  readonly ms: number;
  readonly held: boolean;
  readonly found: Text;
}

/** What a step says of itself once it is over. */
export interface StepResult<T> {
  readonly value: T;
  readonly found: Text;
  /** @default true */
  readonly held?: boolean;
}

/** Takes the time of each step of a drill, and says each as it ends. */
export class Steps {
  readonly taken: DrillStep[] = [];

  constructor(
    private readonly onProgress: (line: Text) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** Runs one step. What it throws breaks the drill off; what it finds to be otherwise than promised is noted, and the drill goes on. */
  async take<T>(step: string, action: RecoveryAction | undefined, work: () => Promise<StepResult<T>>): Promise<T> {
    this.signal.throwIfAborted();
    const begun = instant();
    const { value, found, held = true } = await work();
    const ms = Math.round(instant() - begun);
    this.taken.push({ step, ...(action === undefined ? {} : { action }), ms, held, found });
    const time = `${(ms / 1000).toFixed(1)} s`;
    this.onProgress({ vi: `${step}: ${found.vi} (${time.replace('.', ',')})`, en: `${step}: ${found.en} (${time})` });
    return value;
  }

  /** Times of an action that a step holds many of. */
  readonly noted: { readonly action: RecoveryAction; readonly ms: number }[] = [];

  note(action: RecoveryAction, ms: number): void {
    this.noted.push({ action, ms });
  }

  get held(): boolean {
    return this.taken.every(({ held }) => held);
  }
}
