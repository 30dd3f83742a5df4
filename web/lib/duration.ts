/** `8 s`, `2 min 5 s`, `3 h 10 min` between two moments; the first in ISO 8601, the other in milliseconds. */
export function elapsed(from: string, to: number): string {
  const seconds = Math.max(0, Math.round((to - Date.parse(from)) / 1_000))
  const minutes = Math.floor(seconds / 60)
  if (seconds < 60) return `${seconds} s`
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
