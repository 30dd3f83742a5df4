/** Where it writes, connects and what it says is ours to tell. */
const OURS = /^--(?:out-file|url|print|verify|env-file|dialect|help|log-level)(?:=|$)/
const CALL =
  /(?:^|&& *|npx |exec |yarn |run )kysely-codegen((?: +--[a-z-]+(?:=[^\s'"`$;&|<>\\]*)?)*) *$/

/** What a project's scripts say of its generator. */
export type CodegenOptions =
  | { readonly status: 'plain'; readonly options: readonly string[] }
  /** A script calls it in a way that only a shell can read. */
  | { readonly status: 'not plain'; readonly script: string }
  | { readonly status: 'none' }

/** The options that a script gives to kysely-codegen, where they are plainly written. */
export function codegenOptions(scripts: unknown): CodegenOptions {
  const lines = typeof scripts === 'object' && scripts !== null ? Object.entries(scripts) : []
  const calls = lines.filter(([, line]) => /\bkysely-codegen\b/.test(String(line)))
  const [first] = calls
  if (!first) return { status: 'none' }
  for (const [, line] of calls) {
    const found = CALL.exec(String(line))
    if (!found) continue
    const words = (found[1] ?? '').split(' ').filter((word) => word !== '')
    return { status: 'plain', options: words.filter((word) => !OURS.test(word)) }
  }
  return { status: 'not plain', script: first[0] }
}
