import { MAJORS } from '../config.ts'
import type { KindModule } from '../kinds/kind.ts'

/** The first major whose catalogs are asked for an attribute: before, its query holds a constant; undefined for the oldest. */
export function sinceOf({ read }: KindModule, attribute: string): number | undefined {
  const constant = new RegExp(
    String.raw`(?:\s|^)(?:coalesce\((?:true|false), (?:true|false)\)|(?:true|false|null|array\[\])(?:::[\w[\]]+)?) as "?${attribute}"?(?=[\s,]|$)`,
  )
  const majors = Array.from(
    { length: MAJORS.newest - MAJORS.oldest + 1 },
    (_, place) => MAJORS.oldest + place,
  )
  const first = majors.find((major) => !constant.test(read(major)))
  return first === MAJORS.oldest ? undefined : first
}
