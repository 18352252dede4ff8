/** A rule to start from: it runs as it stands, and its comments say what each line may become. */
export const ruleTemplate = (id: string): string => `# Quy tắc riêng ${id}. Cách viết: docs/own-rules.md. / A rule of your own. How to write one: docs/own-rules.md.
apiVersion: ndc.gov.vn/v1
kind: Rule
id: ${id}
# Tăng mỗi khi ý nghĩa thay đổi. / Raise it with every change of meaning.
version: 1
title:
  vi: Mọi container có giới hạn bộ nhớ
  en: Every container has a memory limit
texts:
  explanation:
    vi: Một container không có giới hạn có thể dùng hết bộ nhớ của máy chủ.
    en: A container without a limit can take all the memory of its node.
  remedy:
    vi: Đặt resources.limits.memory cho container.
    en: Set resources.limits.memory on the container.
# error: không đạt thì kiểm tra không đạt; warning: chỉ báo. / error fails the audit; warning only reports.
severity: error
# legal: điều khoản của văn bản trong catalogue/legal.yaml; engineering: lý do kỹ thuật. Không lẫn hai loại.
# legal cites clauses of documents in catalogue/legal.yaml; engineering is your own reason. Never mix the two.
basis:
  engineering:
    statement:
      vi: Đánh giá kỹ thuật của đơn vị kiểm toán.
      en: The auditor's own engineering judgement.
    link: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
# Quy tắc nói về đối tượng nào: kind, apiVersion, type, site, namespace, name, labels. $workloads: mọi thứ chạy pod.
# Which objects it speaks of. $workloads is everything that starts pods.
selector:
  kind: $workloads
# Giá trị nào: [*] mọi phần tử; ["khóa/khác"]; $containers: mọi container, init và ephemeral.
# Which values: [*] every element; ["other/key"]; $containers is every container, init and ephemeral ones too.
path: $containers[*].resources.limits.memory
# Đúng một trong: / exactly one of: equals, notEquals, in, notIn, matches, notMatches, exists, absent, atLeast, atMost, count
comparison:
  exists: true
# all, any, none
expect: all
population:
  # Ai có một kết luận: objects, sites, environments. / Who gets a verdict.
  of: objects
  # Không có gì để xét thì: fail, not-applicable. / What it means where nothing is there to judge.
  empty: not-applicable
`;

/** Tests of that rule: each of the four verdicts once. */
export const testTemplate = (id: string): string => `# Kiểm thử của quy tắc ${id}: ndc policy test <thư mục>. / Tests of rule ${id}: ndc policy test <dir>.
apiVersion: ndc.gov.vn/v1
kind: RuleTest
rule: ${id}
cases:
  - name: có giới hạn / with a limit
    expect: pass
    objects:
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: vi-du}
        spec:
          template:
            spec:
              containers:
                - {name: web, image: web, resources: {limits: {memory: 256Mi}}}
  - name: init container không có giới hạn / an init container without one
    expect: {Deployment/vi-du/web: fail}
    objects:
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: vi-du}
        spec:
          template:
            spec:
              initContainers:
                - {name: prepare, image: web}
              containers:
                - {name: web, image: web, resources: {limits: {memory: 256Mi}}}
  - name: chỉ biết khi áp dụng / known only at apply
    expect: unknown
    unknown: ["spec.template.spec.containers[0].resources"]
    objects:
      - apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: vi-du}
        spec:
          template:
            spec:
              containers:
                - {name: web, image: web, resources: {limits: {memory: 256Mi}}}
  - name: không có gì chạy pod / nothing that starts pods
    expect: not-applicable
    objects:
      - apiVersion: v1
        kind: ConfigMap
        metadata: {name: cau-hinh, namespace: vi-du}
        data: {a: b}
`;
