import type { CommandEntry } from './command.js';

/** Every command. A module is loaded only when its command runs, so that `--help` is quick. */
export const registry: readonly CommandEntry[] = [
  {
    name: 'check',
    about: { vi: 'kiểm tra dữ liệu, quy tắc và năng lực, không cần cụm hay mạng', en: 'validate, synthesise, audit offline, headroom: one page; no cluster, no network' },
    load: () => import('./commands/check.js'),
  },
  { name: 'synth', about: { vi: 'tạo cấu hình Terraform', en: 'write the Terraform JSON of every stack' }, load: () => import('./commands/synth.js') },
  { name: 'plan', about: { vi: 'lập bộ kế hoạch', en: 'make a plan set: one saved plan per stack' }, load: () => import('./commands/plan.js') },
  { name: 'audit', about: { vi: 'kiểm tra bộ kế hoạch theo quy tắc', en: 'judge a plan set by the rules' }, load: () => import('./commands/audit.js') },
  { name: 'apply', about: { vi: 'áp dụng bộ kế hoạch đã đạt kiểm tra', en: 'apply exactly the plans of a set that passed its audit' }, load: () => import('./commands/apply.js') },
  { name: 'up', about: { vi: 'lập, kiểm tra và áp dụng cho đến khi xong', en: 'plan, audit and apply, wave by wave, until nothing is deferred' }, load: () => import('./commands/up.js') },
  { name: 'drift', about: { vi: 'tìm sai lệch so với cấu hình', en: 'find what was changed behind the toolkit’s back' }, load: () => import('./commands/drift.js') },
  { name: 'destroy', about: { vi: 'gỡ bỏ', en: 'destroy what the stacks hold' }, load: () => import('./commands/destroy.js') },
  { name: 'site list', about: { vi: 'liệt kê các trung tâm dữ liệu', en: 'list the sites' }, load: () => import('./commands/site/list.js') },
  { name: 'site show', about: { vi: 'xem một trung tâm dữ liệu', en: 'show one site' }, load: () => import('./commands/site/show.js') },
  { name: 'explain', about: { vi: 'giải thích một quy tắc hoặc mã lỗi', en: 'explain a rule or a diagnostic code' }, load: () => import('./commands/explain.js') },
  { name: 'schema', about: { vi: 'lược đồ JSON cho trình soạn thảo', en: 'JSON Schemas of the data files, for editors' }, load: () => import('./commands/schema.js') },
  { name: 'sandbox up', about: { vi: 'khởi động ba cụm thử nghiệm', en: 'start three real control planes on this machine' }, load: () => import('./commands/sandbox/up.js') },
  { name: 'sandbox down', about: { vi: 'tắt cụm thử nghiệm', en: 'stop them and remove what they wrote' }, load: () => import('./commands/sandbox/down.js') },
  { name: 'sandbox status', about: { vi: 'trạng thái cụm thử nghiệm', en: 'what of a sandbox is running' }, load: () => import('./commands/sandbox/status.js') },
];
