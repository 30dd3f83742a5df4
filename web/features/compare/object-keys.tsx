import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { compareSearch } from '../../lib/compare-search.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { KeyDesk } from './key-desk.ts'

const KEYS = ['n', 'p', 'v', 'd', 'e', '1', '2', '3', '4', '5'] as const
type Key = (typeof KEYS)[number]

const Context = createContext(new KeyDesk(() => ''))

/** The object that was asked for last, whether it is drawn already or not. */
export function useAskedObject(): () => string {
  const router = useRouter()
  return useMemo(() => () => compareSearch(router.latestLocation.search).object, [router])
}

/** Listens to the keys that act on what stands in the middle of Compare. */
export function ObjectKeys({ children }: { readonly children: ReactNode }) {
  const asked = useAskedObject()
  const [desk] = useState(() => new KeyDesk(asked))
  useKeys(Object.fromEntries(KEYS.map((key) => [key, () => desk.press(key)])))
  return <Context value={desk}>{children}</Context>
}

/** What keys do with one object while it is drawn; the empty object stands for the list of all differences. */
export function useObjectKeys(
  object: string,
  actions: { readonly [key in Key]?: () => void },
): void {
  const desk = useContext(Context)
  useLayoutEffect(() => desk.offer(object, new Map(Object.entries(actions))))
  const keys = Object.keys(actions).join('')
  useEffect(() => desk.catchUp(object, [...keys]), [desk, object, keys])
}
