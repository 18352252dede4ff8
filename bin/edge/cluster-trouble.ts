import type { Text } from '../../sites/model/text.js';
import { visible } from './visible.js';

export const troubleReasons = ['no-kubeconfig', 'bad-kubeconfig', 'no-context', 'refused', 'timeout', 'no-such-host', 'tls', 'unauthorised', 'forbidden', 'not-ready', 'other'] as const;
export type TroubleReason = (typeof troubleReasons)[number];

/** Why a cluster could not be read. */
export interface ClusterTrouble {
  readonly reason: TroubleReason;
  /** The system's own words, made safe to show. */
  readonly detail: string;
  /**
   * The site does not answer, and others can go on without it. False where the connection itself is wrong: a mistyped
   * context must not pass for a lost site.
   */
  readonly unreachable: boolean;
  /** What it means and what to do. */
  readonly text: Text;
}

/** Where a reading was tried, for messages. */
export interface Asked {
  readonly site: string;
  readonly kubeconfig: string;
  readonly context: string;
  readonly server?: string;
}

const silent: readonly TroubleReason[] = ['refused', 'timeout', 'no-such-host', 'not-ready'];

/** System and TLS error codes of Node, https://nodejs.org/api/errors.html and https://nodejs.org/api/tls.html. */
const reasonsByCode: readonly (readonly [RegExp, TroubleReason])[] = [
  [/^(ECONNREFUSED|ECONNRESET|EPIPE)$/, 'refused'],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT|ABORT_ERR|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN)$/, 'timeout'],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_FAIL)$/, 'no-such-host'],
  [/CERT|^(UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO|ERR_OSSL)/, 'tls'],
];

/** Classifies what a request threw. */
export function reasonOfError(error: unknown): TroubleReason {
  const codes = [error, (error as { cause?: unknown }).cause].flatMap((each) => (typeof each === 'object' && each !== null && 'code' in each ? [String(each.code)] : []));
  for (const code of codes) for (const [pattern, reason] of reasonsByCode) if (pattern.test(code)) return reason;
  return 'other';
}

/** Classifies an answer that is no success. A server that starts or stops answers 429 or 5xx. */
export function reasonOfStatus(status: number): TroubleReason {
  if (status === 401) return 'unauthorised';
  if (status === 403) return 'forbidden';
  return status === 429 || status >= 500 ? 'not-ready' : 'other';
}

const means: Readonly<Record<TroubleReason, (asked: Asked) => Text>> = {
  'no-kubeconfig': ({ kubeconfig }) => ({
    vi: `không có tệp kubeconfig ${kubeconfig}. Hãy sửa đường dẫn trong tệp kết nối.`,
    en: `there is no kubeconfig ${kubeconfig}. Correct its path in the connection file.`,
  }),
  'bad-kubeconfig': ({ kubeconfig }) => ({
    vi: `không đọc được kubeconfig ${kubeconfig}. Hãy xuất lại tệp này.`,
    en: `the kubeconfig ${kubeconfig} cannot be used. Export it again.`,
  }),
  'no-context': ({ kubeconfig, context }) => ({
    vi: `kubeconfig ${kubeconfig} không có ngữ cảnh "${context}". Hãy sửa context trong tệp kết nối.`,
    en: `the kubeconfig ${kubeconfig} has no context "${context}". Correct the context in the connection file.`,
  }),
  refused: ({ server }) => ({
    vi: `máy chủ API ${server ?? ''} từ chối kết nối. Cụm có đang chạy không? Nếu là môi trường thử: "ndc sandbox status".`,
    en: `the API server ${server ?? ''} refuses the connection. Is the cluster running? For a sandbox: "ndc sandbox status".`,
  }),
  timeout: ({ server }) => ({
    vi: `máy chủ API ${server ?? ''} không trả lời. Hãy kiểm tra đường truyền, VPN và tường lửa.`,
    en: `the API server ${server ?? ''} does not answer. Check the network, the VPN and the firewall.`,
  }),
  'no-such-host': ({ server }) => ({
    vi: `không phân giải được tên máy chủ API ${server ?? ''}. Hãy kiểm tra DNS và địa chỉ trong kubeconfig.`,
    en: `the name of the API server ${server ?? ''} cannot be resolved. Check DNS and the address in the kubeconfig.`,
  }),
  tls: ({ server }) => ({
    vi: `chứng chỉ của máy chủ API ${server ?? ''} không khớp với kubeconfig. Có thể đây là cụm khác; hãy lấy lại kubeconfig.`,
    en: `the certificate of the API server ${server ?? ''} does not fit the kubeconfig. It may be another cluster; fetch the kubeconfig again.`,
  }),
  unauthorised: ({ context }) => ({
    vi: `máy chủ API không chấp nhận danh tính của ngữ cảnh "${context}" (401). Hãy đăng nhập lại hoặc gia hạn chứng chỉ.`,
    en: `the API server does not accept the identity of context "${context}" (401). Log in again, or renew its certificate.`,
  }),
  forbidden: ({ context }) => ({
    vi: `danh tính của ngữ cảnh "${context}" không được đọc không gian tên kube-system (403). Hãy dùng danh tính của nhóm nền tảng.`,
    en: `the identity of context "${context}" may not read the namespace kube-system (403). Use the platform team's identity.`,
  }),
  'not-ready': ({ server }) => ({
    vi: `máy chủ API ${server ?? ''} chưa sẵn sàng. Hãy thử lại sau ít phút.`,
    en: `the API server ${server ?? ''} is not ready. Try again in a few minutes.`,
  }),
  other: ({ context }) => ({
    vi: `không đọc được cụm ở ngữ cảnh "${context}".`,
    en: `the cluster behind context "${context}" cannot be read.`,
  }),
};

export function trouble(reason: TroubleReason, asked: Asked, detail: string): ClusterTrouble {
  const { vi, en } = means[reason](asked);
  const shown = visible(detail, 300);
  const tail = shown === '' ? '' : ` (${shown})`;
  return { reason, detail: shown, unreachable: silent.includes(reason), text: { vi: `${asked.site}: ${vi}${tail}`, en: `${asked.site}: ${en}${tail}` } };
}
