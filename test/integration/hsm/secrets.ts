/** Where an API server keeps the secrets of the tests. */
export const secretsPath = '/api/v1/namespaces/default/secrets';

export const secret = (name: string, value: string): object => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { value: Buffer.from(value).toString('base64') } });

export const valueOf = (text: string): string => Buffer.from((JSON.parse(text) as { data: { value: string } }).data.value, 'base64').toString();
