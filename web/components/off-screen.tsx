import type { Overview } from '../../shared/overview.ts'

/** A screen that has nothing to work on, and why. */
export const OffScreen = ({
  name,
  way,
}: {
  readonly name: string
  readonly way: Overview['way']
}) => (
  <section className="screen">
    <h2>{name}</h2>
    <p className="empty">
      {way === 'databases'
        ? 'Two existing databases are only compared: there is no baseline here to edit, sign or export. Start the dashboard with --migrations DIR to have one.'
        : way === 'first-run'
          ? 'Nothing is worked on yet: say on the overview where the migrations are.'
          : 'Nothing was compared yet: start a run on the overview first.'}
    </p>
  </section>
)
