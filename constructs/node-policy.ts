import { Construct } from 'constructs';
import { AdmissionPolicy, notBeingDeleted } from './admission-policy.js';
import { cel, celString } from './cel.js';
import { nodesKey } from './dedicated-nodes.js';
import { podTemplateRules, podTemplateVariables } from './pod-templates.js';

/**
 * Pods of an environment run on its own nodes where it has some, and nobody else's run there: state secrets stand apart
 * (Q III.5). Nodes of such a pool register with a label and a taint of one key; what an environment's namespace bears is the
 * platform's to set. A node named in a pod would pass by the scheduler and every taint, so none may be.
 */
export class NodePolicy extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const key = celString(nodesKey);
    const wanted = `nodeSelector: {${nodesKey}: X}, tolerations: [{key: ${nodesKey}, value: X, effect: NoSchedule}]; X = `;
    new AdmissionPolicy(this, 'Policy', {
      name: 'ndc-nodes',
      tenantNamespaces: true,
      rules: podTemplateRules,
      matchConditions: [notBeingDeleted],
      variables: [
        ...podTemplateVariables,
        { name: 'nodes', expression: `${key} in namespaceObject.metadata.labels ? namespaceObject.metadata.labels[${key}] : ""` },
        { name: 'selected', expression: `has(variables.pod.nodeSelector) && ${key} in variables.pod.nodeSelector ? variables.pod.nodeSelector[${key}] : ""` },
        // A toleration without a key tolerates every taint.
        { name: 'tolerated', expression: cel('has(variables.pod.tolerations) && variables.pod.tolerations.exists(t, !has(t.key) || t.key == "" ||', `(t.key == ${key} && (!has(t.value) || t.value == "" || variables.nodes == "" || t.value == variables.nodes)))`) },
      ],
      validations: [
        {
          expression: 'variables.nodes == "" || (variables.selected == variables.nodes && variables.tolerated)',
          message: 'môi trường này chạy trên máy chủ riêng / this environment runs on nodes of its own',
          messageExpression: cel(celString(`môi trường này chạy trên máy chủ riêng; mỗi pod cần / this environment runs on nodes of its own; every pod needs ${wanted}`), '+ variables.nodes'),
        },
        {
          expression: 'variables.nodes != "" || (variables.selected == "" && !variables.tolerated)',
          message: `máy chủ riêng (${nodesKey}) không dành cho môi trường này, và không được chấp nhận mọi taint / nodes kept apart (${nodesKey}) are not this environment’s, and no pod tolerates every taint`,
        },
        {
          expression: '(object.kind == "Pod" && request.operation == "UPDATE") || !has(variables.pod.nodeName) || variables.pod.nodeName == ""',
          message: 'không được ghi nodeName / nodeName must not be set',
        },
      ],
    });
  }
}
