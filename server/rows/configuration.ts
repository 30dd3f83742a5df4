import { keyOf, type Model } from '../../shared/model.ts'

/** A table or sequence that stands in no model, since its extension makes it. */
interface OfExtension {
  readonly key: string
  readonly type: 'table' | 'sequence'
  readonly names: readonly [schema: string, name: string]
}

/** One whose contents are people's, as the extension itself says of it. */
export interface Configured extends OfExtension {
  /** The WHERE of the rows that are people's; empty where all are. */
  readonly where: string
}

type Objects = Pick<Model, 'objects'>

/** What the extensions of a database keep for people: pg_dump carries the contents along, and so does a seed. */
export const configurationOf = (model: Objects): readonly Configured[] =>
  saidIn(model).flatMap(([object, where]) => (where === null ? [] : [{ ...object, where }]))

/** The tables of extensions whose rows are their own affair: pg_dump leaves them out. */
export const ownTablesOf = (model: Objects): readonly OfExtension[] =>
  saidIn(model).flatMap(([object, where]) => (where === null ? [object] : []))

const saidIn = (model: Objects): (readonly [OfExtension, string | null])[] =>
  [...model.objects.values()]
    .filter(({ kind }) => kind === 'extension')
    .flatMap(({ attributes }) => (attributes['configuration'] ?? []) as readonly string[])
    .map((said) => {
      const [type, schema, name, where] = JSON.parse(said) as [
        OfExtension['type'],
        string,
        string,
        string | null,
      ]
      const names = [schema, name] as const
      return [{ key: keyOf({ type, names, args: [] }), type, names }, where]
    })
