import { shownName } from '../kinds/sql.ts'
import type { Address } from '../../shared/model.ts'
import type { Answer, Outcome } from './attempt.ts'
import type { Target } from './violate.ts'

/** What a constraint came to on both sides. */
export type Judged =
  | { readonly is: 'refused'; readonly helped: 'no' | 'yes' }
  | { readonly is: 'differing'; readonly old: string; readonly rebuilt: string }
  | { readonly is: 'accepted'; readonly why: string }
  | { readonly is: 'untried'; readonly why: string }

/**
 * Weighs what two sides did with the same rows. In another order of the same constraints, or behind a trigger that says no
 * by itself, the same is refused; what one side refuses and the other one takes is another behaviour.
 */
export function judgeAnswers(target: Target, old: Answer, rebuilt: Answer): Judged {
  const [here, there] = [old, rebuilt].map(lastOf) as [Outcome, Outcome]
  const differing = { is: 'differing', old: wordsOf(old), rebuilt: wordsOf(rebuilt) } as const
  if (old.asIs.how !== rebuilt.asIs.how && [old, rebuilt].some(isAccepted)) return differing
  if (here.how === 'refused' && there.how === 'refused') {
    if (here.state !== there.state) return differing
    const helped = [old, rebuilt].some(({ asIs }) => asIs.how !== 'refused' || asIs.away.length > 0)
    return { is: 'refused', helped: helped ? 'yes' : 'no' }
  }
  if (here.how === 'accepted' && there.how === 'accepted') {
    // What was taken away may have taken the constraint itself along, as a key does with what refers to it.
    const away = [...here.away, ...there.away]
    return away.length > 0
      ? { is: 'untried', why: said(here) }
      : { is: 'accepted', why: whyAccepted(target, here) }
  }
  // Neither may look like what it is not: an error of another sort says nothing of the constraint.
  if (here.how === 'otherwise' && there.how === 'otherwise') {
    return { is: 'untried', why: here.said }
  }
  if (here.how === 'otherwise') return { is: 'untried', why: `on old: ${here.said}` }
  if (there.how === 'otherwise') return { is: 'untried', why: `on rebuilt: ${there.said}` }
  return differing
}

const lastOf = ({ asIs, bare }: Answer): Outcome => bare ?? asIs

const isAccepted = ({ asIs }: Answer): boolean => asIs.how === 'accepted'

const whyAccepted = (
  { enforced, isIndex }: Target,
  outcome: Extract<Outcome, { how: 'accepted' }>,
): string => {
  if (!enforced) return isIndex ? 'the index is not valid' : 'it is NOT ENFORCED'
  return outcome.state === 'swallowed'
    ? 'no row was written, and nothing said'
    : 'both sides take the rows: what makes it work is switched off, or its expression says other things of other rows'
}

function wordsOf({ asIs, bare }: Answer): string {
  const without = bare && bare.how !== asIs.how ? `; without triggers and rules ${said(bare)}` : ''
  return `${said(asIs)}${without}`
}

function said(outcome: Outcome): string {
  switch (outcome.how) {
    case 'refused':
      return `refused (${outcome.state})`
    case 'accepted':
      return [
        'accepted',
        ...(outcome.away.length > 0 ? [` once ${outcome.away.join(', ')} is taken away`] : []),
        ...(outcome.state === 'kept' ? [] : [', and no row was written']),
      ].join('')
    case 'otherwise':
      return outcome.said
  }
}

/** Postgres's own name of it. */
export function addressOfTarget({ type, schema, of, name, isIndex }: Target): Address {
  const own = name ?? ''
  if (type === 'domain') {
    const printed = [schema, of].map(shownName).join('.')
    return name === null
      ? { type: 'type', names: [printed], args: [] }
      : { type: 'domain constraint', names: [printed], args: [own] }
  }
  if (type === 'not null') return { type: 'table column', names: [schema, of, own], args: [] }
  if (isIndex) return { type: 'index', names: [schema, own], args: [] }
  return { type: 'table constraint', names: [schema, of, own], args: [] }
}
