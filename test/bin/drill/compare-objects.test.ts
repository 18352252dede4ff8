import { describe, expect, it } from 'vitest';
import { compareObjects, madeByItself, type LiveObject } from '../../../bin/drill/restore/compare-objects.js';

const map = (name: string, change: Partial<LiveObject> = {}, metadata: object = {}): LiveObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'a-prod', ...metadata }, data: { k: 'v' }, ...change });

describe('objects before a backup and after a restore', () => {
  it('are equal whatever the cluster wrote, and whatever the restore noted of itself', () => {
    const before = map('x', { status: { a: 1 } }, { uid: '1', resourceVersion: '5', managedFields: [{}], creationTimestamp: 'a', labels: { app: 'x' } });
    const after = map('x', {}, { uid: '2', resourceVersion: '9', labels: { app: 'x', 'velero.io/restore-name': 'r' }, annotations: { 'velero.io/x': 'y' } });
    expect(compareObjects([before], [after])).toEqual([{ object: 'ConfigMap a-prod/x', is: 'equal', paths: [] }]);
  });

  it.each<[string, Partial<LiveObject>, object, string]>([
    ['its content changed', { data: { k: 'w' } }, {}, '/data/k'],
    ['something of it is gone', { data: {} }, {}, '/data/k'],
    ['something was added', { data: { k: 'v', more: 'x' } }, {}, '/data/more'],
    ['a label of ours is gone', {}, { labels: {} }, '/metadata/labels/app'],
  ])('are different where %s', (_, change, metadata, path) => {
    expect(compareObjects([map('x', {}, { labels: { app: 'x' } })], [map('x', change, { labels: { app: 'x' }, ...metadata })])).toEqual([{ object: 'ConfigMap a-prod/x', is: 'different', paths: [path] }]);
  });

  it('are missing where nothing of that kind, version and name is there', () => {
    expect(compareObjects([map('x')], [map('y'), map('x', { apiVersion: 'v2' })])).toMatchObject([{ is: 'missing' }]);
  });

  it('an address a cluster gives is no content; a port somebody chose is', () => {
    const service = (clusterIP: string, port: number): LiveObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'a' }, spec: { clusterIP, clusterIPs: [clusterIP], ports: [{ port }] } });
    expect(compareObjects([service('10.0.0.1', 80)], [service('10.9.0.1', 80)])[0]?.is).toBe('equal');
    expect(compareObjects([service('10.0.0.1', 80)], [service('10.0.0.1', 81)])[0]).toMatchObject({ is: 'different', paths: ['/spec/ports/0/port'] });
  });

  it('leaves out what a cluster makes by itself, and nothing else', () => {
    const owned = map('x', {}, { ownerReferences: [{ controller: true }] });
    expect([owned, map('kube-root-ca.crt'), map('e', { kind: 'Event' }), map('default', { kind: 'ServiceAccount' })].map(madeByItself)).toEqual([true, true, true, true]);
    expect([map('x'), map('x', {}, { ownerReferences: [{}] }), map('app', { kind: 'ServiceAccount' }), map('default')].map(madeByItself)).toEqual([false, false, false, false]);
  });
});
