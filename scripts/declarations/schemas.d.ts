/**
 * What the declarations of our schemas say of typebox, as far as a type goes: the package is built with it, and comes
 * without it. A sort of schema that is not here does not compile where the package is tried as a library.
 */
export declare namespace Type {
  interface Of<T> {
    readonly holds: T
  }
  type TUnsafe<T> = Of<T>
  type TString = Of<string>
  type TNumber = Of<number>
  type TInteger = Of<number>
  type TBoolean = Of<boolean>
  type TNull = Of<null>
  type TLiteral<V> = Of<V>
  type TArray<S> = Of<Static<S>[]>
  type TUnion<S extends readonly unknown[]> = Of<Static<S[number]>>
  type TOptional<S> = S & { readonly optional: true }
  type TObject<P> = Of<{ [K in Required<P>]: Static<P[K]> } & { [K in Optional<P>]?: Static<P[K]> }>
  type Optional<P> = {
    [K in keyof P]: P[K] extends { readonly optional: true } ? K : never
  }[keyof P]
  type Required<P> = Exclude<keyof P, Optional<P>>
}

/** What a schema lets through. */
export type Static<S> = S extends Type.Of<infer T> ? T : never
