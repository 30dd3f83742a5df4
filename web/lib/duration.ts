/** `8 s`, `2 min 5 s` between two moments; the first in ISO 8601, the other in milliseconds. */
export function elapsed(from: string, to: number): string {
  const seconds = Math.max(0, Math.round((to - Date.parse(from)) / 1_000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
