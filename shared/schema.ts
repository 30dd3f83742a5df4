import { Type, type TProperties, type TSchema } from 'typebox'

/** An object with these properties and no others. */
export const closed = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

export const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

/** One of these words. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Union(words.map((word) => Type.Literal(word))) as unknown as ReturnType<
    typeof Type.Unsafe<Words[number]>
  >

/** What the page calls an object or a finding: a hash of its address, never a path. */
export const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' })

/** ISO 8601. */
export const Time = Type.String({ maxLength: 40 })

/** Text that a person typed. */
export const Words = Type.String({ maxLength: 4000 })
