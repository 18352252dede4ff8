import { execa } from 'execa';

/** What decides the bytes Go writes, apart from sources and flags. */
export interface GoPlatform {
  /** Such as `go1.26.8`. */
  readonly version: string;
  readonly os: string;
  readonly arch: string;
}

/**
 * Set for every call of Go. The local toolchain is used as it is: a build must not download
 * another compiler. `-mod=mod` because the wrapper modules name tools only.
 */
export const GO_ENVIRONMENT = {
  CGO_ENABLED: '0',
  GOTOOLCHAIN: 'local',
  GOFLAGS: '-trimpath -buildvcs=false -mod=mod',
  GOWORK: 'off',
} as const;

/** Asks Go for its version and platform; `undefined` when there is no Go on PATH. */
export async function readGoPlatform(
  environment: Readonly<Record<string, string>> = GO_ENVIRONMENT,
): Promise<GoPlatform | undefined> {
  const result = await execa('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'], {
    env: environment,
    reject: false,
  });
  const [version, os, arch] = (result.stdout ?? '').split('\n').map((line) => line.trim());
  if (result.failed || version === undefined || os === undefined || arch === undefined) {
    return undefined;
  }
  return { version, os, arch };
}
