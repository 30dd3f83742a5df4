import type { KindModule } from '../kinds/kind.ts'
import { EVERY_MAJOR, MAJORS } from '../../shared/majors.ts'

/** The first major whose catalogs are asked for an attribute: before, its query holds a constant; undefined for the oldest. */
export function sinceOf({ read }: KindModule, attribute: string): number | undefined {
  const constant = new RegExp(
    String.raw`(?:\s|^)(?:coalesce\((?:true|false), (?:true|false)\)|(?:true|false|null|array\[\]|'\w+')(?:::[\w[\]]+)?) as "?${attribute}"?(?=[\s,]|$)`,
  )
  const first = EVERY_MAJOR.find((major) => !constant.test(read(major)))
  return first === MAJORS.oldest ? undefined : first
}
