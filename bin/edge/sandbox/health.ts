import { exitFailure, logTail, type DetachedProcess } from './detached.js';
import { SandboxFailure, type Words } from './failure.js';
import { pause } from './pause.js';
import type { Identity } from './pki.js';
import { get } from './probe.js';

const POLL = 75;
/** Milliseconds one program of a control plane may take to become healthy. */
const LIMIT = 90_000;

/** `undefined` when healthy, else what was found instead. */
export type Check = () => Promise<string | undefined>;

/**
 * Waits until `check` is satisfied.
 *
 * @param processes if one of them ends, waiting is over.
 * @throws SandboxFailure `sandbox/process-exited`, `sandbox/not-healthy` after 90 s, or
 *   `sandbox/aborted`.
 */
export async function waitHealthy(
  check: Check,
  processes: readonly DetachedProcess[],
  signal: AbortSignal,
): Promise<void> {
  const place = processes.at(-1)?.program.place ?? 'sandbox';
  const deadline = Date.now() + LIMIT;
  for (;;) {
    requireNotAborted(signal, place);
    const ended = processes.find((candidate) => candidate.ended() !== undefined);
    if (ended !== undefined) {
      throw await exitFailure(ended);
    }
    const found = await check();
    if (found === undefined) {
      return;
    }
    if (Date.now() > deadline) {
      const tail = await logTail(processes.at(-1)?.program.logFile ?? '');
      throw new SandboxFailure('sandbox/not-healthy', {
        place,
        found: {
          vi: `sau ${String(LIMIT / 1_000)} giây: ${found}\n${tail}\n`,
          en: `after ${String(LIMIT / 1_000)} s: ${found}\n${tail}\n`,
        },
        expected: { vi: 'một tiến trình chạy tốt', en: 'a healthy process' },
        remedy: {
          vi: 'Hãy giải phóng bộ nhớ và bộ xử lý rồi chạy lại "ndc sandbox up".',
          en: 'Free some memory and processor time, then run "ndc sandbox up" again.',
        },
      });
    }
    await pause(POLL, signal);
  }
}

/** @throws SandboxFailure `sandbox/aborted`. */
export function requireNotAborted(signal: AbortSignal | undefined, place: Words): void {
  if (signal?.aborted === true) {
    throw new SandboxFailure('sandbox/aborted', {
      place,
      found: { vi: 'lệnh bị dừng giữa chừng', en: 'the command was interrupted' },
      expected: { vi: 'lệnh chạy đến hết', en: 'it to finish' },
      remedy: {
        vi: 'Những gì lệnh đã khởi động đều đã được tắt và xóa. Hãy chạy lại khi thuận tiện.',
        en: 'What it had started was stopped and removed. Run it again when convenient.',
      },
    });
  }
}

/** etcd answers its own client certificate and has a leader. */
export function etcdHealthy(port: number, identity: Identity): Check {
  return async () => {
    const answer = await get(port, '/health', identity);
    return answer.status === 200 ? undefined : `etcd /health: ${describe(answer)}`;
  };
}

/** The API server says that it is ready. */
export function apiReady(port: number, identity: Identity): Check {
  return async () => {
    const answer = await get(port, '/readyz', identity);
    return answer.status === 200 ? undefined : `/readyz: ${describe(answer)}`;
  };
}

/**
 * The controllers work: the service account of the namespace `default` exists. Pods and charts
 * need it, and only the controller manager makes it.
 */
export function controllersWork(port: number, identity: Identity): Check {
  return async () => {
    const path = '/api/v1/namespaces/default/serviceaccounts/default';
    const answer = await get(port, path, identity);
    return answer.status === 200 ? undefined : `service account default: ${describe(answer)}`;
  };
}

/** uid of the namespace `kube-system`, or `undefined` while it does not exist. */
export async function readClusterUid(
  port: number,
  identity: Identity,
): Promise<string | undefined> {
  const answer = await get(port, '/api/v1/namespaces/kube-system', identity);
  if (answer.status !== 200) {
    return undefined;
  }
  const value = JSON.parse(answer.body) as { metadata?: { uid?: unknown } };
  return typeof value.metadata?.uid === 'string' ? value.metadata.uid : undefined;
}

function describe(answer: { status: number; body: string }): string {
  const words = answer.body.slice(0, 200).replaceAll(/\s+/g, ' ').trim();
  return answer.status === 0 ? words : `HTTP ${String(answer.status)} ${words}`;
}
