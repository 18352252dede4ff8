import { approvalsNeeded } from '../../model/approval.js';
import { breakGlassTable } from './break-glass.js';
import { budgetFor, budgetOf, type RunbookPlan } from './plan.js';
import { by, command, pulled, pushed, text, type RunbookPart, type RunbookStep } from './step.js';

/** From the first alarm to the plan that may be applied: two people, three cases, fences first. */
export function declarePart(plan: RunbookPlan): RunbookPart {
  const { lost, survivors, options, recovery } = plan;
  const [watch = lost] = survivors;
  const decided = decidedBy(plan);
  const approve = (more: string, vi: string, en: string) => command(`ndc approve "$THU_TUC"${more} --lang vi${options.acts}`, vi, en);
  return {
    id: 'declare',
    title: text(`Tuyên bố mất ${lost}`, `Declare the loss of ${lost}`),
    when: text('Khi một trung tâm không trả lời, trả lời chập chờn, hoặc mất đường tới nó. Chưa tuyên bố thì không nâng bản sao nào.', 'When a site does not answer, answers in part, or cannot be reached. Until it is declared no copy is promoted.'),
    tables: [
      breakGlassTable(plan),
      {
        title: text('Trường hợp nào', 'Which case it is'),
        columns: [text('điều nhìn thấy', 'what is seen'), text('trường hợp', 'case'), text('việc làm', 'what to do')],
        rows: [
          [text(`API, cửa vào và người trực của ${lost} đều im lặng`, `API, edge and people of ${lost} are silent`), 'dead', text('tuyên bố, rồi chuyển (phần 2)', 'declare, then fail over (part 2)')],
          [text(`đường truyền đứt, ${lost} vẫn phục vụ người dùng`, `the link is cut, ${lost} still serves its users`), 'link-cut', text('KHÔNG chuyển: hai nơi cùng ghi thì dữ liệu rẽ đôi', 'do NOT fail over: two writers would part the data')],
          [text(`${lost} trả lời chậm hoặc một phần`, `${lost} answers slowly or in part`), 'brownout', text('quyết định: ở lại, hoặc rời đi có trật tự', 'decide: stay, or leave in order')],
        ],
      },
    ],
    steps: [
      by('shift-lead', text('Ghi giờ, mở sổ trực', 'Write down the time and open the log'), {
        byHand: true,
        does: [text('Ghi giờ phát hiện (giờ Việt Nam) và ai phát hiện. Mọi bước dưới đây ghi giờ bắt đầu, giờ xong: đó là số đo cho ma trận.', 'Write the time of detection (Viet Nam time) and who detected it. Note when each step below begins and ends: these are the measurements for the matrix.')],
        until: text('sổ trực có giờ phát hiện', 'the log shows when it was detected'),
        ...budgetFor(plan, 'detect'),
      }),
      by('key-custodian', text('Mở phong bì khẩn cấp: kubeconfig ngoại tuyến, danh sách người ghi', 'Break the glass: offline kubeconfig, list of writers'), {
        byHand: true,
        does: [
          text('Lấy phong bì ở nơi mà bảng đầu phần này ghi. Hai người giữ khóa cùng mở. Mỗi trung tâm một tệp kubeconfig, ngữ cảnh mang tên trung tâm, người dùng mỗi tệp một tên riêng; kubeconfig này không cần dịch vụ định danh. Nêu mọi tệp trong biến TEP_KUBECONFIG, cách nhau bằng dấu hai chấm, của cả trung tâm mất. Ghi số niêm phong, giờ, hai tên. Trong phong bì còn có danh sách tài khoản mà từng trung tâm dùng để ghi vào nơi khác: bước cách ly 2 cần nó.', 'Fetch it where the table at the head of this part says. Two custodians open it together. It holds one kubeconfig per site, with a context of the site’s name and a user of its own name; it needs no identity service. Put all files, the lost site’s too, into TEP_KUBECONFIG with colons between them. Write down the seal’s number, the time, both names. The envelope also holds the list of users with which each site writes elsewhere: fence 2 needs it.'),
        ],
        commands: [
          command('export KUBECONFIG="$TEP_KUBECONFIG"; kubectl config get-contexts -o name', `tên mọi trung tâm: ${[lost, ...survivors].sort().join(', ')}`, `the name of every site: ${[lost, ...survivors].sort().join(', ')}`),
          ...survivors.map((site) => command(`kubectl --context ${site} get nodes`, 'mọi máy chủ Ready', 'every node Ready')),
        ],
        until: text('vào được từng nơi còn lại bằng kubeconfig ngoại tuyến', 'every survivor is reached with the offline kubeconfig'),
      }),
      by('network-engineer', text(`Hỏi ${lost} bằng hai đường khác nhau`, `Ask ${lost} over two different ways`), {
        does: [text('Chạy cả hai lệnh hai lần: trên một máy ở nơi còn lại, và trên một máy ngoài mạng các trung tâm. Im lặng ở một đường chưa phải là mất trung tâm.', 'Run both commands twice: on a machine at a survivor, and on one outside the sites’ network. Silence on one way is not yet a lost site.')],
        commands: [
          command(`kubectl --context ${lost} get --raw /readyz --request-timeout=5s`, '"ok": trung tâm còn trả lời; hết giờ hoặc từ chối: im lặng', '"ok": it answers; a timeout or a refusal: silent'),
          command(`ndc drift --site ${lost} --lang vi${options.acts}`, `${lost}: không tới được (mã thoát 3), hoặc các sai lệch đọc được`, `${lost}: unreachable (exit code 3), or what differs`),
        ],
        until: text('hai câu trả lời độc lập nói như nhau', 'two independent answers agree'),
      }),
      by('shift-lead', text(`Gọi bộ đàm cho ca trực của ${lost}`, `Call the shift of ${lost} by radio`), {
        byHand: true,
        does: [text('Dùng bộ đàm hoặc điện thoại vệ tinh, không dùng mạng của trung tâm. Hỏi: người có an toàn không, điện còn không, có ai tới được nguồn điện và cửa vào không. Mất liên lạc thì cử người tới.', 'Use the radio or a satellite telephone, not the site’s network. Ask: are people safe, is there power, can anybody reach the feeds and the edge. Without an answer send somebody.')],
        until: text('sổ trực ghi câu trả lời, tên người trả lời, hoặc "không liên lạc được" với hai lần gọi', 'the log holds the answer and who gave it, or "no contact" with two calls'),
      }),
      by('platform-engineer', text('Xem trước: mất gì, bao giờ trở lại, gì sẽ bị từ chối', 'Look ahead: what is lost, when it is back, what would be refused'), {
        commands: [
          command(`ndc dr simulate --lose ${lost}${options.supposed} --lang vi${options.asks}`, 'thời điểm từng mức trở lại và dữ liệu mất, P50 và P95; mã thoát 1 chỉ là có môi trường không đạt cam kết', 'when each tier is back and what it loses, P50 and P95; exit code 1 merely says that some environment misses its promise'),
          command(`ndc dr rehearse --lose site/${lost} --lang vi${options.asks}`, 'mỗi nơi còn lại: "không gì bị từ chối"; mã thoát 1 khi có môi trường không chạy được ở đâu hoặc có đối tượng bị từ chối: đọc tên, rồi đi tiếp', 'each survivor: "nothing refused"; exit code 1 where an environment can run nowhere or something is refused: read which, then go on'),
        ],
        until: text('trưởng ca đã đọc danh sách môi trường không chạy được', 'the shift lead has read which environments cannot run'),
      }),
      by('network-engineer', text(`Cách ly 1: rút ${lost} khỏi cửa vào`, `Fence 1: withdraw ${lost} from the edge`), {
        byHand: true,
        does: [text(`Ngừng quảng bá địa chỉ của ${lost} (BGP), gỡ ${lost} khỏi cân bằng tải toàn cục. Việc này làm ở thiết bị mạng, không lệnh nào của bộ công cụ làm thay. Lệnh dưới hỏi một cửa; hỏi thêm mọi tên miền đang trỏ về đó.`, `Stop announcing the addresses of ${lost} (BGP) and take it out of global load balancing. This is done at the network’s own devices; no command of the toolkit does it. The line below asks one door; ask every name that leads there.`)],
        commands: [command(`curl -sS --max-time 5 -o /dev/null -w '%{http_code}\\n' https://${hostOf(plan, lost)}/`, 'hết giờ hoặc từ chối kết nối, gọi từ ngoài mạng. "Could not resolve host" chưa chứng minh gì: hỏi bằng địa chỉ, thêm --resolve', 'a timeout or a refused connection, asked from outside. "Could not resolve host" proves nothing: ask by the address, with --resolve')],
        until: text('từ ngoài mạng không tới được cửa vào: cách ly "edge-withdrawn" đã chứng minh', 'the edge cannot be reached from outside: fence "edge-withdrawn" is proven'),
        ...decided,
      }),
      by('database-engineer', text(`Cách ly 2: thu hồi quyền đồng bộ của ${lost}`, `Fence 2: revoke what ${lost} replicates with`), {
        byHand: true,
        does: [text(`Ở từng nơi còn lại khóa mọi tài khoản mà ${lost} dùng để ghi vào đó: người ghi bản sao lưu, người ghi kho nhật ký; tên lấy từ danh sách trong phong bì, lệnh user list cho xem tên nào có thật; điền từng tên vào NGUOI_GHI, chạy cho từng tên, ghi lại vào sổ: bước trở lại bật đúng các tên đó. Tài khoản mà nơi còn lại cũng dùng thì không khóa, và tài khoản đồng bộ vùng đối tượng dùng chung mọi nơi: tường lửa chặn thay. Chặn địa chỉ của ${lost} ở tường lửa giữa các trung tâm.`, `At each survivor suspend every user with which ${lost} writes there: of backups, of log archives; names are in the envelope’s list, user list shows which exist; put each into NGUOI_GHI, run the line for each, and note them in the log: the return enables just these. Do not suspend a user that survivors use too, nor that of the object zones, which all share: the firewall stops those. Block the addresses of ${lost} at the firewall between the sites.`)],
        commands: survivors.flatMap((site) => [
          command(`kubectl --context ${site} -n ${plan.names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin user list`, `mọi tài khoản của kho ở ${site}: đánh dấu những tên có trong danh sách của ${lost}`, `every user of the store at ${site}: mark those on the list of ${lost}`),
          command(`kubectl --context ${site} -n ${plan.names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin user suspend --uid="$NGUOI_GHI"`, '"suspended": 1', '"suspended": 1'),
        ]),
        until: text(`nhật ký nơi còn lại không còn kết nối nào từ ${lost}: cách ly "replication-revoked"`, `survivors log no connection from ${lost}: fence "replication-revoked"`),
        ...decided,
      }),
      by('shift-lead', text(`Cách ly 3: cắt điện ${lost}`, `Fence 3: cut the power of ${lost}`), {
        byHand: true,
        does: [text('Yêu cầu người tại chỗ cắt nguồn tủ máy chủ, đọc lại số tủ và giờ cắt. Không ai tới được thì ghi "chưa chứng minh": lệnh tuyên bố sẽ in cửa sổ hai nơi cùng ghi và đòi chữ ký cho rủi ro đó.', 'Ask whoever is there to cut the racks’ feeds and to read back rack numbers and time. If nobody can get there write "unproven": declaring then prints the split-brain window and wants a signature for that risk.')],
        until: text('có tên người xác nhận và giờ: cách ly "power-off" được xác nhận', 'a name and a time confirm it: fence "power-off" is attested'),
      }),
      by('shift-lead', text('Viết lời tuyên bố', 'Write the declaration'), {
        does: [text('Ghi đúng mức của từng cách ly: proven cần người và bằng chứng, attested cần người, không nêu là chưa chứng minh. Còn cách ly chưa chứng minh mà vẫn phải chuyển: --accept-unproven. Trung tâm còn trả lời mà vẫn phải tuyên bố: --confirm-site-answers. Dữ liệu chỉ có ở đó và chấp nhận mất: --accept-loss cho từng môi trường. Chạy một lần không có --write để đọc trước.', 'State each fence as it is: proven wants who and the evidence, attested wants who, one that is not named is unproven. To go on with an unproven one: --accept-unproven. If the site answers and is declared all the same: --confirm-site-answers. For data that lie nowhere else and are given up: --accept-loss for each environment. Run it once without --write to read it first.')],
        commands: [command(`ndc dr declare --lose ${lost} --reason "$LY_DO" --case dead --fence edge-withdrawn=proven:"$NGUOI_MANG":"$BANG_CHUNG" --fence replication-revoked=attested:"$NGUOI_CSDL" --fence power-off=attested:"$NGUOI_TAI_CHO" --write --lang vi${options.acts}`, 'trường hợp, từng cách ly, cửa sổ hai nơi cùng ghi, ai chuyển đi đâu, dữ liệu nào mất hẳn; tệp mới trong thư mục transitions của dữ liệu; mã của thủ tục: ghi vào biến THU_TUC', 'the case, each fence, the split-brain window, who moves where, which data are gone; a new file in the data’s folder transitions; the transition’s id: put it into the variable THU_TUC')],
        until: text('tệp có đủ lý do, giờ, ba cách ly', 'the file holds reason, time and three fences'),
        ...decided,
      }),
      by('shift-lead', text('Trưởng ca ký, đưa lên nhánh đã duyệt', 'The shift lead signs, and puts it on the approved branch'), {
        does: [text(`Cần ${approvalsNeeded} người với ${approvalsNeeded} khóa; ca trực có ${recovery.estate.recovery.limits.operators}. Khóa có mật khẩu: ssh-add trước, rồi --key nêu tệp .pub. Người thứ hai chỉ đọc được lời tuyên bố khi nó đã ở trên nhánh.`, `It takes ${approvalsNeeded} people with ${approvalsNeeded} keys; ${recovery.estate.recovery.limits.operators} are on duty. A key with a passphrase: ssh-add first, then --key names the .pub file. The second person can read the declaration only once it is on the branch.`)],
        commands: [
          approve('', 'đúng nội dung đã viết, và mã băm', 'what was written, and its digest'),
          approve(' --key ~/.ssh/ndc --write', 'còn thiếu 1 trong 2 người', '1 of 2 people still missing'),
          pushed(options, 'THU_TUC'),
        ],
        until: text('nhánh đã duyệt có lời tuyên bố với một chữ ký', 'the approved branch has the declaration with one signature'),
      }),
      by('second-approver', text('Người thứ hai đọc lại và ký, trên máy của mình', 'A second person reads it again and signs, on a machine of their own'), {
        does: [text('Điền cùng THU_TUC. Đọc qua bộ đàm mã băm với trưởng ca trước khi ký. NDC-X301: tệp chưa về máy này, pull lại.', 'Fill in the same THU_TUC. Read the digest to the shift lead over the radio before signing. NDC-X301: the file is not on this machine yet, pull again.')],
        commands: [
          pulled(options),
          approve('', 'đúng nội dung và mã băm mà trưởng ca đã đọc', 'the very text and digest that the shift lead read'),
          approve(' --key ~/.ssh/ndc --write', 'đủ 2 người phê duyệt: lời tuyên bố có hiệu lực', 'approved by 2 people: the declaration is in force'),
          pushed(options, 'THU_TUC'),
        ],
        until: text('nhánh đã duyệt có đủ hai chữ ký của hai người', 'the approved branch has the signatures of two people'),
      }),
      by('platform-engineer', text('Mọi máy của ca trực lấy lời tuyên bố về', 'Every machine on duty takes the declaration in'), {
        commands: [pulled(options), approve('', 'đủ 2 người phê duyệt', 'approved by 2 people')],
        until: text(`ndc trên máy của ${watch} đọc thấy lời tuyên bố`, `ndc at ${watch} reads the declaration`),
      }),
    ],
  };
}

/** Fences are raised while the declaration is written and signed: by the plan all of it ends when the last fence stands. */
function decidedBy(plan: RunbookPlan): Pick<RunbookStep, 'budget'> {
  const budget = budgetOf(plan.recovered, ({ kind }) => kind === 'declare' || kind === 'fence' || kind === 'withdraw-edge');
  const { declare, fence, 'withdraw-edge': withdraw } = plan.recovery.durations;
  return budget === undefined ? {} : { budget: { ...budget, p95Ms: BigInt(Math.ceil(declare.p95 + Math.max(fence.p95, withdraw.p95))) } };
}

const hostOf = ({ recovery }: RunbookPlan, site: string): string => recovery.estate.sites[site]?.services.identity.endpoint ?? site;
