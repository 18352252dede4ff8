import { command, type RunbookCommand } from './step.js';

/** A namespace at a site, as words of a shell. */
export interface Place {
  readonly at: string;
  readonly namespace: string;
}

/** Software stopped so that it can be started as it was: counts and schedules are written down before anything is changed. */
export function stopLines({ at, namespace }: Place): readonly RunbookCommand[] {
  const kubectl = `kubectl --context ${at} -n ${namespace}`;
  return [
    command(`${kubectl} get deployment,statefulset --no-headers -o custom-columns=LOAI:.kind,TEN:.metadata.name,SO:.spec.replicas > so-ban.${namespace}.txt`, 'tệp ghi số bản đang chạy: giữ lại để bật lại đúng như cũ', 'the file holds how many replicas run: keep it, to start them as they were'),
    command(`${kubectl} get cronjob --no-headers -o custom-columns=TEN:.metadata.name,NGUNG:.spec.suspend > lich.${namespace}.txt`, 'tệp ghi lịch nào đang chạy ("No resources found": không có lịch)', 'the file holds which schedules run ("No resources found": there are none)'),
    command(`while read -r TEN NGUNG; do test "$NGUNG" = true || ${kubectl} patch cronjob "$TEN" -p '{"spec":{"suspend":true}}'; done < lich.${namespace}.txt`, '"patched" cho từng lịch; Job đang chạy thì chờ xong', '"patched" for every schedule; wait for jobs that run'),
    command(`while read -r LOAI TEN SO; do ${kubectl} scale "$LOAI/$TEN" --replicas=0; done < so-ban.${namespace}.txt`, '"scaled" cho từng dòng của tệp; tệp rỗng: không có gì để dừng', '"scaled" for every line of the file; an empty file: there is nothing to stop'),
  ];
}

/** The same software, with the counts and schedules it had. */
export function startLines({ at, namespace }: Place): readonly RunbookCommand[] {
  const kubectl = `kubectl --context ${at} -n ${namespace}`;
  return [
    command(`while read -r LOAI TEN SO; do ${kubectl} scale "$LOAI/$TEN" --replicas="$SO"; done < so-ban.${namespace}.txt`, '"scaled", đúng số bản đã ghi', '"scaled", as many as were written down'),
    command(`while read -r TEN NGUNG; do test "$NGUNG" = true || ${kubectl} patch cronjob "$TEN" -p '{"spec":{"suspend":false}}'; done < lich.${namespace}.txt`, '"patched": lịch chạy lại, trừ lịch đã ngừng từ trước', '"patched": schedules run again, but for those that were suspended before'),
  ];
}
