export const inside = (path: string, room: string): boolean => path.startsWith(`${room}/`)

export const basename = (path: string): string => path.replace(/^.*\//, '').replace(/\.tsx?$/, '')

export const ROOMS = ['server', 'web', 'shared', 'e2e', 'bench']

export const isOurs = (target: string): boolean =>
  [...ROOMS, 'scripts', 'examples'].some((room) => inside(target, room)) || target.startsWith('..')

export const isTest = (path: string): boolean =>
  /\.test\.tsx?$/.test(path) || inside(path, 'server/testing') || inside(path, 'server/corpus')

export const isProduct = (path: string): boolean =>
  ['server', 'web', 'shared'].some((room) => inside(path, room)) && !isTest(path)

export const isKindRoom = (path: string): boolean =>
  inside(path, 'server/kinds') && path !== 'server/kinds/registry.ts'

export const isGeneric = (path: string): boolean =>
  inside(path, 'server/compare') ||
  inside(path, 'server/catalog') ||
  /^server\/baseline\/order[^/]*\.ts$/.test(path)

export const featureOf = (path: string): string => /^web\/features\/([^/]+)\//.exec(path)?.[1] ?? ''

export const isBelowFeatures = (path: string): boolean =>
  ['web/features', 'web/components', 'web/lib'].some((room) => inside(path, room))
