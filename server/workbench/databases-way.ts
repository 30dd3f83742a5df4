import { RebaselineError } from '../errors.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { hashText } from '../project/inputs.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { compareSources } from '../proof/compare-sources.ts'
import { inRun, type WorkspaceOptions } from '../proof/workspace.ts'
import { compareTypes, typesProof } from '../types/compare-types.ts'
import { version } from '../version.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import type { JobControl } from './jobs.ts'
import { neverPlanted } from './planted-proof.ts'
import { comparisonProof, dumpProof, notRun } from './proofs.ts'
import { liveFacts } from './sides.ts'
import type { Compared, Way } from './way.ts'

/** Which two databases are compared, and how. */
export interface DatabasesOptions {
  readonly old: string
  readonly rebuilt: string
  readonly ledger: Ledger
  readonly seed: SeedSelection
  readonly workspace: () => Promise<WorkspaceOptions>
}

/** Two existing databases, which are only read and compared. */
export function databasesWay({ old, rebuilt, ledger, seed, workspace }: DatabasesOptions): Way {
  const [oldUrl, rebuiltUrl] = [new DatabaseUrl(old), new DatabaseUrl(rebuilt)]
  const compare = async ({ signal, progress }: JobControl): Promise<Compared> =>
    inRun({ ...(await workspace()), signal, onProgress: progress }, async (run) => {
      const found = await compareSources(
        run,
        { from: 'database', url: old },
        { from: 'database', url: rebuilt },
        { ledger, seed },
      )
      const whyNot = 'two existing databases have no baseline'
      return {
        old: found.old,
        rebuilt: found.rebuilt,
        volatileRows: null,
        sides: { old: liveFacts(old, found.old), rebuilt: liveFacts(rebuilt, found.rebuilt) },
        comparison: found.comparison,
        proofs: [
          comparisonProof(found.comparison),
          dumpProof(found.comparison),
          notRun('The baseline is a fixed point', whyNot),
          notRun('The old folder builds the same twice', 'nothing was built'),
          ...neverPlanted('nothing was built that could be written to'),
          typesProof(compareTypes(found.old.model, found.rebuilt.model, version())),
        ],
        inputs: null,
        revision: null,
      }
    })
  return {
    way: 'databases',
    name: `${oldUrl.database} and ${rebuiltUrl.database}`,
    id: hashText(JSON.stringify([placeOf(oldUrl), placeOf(rebuiltUrl)])),
    project: null,
    compare: (kind, control) => (kind === 'prove' ? compare(control) : refuse()),
    ready: async () => {},
    standing: async () => ({ revisions: null, changed: [], moment: '', unwritable: null }),
    claimNumber: async (last) => last + 1,
    keptNumber: async () => 0,
    keep: async () => {},
    notice: [
      `Reads ${placeOf(oldUrl)} and ${placeOf(rebuiltUrl)}, each in one read-only transaction.`,
      'Where the same expression is printed differently, scratch databases named rebaseline_… are created to tell, and dropped again.',
      'Nothing else is touched, and no row is read unless --seed or --seed-except asked for it.',
    ],
  }
}

const placeOf = ({ host, port, database }: DatabaseUrl): string => `${host}:${port}/${database}`

const refuse = (): never => {
  throw new RebaselineError('not-this-way', {
    doing: 'work on a baseline',
    happened: 'two existing databases are compared here, and there is none',
  })
}
