import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  Columns2,
  FileCode2,
  Gauge,
  HistoryIcon,
  ListChecks,
  PackageCheck,
  Server,
} from 'lucide-react'
import type { Overview, Screen } from '../../../shared/overview.ts'
import { Mark } from '../../components/mark.tsx'
import { checklistQuery } from '../../lib/queries.ts'
import { SCREEN_NAMES, SCREEN_PATHS } from '../../lib/screens.ts'
import { KeysHelp } from './keys-help.tsx'
import type { Step } from './steps.ts'
import { stepsOf } from './steps.ts'

const ICONS = {
  overview: Gauge,
  history: HistoryIcon,
  compare: Columns2,
  baseline: FileCode2,
  checklist: ListChecks,
  export: PackageCheck,
  deployments: Server,
} as const satisfies Record<Screen, unknown>

/** The steps with their state. */
export function Rail({ overview }: { readonly overview: Overview }) {
  const enabled = overview.way === 'project' && overview.run > 0
  const { data: checklist } = useQuery({ ...checklistQuery, enabled })
  return (
    <nav className="rail" aria-label="Steps">
      <ol>
        {stepsOf(overview, checklist).map((step) => (
          <StepLink key={step.screen} step={step} />
        ))}
      </ol>
      <KeysHelp />
    </nav>
  )
}

function StepLink({ step: { screen, tone, state } }: { readonly step: Step }) {
  const Icon = ICONS[screen]
  return (
    <li>
      <Link to={SCREEN_PATHS[screen]} activeOptions={{ includeSearch: false, exact: true }}>
        <Icon size={16} aria-hidden="true" />
        <span className="step-name">{SCREEN_NAMES[screen]}</span>
        <span className="step-state">
          {tone === undefined ? (
            <span className="muted">{state}</span>
          ) : (
            <Mark tone={tone} word={state} />
          )}
        </span>
      </Link>
    </li>
  )
}
