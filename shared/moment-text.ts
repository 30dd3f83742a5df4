/** `2026-01-05 10:00 UTC` */
export const momentText = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
