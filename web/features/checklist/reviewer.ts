import { useState } from 'react'
import type { Person } from '../../../shared/checklist.ts'

const KEY = 'rebaseline-reviewer'

function remembered(): Person | undefined {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    if (typeof found !== 'object' || found === null) return undefined
    const { name, email } = found as Record<string, unknown>
    return typeof name === 'string' && typeof email === 'string' ? { name, email } : undefined
  } catch {
    return undefined
  }
}

/** Who signs: what was typed here before, else what git knows. */
export function useReviewer(fromGit: Person | null): readonly [Person, (person: Person) => void] {
  const [typed, setTyped] = useState(remembered)
  const set = (person: Person) => {
    localStorage.setItem(KEY, JSON.stringify(person))
    setTyped(person)
  }
  return [typed ?? fromGit ?? { name: '', email: '' }, set]
}

/** `Ada Maria Lovelace` → `AL` */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  const letters = ends.map((word) => /[\p{L}\p{N}]/u.exec(word ?? '')?.[0] ?? '')
  return letters.join('').toLocaleUpperCase() || '?'
}
