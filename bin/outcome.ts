/** 0 fine, 1 a check failed, 2 the user's input is wrong, 3 the environment (engine, cluster, network) failed. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What a command returns. It never prints: `bin/present` renders it as text, JSON, Markdown, HTML, SVG or CSV. */
export interface Outcome<K extends string = string, D = unknown> {
  /** Names the shape of `data`, for example `ndc/check.v1`. */
  readonly kind: K;
  readonly data: D;
  readonly exit: ExitCode;
}
