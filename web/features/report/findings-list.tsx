import { DIFFERENCE_CLASSES } from '../../../shared/finding.ts'
import { KIND_NAMES } from '../../../shared/kinds.ts'
import { formatNumber, plural } from '../../../shared/report.ts'
import { FindingCard } from './finding-card.tsx'
import type { ClassGroup, KindGroup, SeverityGroup } from './select-findings.ts'

const SEVERITIES = { blocking: 'Blocking', acceptable: 'Acceptable' } as const

/** Differences under what they are: severity, then class, then kind, with counts. */
export function FindingsList({ groups }: { readonly groups: readonly SeverityGroup[] }) {
  return groups.map((severity) => (
    <section key={severity.name} aria-label={SEVERITIES[severity.name]}>
      <h4 className="severity">
        {SEVERITIES[severity.name]} <Count of={severity.total} />
      </h4>
      {severity.items.map((group) => (
        <ClassSection key={group.name} group={group} />
      ))}
    </section>
  ))
}

function ClassSection({ group }: { readonly group: ClassGroup }) {
  return (
    <section aria-label={group.name}>
      <h5 className="class">
        {group.name} <Count of={group.total} />
        <span className="meaning">{DIFFERENCE_CLASSES[group.name].means}</span>
      </h5>
      {group.items.map((kind) => (
        <KindSection key={kind.name} group={kind} />
      ))}
    </section>
  )
}

function KindSection({ group }: { readonly group: KindGroup }) {
  const word = KIND_NAMES[group.name]
  return (
    <section aria-label={plural(word)}>
      <h6 className="kind">
        {group.total === 1 ? word : plural(word)} <Count of={group.total} />
      </h6>
      {group.items.map((listed) => (
        <FindingCard key={listed.key} listed={listed} />
      ))}
    </section>
  )
}

const Count = ({ of }: { readonly of: number }) => <span className="count">{formatNumber(of)}</span>
