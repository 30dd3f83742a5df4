/** The same with every text in it masked; what is no plain object or list stays as it is. */
export function maskedIn<T>(value: T, mask: (text: string) => string): T {
  return walk(value, mask) as T
}

function walk(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (Array.isArray(value)) return value.map((each) => walk(each, mask))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, mask)]))
}
