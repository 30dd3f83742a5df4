/** What came of faults that were planted on purpose. */
export interface Planted {
  readonly planted: number
  readonly caught: number
  readonly rounds: number
  readonly objects: number
  readonly milliseconds: number
  /** What the comparison did not notice, each tried again alone. */
  readonly escaped: readonly PlantedFault[]
  /** Findings that no fault explains. */
  readonly strange: readonly string[]
  /** What could not be tried, with the reason. */
  readonly spared: readonly PlantedFault[]
}

/** One fault in words. */
export interface PlantedFault {
  /** `index public.works_a_idx` */
  readonly object: string
  /** `dropped`, or the attribute that was changed. */
  readonly change: string
  /** The statements, or why there are none. */
  readonly detail: string
}
