import { Construct } from 'constructs';
import { AdmissionPolicy, notBeingDeleted } from './admission-policy.js';

/** No secret that makes Kubernetes mint a token without an end: whoever may write secrets could otherwise take any account's. */
export class TokenPolicy extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AdmissionPolicy(this, 'Policy', {
      name: 'ndc-tokens',
      tenantNamespaces: true,
      rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['secrets'] }],
      matchConditions: [notBeingDeleted],
      variables: [],
      validations: [
        {
          expression: '!has(object.type) || object.type != "kubernetes.io/service-account-token"',
          message: 'không được tạo token dài hạn của tài khoản dịch vụ / long-lived service account tokens are refused',
        },
      ],
    });
  }
}
