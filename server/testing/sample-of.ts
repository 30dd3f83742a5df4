/** A JSON schema, as far as the API uses them. */
interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly patternProperties?: unknown
  readonly items?: Schema
  readonly minItems?: number
  readonly minimum?: number
  readonly minLength?: number
  readonly pattern?: string
}

/** What a pattern of ours takes one of; a new pattern needs a word here. */
const WORDS = ['x'.repeat(22), '1'] as const

/** The smallest value that a schema takes: so that a test of every route needs no list of routes. */
export function sampleOf(given: unknown): unknown {
  const schema = given as Schema
  if (schema.const !== undefined) return schema.const
  const [first] = schema.anyOf ?? []
  if (first) return sampleOf(first)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name])]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items))
    case 'string':
      return sampleText(schema)
    case 'integer':
    case 'number':
      return schema.minimum ?? 0
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      throw new Error(`no sample is known for ${JSON.stringify(schema)}`)
  }
}

function sampleText({ pattern, minLength = 0 }: Schema): string {
  if (pattern === undefined) return 'x'.repeat(minLength)
  const word = WORDS.find((each) => new RegExp(pattern, 'u').test(each))
  if (word === undefined) throw new Error(`no word is known for the pattern ${pattern}`)
  return word
}

/** Places of all objects with fixed names in a sample, outer ones first. */
export function closedPlaces(
  given: unknown,
  at: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  const schema = given as Schema
  if (schema.type === 'object') {
    const inner = (schema.required ?? []).flatMap((name) =>
      closedPlaces(schema.properties?.[name], [...at, name]),
    )
    return schema.patternProperties === undefined ? [at, ...inner] : inner
  }
  const isFilled = schema.type === 'array' && (schema.minItems ?? 0) > 0
  return isFilled ? closedPlaces(schema.items, [...at, 0]) : []
}
