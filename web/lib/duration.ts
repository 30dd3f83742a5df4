/** `8 s`, `2 min 5 s`, `3 h 10 min` between two moments; the first in ISO 8601, the other in milliseconds. */
export function elapsed(from: string, to: number): string {
  const seconds = Math.max(0, Math.round((to - Date.parse(from)) / 1_000))
  const minutes = Math.floor(seconds / 60)
  if (seconds < 60) return `${seconds} s`
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `0.4 ms`, `38 ms`, `3.2 s`, `2 min 5 s` */
export function millisecondsText(milliseconds: number): string {
  if (milliseconds < 10) return `${Number(milliseconds.toFixed(1))} ms`
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 10_000) return `${(milliseconds / 1_000).toFixed(1)} s`
  return elapsed(new Date(0).toISOString(), milliseconds)
}
