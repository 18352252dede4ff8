import { EnvironmentFailure } from '../failure.js';
import type { Connection } from './connection.js';

/** NDC-X116: sites that the connection does not say how to reach. */
export const absentSites = ({ file }: Pick<Connection, 'file'>, sites: readonly string[]): EnvironmentFailure => {
  const names = sites.join(', ');
  return new EnvironmentFailure('NDC-X116', {
    vi: `kết nối ${file} không có trung tâm ${names}. Hãy thêm kubeconfig và context vào mục sites.`,
    en: `the connection ${file} has no site ${names}. Add its kubeconfig and context under sites.`,
  });
};
