/**
 * Names of the baseline and the seed that sort before every migration to come: with the width of the folder's own
 * numbers, since `0058_new` would sort before `001_baseline`.
 */
export function baselineNames(migrations: readonly string[]): readonly [string, string] {
  const widths = migrations.flatMap((name) => /^(0\d*)/.exec(name)?.[1]?.length ?? [])
  const digits = migrations.flatMap((name) => /^(0\d*\d)/.exec(name)?.[1]?.length ?? [])
  const width = widths.length === 0 ? 3 : Math.max(3, ...digits)
  return [`${'1'.padStart(width, '0')}_baseline`, `${'2'.padStart(width, '0')}_seed_definitions`]
}
