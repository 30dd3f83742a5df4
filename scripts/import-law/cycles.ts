import type { Module } from './module.ts'

/** Every group of files that import each other in a circle, as one such circle. */
export function cyclesOf(modules: ReadonlyMap<string, Module>): readonly (readonly string[])[] {
  const cycles: string[][] = []
  const state = new Map<string, 'open' | 'done'>()
  const trail: string[] = []

  const visit = (path: string): void => {
    state.set(path, 'open')
    trail.push(path)
    for (const { target } of modules.get(path)?.imports ?? []) {
      if (!modules.has(target)) continue
      if (state.get(target) === 'open') cycles.push([...trail.slice(trail.indexOf(target)), target])
      else if (!state.has(target)) visit(target)
    }
    trail.pop()
    state.set(path, 'done')
  }

  for (const path of modules.keys()) if (!state.has(path)) visit(path)
  return cycles
}
