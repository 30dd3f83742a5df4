/** From now on JavaScript's own clock in this process stands so many milliseconds later; timers run as before. */
export function moveClock(by: number): void {
  const Real = Date
  const realNow = Real.now.bind(Real)
  const now = (): number => realNow() + by
  // Whoever took Date before has the moved clock at least by Date.now().
  Real.now = now
  const Moved = new Proxy(Real, {
    construct: (target, given: unknown[], as) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, as) as Date,
    apply: () => new Real(now()).toString(),
  })
  Object.defineProperty(Real.prototype, 'constructor', { value: Moved })
  globalThis.Date = Moved
  Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + by })
  moveFormats(now)
}

/** A format that is given no moment formats the present one. */
function moveFormats(now: () => number): void {
  const { prototype } = Intl.DateTimeFormat
  type Formats = Intl.DateTimeFormat
  const format = Object.getOwnPropertyDescriptor(prototype, 'format')?.get
  const formatToParts = Object.getOwnPropertyDescriptor(prototype, 'formatToParts')
    ?.value as Formats['formatToParts']
  Object.defineProperty(prototype, 'format', {
    configurable: true,
    get(this: Formats) {
      const own = format?.call(this) as Formats['format']
      return (date?: Date | number) => own(date ?? now())
    },
  })
  Object.defineProperty(prototype, 'formatToParts', {
    configurable: true,
    writable: true,
    value(this: Formats, date?: Date | number) {
      return formatToParts.call(this, date ?? now())
    },
  })
}
