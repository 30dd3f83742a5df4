/** The majors of Postgres that Rebaseline works with; each can be had as an embedded server. */
export const MAJORS = { oldest: 14, newest: 18 } as const

/** All of them, oldest first. */
export const EVERY_MAJOR: readonly number[] = Array.from(
  { length: MAJORS.newest - MAJORS.oldest + 1 },
  (_, place) => MAJORS.oldest + place,
)

/** Whether it is one of them. */
export const isMajor = (value: unknown): boolean => EVERY_MAJOR.includes(value as number)

/** `14 to 18` */
export const MAJORS_TEXT = `${MAJORS.oldest} to ${MAJORS.newest}`
