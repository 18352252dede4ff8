import type { KmsPluginData } from '../../kms-plugin-data.js';
import { figure, type View } from '../view.js';

export function text({ keyId, served, sessionsReopened }: KmsPluginData, view: View): string {
  const n = (count: number): string => figure(view, count);
  return view.lang === 'vi'
    ? `Đã dừng. Khóa ${keyId}: ${n(served.encrypt)} lần mã hóa, ${n(served.decrypt)} lần giải mã, ${n(served.status)} lần hỏi trạng thái, ${n(served.refused)} lần từ chối; mở lại ${n(sessionsReopened)} phiên.\n`
    : `Stopped. Key ${keyId}: ${n(served.encrypt)} encrypted, ${n(served.decrypt)} decrypted, ${n(served.status)} asked for the status, ${n(served.refused)} refused; ${n(sessionsReopened)} sessions reopened.\n`;
}
