import type { Text } from '../sites/model/text.js';

export interface KmsCheck {
  readonly id: string;
  readonly title: Text;
  readonly status: 'pass' | 'fail' | 'not-run';
  readonly found: Text;
}

/** Milliseconds. */
export interface Percentiles {
  readonly rounds: number;
  readonly p50: number;
  readonly p99: number;
}

export interface KmsTestData {
  readonly socket: string;
  readonly keyId: string;
  readonly checks: readonly KmsCheck[];
  readonly latency: { readonly encrypt?: Percentiles; readonly decrypt?: Percentiles };
}
