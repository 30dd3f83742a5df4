import type { AttributeDifference } from '../../shared/finding.ts'
import type { CatalogObject } from '../../shared/model.ts'

/** One raw difference between two models. */
export type Delta =
  | { readonly change: 'missing'; readonly object: CatalogObject }
  | { readonly change: 'added'; readonly object: CatalogObject }
  | {
      readonly change: 'renamed'
      readonly old: CatalogObject
      readonly rebuilt: CatalogObject
      /** Names inside it that differ as well. */
      readonly inside: readonly AttributeDifference[]
    }
  | {
      readonly change: 'changed'
      readonly old: CatalogObject
      readonly rebuilt: CatalogObject
      readonly attributes: readonly AttributeDifference[]
    }
  | {
      readonly change: 'reordered'
      readonly old: CatalogObject
      readonly rebuilt: CatalogObject
      readonly attribute: AttributeDifference
    }
