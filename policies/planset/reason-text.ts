import type { Text } from '../../sites/model/text.js';

type Phrase = readonly [said: RegExp, vi: string];

/** Whole clauses of why something cannot be known, as the readers of plans and rules write them. The first that fits counts. */
const clauses: readonly Phrase[] = [
  [/^computed at apply$/, 'chỉ biết khi áp dụng'],
  [/^sensitive$/, 'được đánh dấu nhạy cảm'],
  [/^not configured$/, 'không khai báo trong cấu hình'],
  [/^not a constant$/, 'không phải hằng số'],
  [/^data of a Secret$/, 'dữ liệu của một Secret'],
  [/^references (.+) through (.+)$/, 'tham chiếu $1 qua $2'],
  [/^references (.+)$/, 'tham chiếu $1'],
  [/^nested deeper than (\d+) levels$/, 'lồng nhau quá $1 cấp'],
  [/^its values are no text$/, 'values không phải văn bản'],
  [/^its values are no list$/, 'values không phải danh sách'],
  [/^its values are no YAML$/, 'values không phải YAML'],
  [/^its values are longer than (\d+) MiB$/, 'values dài quá $1 MiB'],
  [/^its values cannot be read$/, 'không đọc được values'],
  [/^it sets something whose name is not known$/, 'nó đặt một mục chưa biết tên'],
  [/^it is set by (.+)$/, 'được đặt bởi $1'],
  [/^its name is known only at apply$/, 'tên chỉ biết khi áp dụng'],
  [/^its Pod Security level is not known$/, 'chưa biết mức Pod Security của nó'],
  [/^it has write-only settings \(set_wo\), which no plan holds$/, 'nó có thiết lập chỉ ghi (set_wo), không kế hoạch nào chứa'],
  [/^the provider's own manifest cannot be read$/, 'không đọc được manifest do provider dựng'],
  [/^what (.+) rendered cannot be read$/, 'không đọc được nội dung $1 dựng ra'],
  [/^the charts of this plan are longer than (\d+) MiB together$/, 'các chart của kế hoạch này cộng lại dài quá $1 MiB'],
  [/^synthesised JSON holds no rendered chart$/, 'JSON vừa sinh ra chưa có chart đã dựng'],
  [/^(.+) rendered nothing$/, '$1 không dựng ra gì'],
  [/^several configurations of one provider$/, 'nhiều cấu hình của cùng một provider'],
  [/^kube-system was read with more than one uid$/, 'đọc được nhiều uid của kube-system'],
  [/^no plan of this site was read$/, 'không đọc được kế hoạch nào của trung tâm này'],
  [/^its plan names no site$/, 'kế hoạch không nêu trung tâm nào'],
  [/^it is longer than (\d+) MiB$/, 'dài quá $1 MiB'],
  [/^it is no YAML$/, 'không phải YAML'],
  [/^it is no JSON object$/, 'không phải đối tượng JSON'],
  [/^it is no JSON$/, 'không phải JSON'],
  [/^its aliases multiply$/, 'các bí danh YAML nhân lên quá nhiều'],
  [/^its lists are nested too deep$/, 'danh sách lồng nhau quá sâu'],
  [/^it holds a document that is no Kubernetes object$/, 'có tài liệu không phải đối tượng Kubernetes'],
  [/^RoleBinding (.+) binds a role that is not known$/, 'RoleBinding $1 gán một vai trò chưa biết'],
  [/^RoleBinding (.+) binds ClusterRole (.+), which is not among what was read$/, 'RoleBinding $1 gán ClusterRole $2, không có trong những gì đã đọc'],
  [/^(.+) aggregates other roles$/, '$1 gộp các vai trò khác'],
  [/^(.+) reaches into namespaces by rules this policy does not work out$/, '$1 vào tới các namespace theo những quy định mà quy tắc này không suy ra được'],
  [/^how many of its nodes stand in one rack is not declared$/, 'không khai báo bao nhiêu máy của nó đứng trong một tủ'],
  [/^whether PodDisruptionBudget (.+) is its own cannot be known$/, 'không biết PodDisruptionBudget $1 có phải của nó không'],
  [/^nothing on the route asks who is there; how its users sign in is to be shown$/, 'không gì trên đường vào hỏi ai đang đến; cần cho thấy người dùng đăng nhập thế nào'],
  [/^\$containers is a list; write \$containers\[\*\]$/, '$$containers là danh sách; hãy viết $$containers[*]'],
  [/^(.+) is no list; the path asks for (.+)$/, '$1 không phải danh sách; đường dẫn hỏi $2'],
  [/^(.+) is a list; the path needs \[\*\] there$/, '$1 là danh sách; đường dẫn cần [*] ở đó'],
  [/^(.+) is no map; the path asks for (.+) in it$/, '$1 không phải bảng khóa; đường dẫn hỏi $2 trong đó'],
  [/^(.+) is known only at apply$/, '$1 chỉ biết khi áp dụng'],
  [/^(.+) is not known$/, 'chưa biết $1'],
];

function clause(said: string): string {
  const found = clauses.find(([phrase]) => phrase.test(said));
  return found === undefined ? said : said.replace(found[0], found[1]);
}

/**
 * A reason in both languages. Reasons are built where things are read, as clauses behind names of objects and fields
 * (`Schedule gold ttl: computed at apply`): names stay, clauses of ours are put into Vietnamese here, what engines and
 * files say stays as it was said.
 */
export const reasonText = (because: string): Text => ({ vi: because.split(': ').map(clause).join(': '), en: because });
