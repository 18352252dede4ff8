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
  { name: 'audit verify', about: { vi: 'kiểm lại bằng chứng của một lần kiểm tra', en: 'check the evidence of an audit: digests, signature, verdicts' }, load: () => import('./commands/audit-verify.js') },
  { name: 'apply', about: { vi: 'áp dụng bộ kế hoạch đã đạt kiểm tra', en: 'apply exactly the plans of a set that passed its audit' }, load: () => import('./commands/apply.js') },
  { name: 'up', about: { vi: 'lập, kiểm tra và áp dụng cho đến khi xong', en: 'plan, audit and apply, wave by wave, until nothing is deferred' }, load: () => import('./commands/up.js') },
  { name: 'drift', about: { vi: 'tìm sai lệch so với cấu hình', en: 'find what was changed behind the toolkit’s back' }, load: () => import('./commands/drift.js') },
  { name: 'destroy', about: { vi: 'gỡ bỏ', en: 'destroy what the stacks hold' }, load: () => import('./commands/destroy.js') },
  { name: 'site list', about: { vi: 'liệt kê các trung tâm dữ liệu', en: 'list the sites' }, load: () => import('./commands/site/list.js') },
  { name: 'site show', about: { vi: 'xem một trung tâm dữ liệu', en: 'show one site' }, load: () => import('./commands/site/show.js') },
  { name: 'capacity headroom', about: { vi: 'năng lực còn lại từng quý, khi mất bất kỳ phạm vi sự cố nào', en: 'promised, there, left: by quarter, with any failure domain lost' }, load: () => import('./commands/capacity/headroom.js') },
  { name: 'capacity storage', about: { vi: 'lưu trữ và sao lưu theo từng lớp; mất tủ, máy hay phòng thì sao', en: 'storage and backups by class, and what each loss leaves' }, load: () => import('./commands/capacity/storage.js') },
  { name: 'capacity links', about: { vi: 'tải đồng bộ trên đường truyền, độ trễ RPO, khi mất từng tuyến', en: 'replication load of the links, RPO lag, with each path lost' }, load: () => import('./commands/capacity/links.js') },
  { name: 'capacity power', about: { vi: 'tủ, điện, làm mát và tải sàn theo từng quý', en: 'racks, power, cooling and floors, quarter by quarter' }, load: () => import('./commands/capacity/power.js') },
  { name: 'capacity drift', about: { vi: 'so cụm đang chạy với mô hình; khi nào hết', en: 'live clusters against the model: nodes, quotas, storage; time to exhaustion' }, load: () => import('./commands/capacity/drift.js') },
  { name: 'capacity forecast', about: { vi: 'nhu cầu và năng lực từng quý', en: 'demand and supply by quarter, and when each runs out' }, load: () => import('./commands/capacity/forecast.js') },
  { name: 'policy list', about: { vi: 'liệt kê quy tắc, căn cứ và đầu vào cần có', en: 'list the rules, on what they rest and what they need' }, load: () => import('./commands/policy/list.js') },
  { name: 'policy new', about: { vi: 'tạo một quy tắc riêng cùng tệp kiểm thử', en: 'write a rule of your own to start from, with its tests' }, load: () => import('./commands/policy/new.js') },
  { name: 'policy test', about: { vi: 'chạy kiểm thử của các quy tắc riêng', en: 'run the tests of your own rules' }, load: () => import('./commands/policy/test.js') },
  { name: 'explain', about: { vi: 'giải thích một quy tắc hoặc mã lỗi', en: 'explain a rule or a diagnostic code' }, load: () => import('./commands/explain.js') },
  { name: 'schema', about: { vi: 'lược đồ JSON của tệp dữ liệu và của kết quả --json', en: 'JSON Schemas of the data files, for editors, and of what --json prints' }, load: () => import('./commands/schema.js') },
  { name: 'sandbox up', about: { vi: 'khởi động ba cụm thử nghiệm', en: 'start three real control planes on this machine' }, load: () => import('./commands/sandbox/up.js') },
  { name: 'sandbox down', about: { vi: 'tắt cụm thử nghiệm', en: 'stop them and remove what they wrote' }, load: () => import('./commands/sandbox/down.js') },
  { name: 'sandbox status', about: { vi: 'trạng thái cụm thử nghiệm', en: 'what of a sandbox is running' }, load: () => import('./commands/sandbox/status.js') },
];
