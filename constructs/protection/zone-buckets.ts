import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1/index.js';
import { Construct } from 'constructs';
import { render, type TextOf } from '../../sites/model/text.js';
import { setLabels } from '../estate-labels.js';
import { buckets } from '../object-store.js';
import { resource } from '../resource.js';

export interface ZoneBucketsProps {
  /** Namespace of the platform, out of tenants' reach. */
  readonly namespace: string;
  /** Site whose zone holds the realm, where metadata are written. */
  readonly master: string;
}

interface Step {
  readonly bucket: string;
  readonly master: string;
}

const disable = (bucket: string): string => `radosgw-admin bucket sync disable --bucket=${bucket}`;
const status = (bucket: string): string => `radosgw-admin bucket sync status --bucket=${bucket}`;

const why: TextOf<Step> = {
  vi: ({ bucket, master }) =>
    `Trong một nhóm vùng, ${bucket} là cùng một kho ở mọi trung tâm, và mọi vùng chép lẫn của nhau nếu không ai chặn: bản sao lưu nằm cả ở nơi chạy chính và nơi dự phòng, thời hạn lưu và khóa tốn chỗ nhiều lần, xóa ở một nơi là xóa ở mọi nơi. Chạy ở ${master}, trước bản sao lưu đầu tiên và trước khi vùng thứ hai nhập realm. Chạy lại bước kiểm tra ở mọi vùng sau mỗi lần thêm vùng hay đổi vùng chính: phải trả lời rằng kho không đồng bộ.`,
  en: ({ bucket, master }) =>
    `In one zone group ${bucket} is one bucket at every site, and unless somebody stops them all zones copy each other's: a backup then lies at the primary and the standby too, retention and lock take room several times over, and what is deleted at one zone is deleted at all. Run it at ${master}, before the first backup and before a second zone pulls the realm. Run the check at every zone, again after each new zone and each change of the master zone: it must answer that sync is disabled for the bucket.`,
};

/**
 * Buckets of backups that no zone may copy to another, with what a person does for it: neither Rook's objects nor S3 turn
 * the replication of one bucket off, and a zone group replicates every bucket.
 * Source: https://docs.ceph.com/en/latest/man/8/radosgw-admin/, https://docs.ceph.com/en/latest/radosgw/multisite-sync-policy/
 */
export class ZoneBuckets extends Construct {
  constructor(scope: Construct, id: string, { namespace, master }: ZoneBucketsProps) {
    super(scope, id);
    setLabels(this, { component: 'objects' });
    const steps = Object.values(buckets).map((bucket) => ({ bucket, run: disable(bucket), check: status(bucket), why: render(why, { bucket, master }) }));
    resource(ConfigMapV1, this, 'Steps', { metadata: { name: 'object-zone-buckets', namespace }, data: { 'steps.json': `${JSON.stringify(steps, null, 2)}\n` } });
  }
}
