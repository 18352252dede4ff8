/** Prometheus' text format, version 0.0.4. */

const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3] as const;

interface Histogram {
  readonly buckets: number[];
  sum: number;
  count: number;
}

export type Operation = 'status' | 'encrypt' | 'decrypt';

/** What is read when somebody asks. */
export interface Gauges {
  readonly up: boolean;
  readonly waiting: number;
  readonly restarts: number;
  readonly keyId: string;
}

export class KmsMetrics {
  readonly #served = new Map<string, number>();
  readonly #seconds = new Map<Operation, Histogram>();

  observe(operation: Operation, code: string, seconds: number): void {
    const key = `operation="${operation}",code="${code}"`;
    this.#served.set(key, (this.#served.get(key) ?? 0) + 1);
    const histogram = this.#seconds.get(operation) ?? { buckets: bounds.map(() => 0), sum: 0, count: 0 };
    bounds.forEach((bound, index) => {
      if (seconds <= bound) histogram.buckets[index] = (histogram.buckets[index] ?? 0) + 1;
    });
    histogram.sum += seconds;
    histogram.count += 1;
    this.#seconds.set(operation, histogram);
  }

  /** Requests that were answered with OK. */
  served(operation: Operation): number {
    return this.#served.get(`operation="${operation}",code="OK"`) ?? 0;
  }

  refused(): number {
    return [...this.#served].reduce((sum, [key, count]) => (key.endsWith('code="OK"') ? sum : sum + count), 0);
  }

  text({ up, waiting, restarts, keyId }: Gauges): string {
    const family = (name: string, type: string, help: string, lines: readonly string[]): string[] => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
    return `${[
      ...family('ndc_kms_requests_total', 'counter', 'Requests by operation and gRPC code.', [...this.#served].map(([labels, count]) => `ndc_kms_requests_total{${labels}} ${count}`)),
      ...family('ndc_kms_request_seconds', 'histogram', 'Seconds from arrival to answer.', [...this.#seconds].flatMap(([operation, { buckets, sum, count }]) => [
        ...bounds.map((bound, index) => `ndc_kms_request_seconds_bucket{operation="${operation}",le="${bound}"} ${buckets[index] ?? 0}`),
        `ndc_kms_request_seconds_bucket{operation="${operation}",le="+Inf"} ${count}`,
        `ndc_kms_request_seconds_sum{operation="${operation}"} ${sum}`,
        `ndc_kms_request_seconds_count{operation="${operation}"} ${count}`,
      ])),
      ...family('ndc_kms_token_up', 'gauge', 'Whether a session with the token is open.', [`ndc_kms_token_up ${up ? 1 : 0}`]),
      ...family('ndc_kms_queue_length', 'gauge', 'Requests that wait for the token.', [`ndc_kms_queue_length ${waiting}`]),
      ...family('ndc_kms_token_sessions_reopened_total', 'counter', 'Sessions opened again after one broke.', [`ndc_kms_token_sessions_reopened_total ${restarts}`]),
      ...family('ndc_kms_key_info', 'gauge', 'The key that encrypts.', [`ndc_kms_key_info{key_id="${keyId.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}"} 1`]),
    ].join('\n')}\n`;
  }
}
