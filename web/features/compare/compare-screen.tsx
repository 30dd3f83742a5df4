import { useState } from 'react'
import { OffScreen } from '../../components/off-screen.tsx'
import { Problem } from '../../components/notice.tsx'
import { TREE, usePreference } from '../../lib/layout.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { announce } from '../../lib/announce.ts'
import { AllDifferences } from './all-differences.tsx'
import { FilterBar, FIND_BOX, STATUS_BOX } from './filter-bar.tsx'
import { ObjectKeys, useAskedObject } from './object-keys.tsx'
import { NoSuchObject, ObjectPanel } from './object-panel.tsx'
import { SelectionProvider } from './selection.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { ObjectTree } from './object-tree.tsx'
import { isToReview, nextToReview } from './tree-model.ts'
import type { Compared } from './use-compare.ts'
import { useCompared, useView } from './use-compare.ts'
import type { Step } from './use-difference-keys.ts'
import type { Viewed } from './viewed.ts'
import { useViewed } from './viewed.ts'
import './compare.css'
import './object.css'
import './differences.css'

/** Old beside rebuilt: every object of both databases, and what differs in it. */
export function CompareScreen() {
  const { result, run, way } = useOverview()
  if (!result || run === 0)
    return <OffScreen name="Compare" way={way === 'databases' ? 'project' : way} />
  return <Comparison />
}

function Comparison() {
  const { id: project } = useOverview()
  const { view, change } = useView()
  const compared = useCompared(view)
  const viewed = useViewed(project)
  const tree = usePreference(TREE)
  const asked = useAskedObject()
  useWalk(compared, viewed)
  const [arrival, setArrival] = useState<Arrival>()
  const goOn = (step: Step) => {
    const next = nextToReview(compared.ordered, asked(), step, () => false)
    if (!next) return announce('No further difference this way.')
    setArrival({ object: next.id, step })
    change({ object: next.id }, 'push')
  }
  const entry = compared.entries.find(({ id }) => id === view.object)
  return (
    <SelectionProvider run={compared.run}>
      <div className="compare" data-tree={tree}>
        <FilterBar compared={compared} viewed={viewed} />
        {compared.problem && <Problem thrown={compared.problem} />}
        {tree === 'shown' && <ObjectTree compared={compared} viewed={viewed} />}
        <div className="compare-centre">
          <SelectionBar findings={compared.allFindings} />
          <ObjectKeys>
            {view.object === '' ? (
              <AllDifferences compared={compared} />
            ) : entry === undefined ? (
              <NoSuchObject onBack={() => change({ object: '' }, 'push')} />
            ) : (
              <ObjectPanel
                key={view.object}
                id={view.object}
                entry={entry}
                run={compared.run}
                viewed={viewed}
                arrival={arrival?.object === view.object ? arrival.step : undefined}
                onEnd={goOn}
                onBack={() => change({ object: '' }, 'push')}
              />
            )}
          </ObjectKeys>
        </div>
      </div>
    </SelectionProvider>
  )
}

/** An object that was walked to from the differences of another one. */
interface Arrival {
  readonly object: string
  readonly step: Step
}

/** The keys that walk from object to object and to the filters. */
function useWalk({ ordered }: Compared, viewed: Viewed): void {
  const { change } = useView()
  const asked = useAskedObject()
  const walk = (step: 1 | -1) => {
    const next = nextToReview(ordered, asked(), step, viewed.has)
    if (next) return change({ object: next.id }, 'push')
    const left = ordered.filter((entry) => isToReview(entry) && !viewed.has(entry)).length
    announce(left === 0 ? 'Everything was viewed.' : 'No further object to review this way.')
  }
  useKeys({
    j: () => walk(1),
    k: () => walk(-1),
    '/': () => document.getElementById(FIND_BOX)?.focus(),
    f: () => document.getElementById(STATUS_BOX)?.focus(),
  })
}
