import { budgetFor, budgetOf, type RunbookPlan } from './plan.js';
import { by, command, text, type RunbookPart, type RunbookStep } from './step.js';

/** From the first alarm to the plan that may be applied: two people, three cases, fences first. */
export function declarePart(plan: RunbookPlan): RunbookPart {
  const { lost, survivors, options, recovery } = plan;
  const [watch = lost] = survivors;
  const decided = decidedBy(plan);
  return {
    id: 'declare',
    title: text(`Tuyên bố mất ${lost}`, `Declare the loss of ${lost}`),
    when: text('Khi một trung tâm không trả lời, trả lời chập chờn, hoặc mất đường tới nó. Chưa tuyên bố thì không nâng bản sao nào.', 'When a site does not answer, answers in part, or cannot be reached. Until it is declared no copy is promoted.'),
    tables: [
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
      by('network-engineer', text(`Hỏi ${lost} bằng hai đường khác nhau`, `Ask ${lost} over two different ways`), {
        does: [text('Hỏi từ một trung tâm còn lại và từ ngoài mạng. Im lặng ở một đường chưa phải là mất trung tâm.', 'Ask from a survivor and from outside. Silence on one way is not yet a lost site.')],
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
          command(`ndc dr simulate --lose ${lost}${options.supposed} --lang vi${options.asks}`, 'thời điểm từng mức trở lại và dữ liệu mất, P50 và P95', 'when each tier is back and what it loses, P50 and P95'),
          command(`ndc dr rehearse --lose site/${lost} --lang vi${options.asks}`, 'mỗi nơi còn lại: "không gì bị từ chối"', 'each survivor: "nothing refused"'),
        ],
        until: text('trưởng ca đã đọc danh sách môi trường không chạy được', 'the shift lead has read which environments cannot run'),
      }),
      by('network-engineer', text(`Cách ly 1: rút ${lost} khỏi cửa vào`, `Fence 1: withdraw ${lost} from the edge`), {
        byHand: true,
        does: [text(`Ngừng quảng bá địa chỉ của ${lost} (BGP), gỡ ${lost} khỏi cân bằng tải toàn cục. Việc này làm ở thiết bị mạng, không lệnh nào của bộ công cụ làm thay.`, `Stop announcing the addresses of ${lost} (BGP) and take it out of global load balancing. This is done at the network’s own devices; no command of the toolkit does it.`)],
        commands: [command(`curl -sS --max-time 5 -o /dev/null -w '%{http_code}\\n' https://${hostOf(plan, lost)}/`, 'hết giờ hoặc lỗi kết nối, gọi từ ngoài mạng', 'a timeout or a refused connection, asked from outside')],
        until: text('từ ngoài mạng không tới được cửa vào: cách ly "edge-withdrawn" đã chứng minh', 'the edge cannot be reached from outside: fence "edge-withdrawn" is proven'),
        ...decided,
      }),
      by('database-engineer', text(`Cách ly 2: thu hồi quyền đồng bộ của ${lost}`, `Fence 2: revoke what ${lost} replicates with`), {
        byHand: true,
        does: [text(`Ở từng nơi còn lại khóa mọi tài khoản mà ${lost} dùng để ghi vào đó: người ghi bản sao lưu, người ghi kho nhật ký, người đồng bộ vùng đối tượng; điền từng tên vào NGUOI_GHI. Chặn địa chỉ của ${lost} ở tường lửa giữa các trung tâm.`, `At each survivor suspend every user with which ${lost} writes there: of backups, of log archives, of the object zones; put each name into NGUOI_GHI. Block the addresses of ${lost} at the firewall between the sites.`)],
        commands: survivors.map((site) => command(`kubectl --context ${site} -n ${plan.names.ceph} exec deploy/rook-ceph-tools -- radosgw-admin user suspend --uid="$NGUOI_GHI"`, '"suspended": 1', '"suspended": 1')),
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
        commands: [command(`ndc dr declare --lose ${lost} --reason "$LY_DO" --case dead --fence edge-withdrawn=proven:"$NGUOI_MANG":"$BANG_CHUNG" --fence replication-revoked=attested:"$NGUOI_CSDL" --fence power-off=attested:"$NGUOI_TAI_CHO" --write --lang vi${options.acts}`, 'trường hợp, từng cách ly, cửa sổ hai nơi cùng ghi, ai chuyển đi đâu, dữ liệu nào mất hẳn; tệp trong sites/data/transitions; mã của thủ tục: ghi vào biến THU_TUC', 'the case, each fence, the split-brain window, who moves where, which data are gone; a file in sites/data/transitions; the transition’s id: put it into the variable THU_TUC')],
        until: text('tệp có đủ lý do, giờ, ba cách ly', 'the file holds reason, time and three fences'),
        ...decided,
      }),
      by('second-approver', text('Hai người ký, bằng hai khóa', 'Two people sign, with two keys'), {
        does: [text(`Trưởng ca ký, rồi người thứ hai đọc lại và ký trên máy của mình. Cần ${2} người; ca trực có ${recovery.estate.recovery.limits.operators}.`, `The shift lead signs, then a second person reads it again and signs on a machine of their own. It takes ${2}; ${recovery.estate.recovery.limits.operators} are on duty.`)],
        commands: [
          command(`ndc approve "$THU_TUC" --lang vi${options.acts}`, 'đúng nội dung đã viết, và mã băm', 'what was written, and its digest'),
          command(`ndc approve "$THU_TUC" --key ~/.ssh/id_ed25519 --write --lang vi${options.acts}`, 'chữ ký 1/2, rồi 2/2', 'signature 1 of 2, then 2 of 2'),
        ],
        until: text('đủ hai chữ ký của hai người: lời tuyên bố có hiệu lực', 'two people’s signatures are there: the declaration is in force'),
      }),
      by('shift-lead', text('Đưa lời tuyên bố vào nhánh đã duyệt', 'Put the declaration on the approved branch'), {
        commands: [command('git add sites/data/transitions && git commit -m "Tuyên bố mất trung tâm" && git push', 'nhánh đã duyệt có tệp thủ tục; không tới được máy chủ git thì dùng bản sao ở nơi còn lại', 'the approved branch holds the file; where the git server is gone use the survivor’s copy')],
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
