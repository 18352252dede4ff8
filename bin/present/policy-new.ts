import type { NewPolicyData } from '../commands/policy/new.js';
import { asCalled } from './as-called.js';
import { safe, type View } from './view.js';

export function text({ id, directory, written }: NewPolicyData, view: View): string {
  const folder = safe(directory);
  const files = written.map((name) => `  ${folder}/${safe(name)}`).join('\n');
  const told = view.lang === 'vi'
    ? `Đã tạo quy tắc ${id}:\n${files}\nTiếp theo: sửa hai tệp này, rồi ndc policy test ${folder}; dùng khi kiểm tra: ndc audit --rules ${folder}\n`
    : `Rule ${id} was written:\n${files}\nNext: edit the two files, then ndc policy test ${folder}; to judge by it: ndc audit --rules ${folder}\n`;
  return asCalled(view, told);
}
