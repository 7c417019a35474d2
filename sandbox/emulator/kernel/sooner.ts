// For what is mostly there at once and sometimes has to be waited for: a wait costs a turn, which small requests feel.

/** What `next` makes of a value: at once where the value is there, else later. */
export function andThen<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** What `run` gives, or, where it throws or rejects, what `instead` makes of the error. */
export function orElse<T>(run: () => T | Promise<T>, instead: (error: unknown) => T): T | Promise<T> {
  try {
    const value = run()
    return value instanceof Promise ? value.catch(instead) : value
  } catch (error) {
    return instead(error)
  }
}

/** What `run` gives; `ended` is called when it has ended, one way or the other. */
export function eventually<T>(run: () => T | Promise<T>, ended: () => void): T | Promise<T> {
  let value: T | Promise<T>
  try {
    value = run()
  } catch (error) {
    ended()
    throw error
  }
  if (value instanceof Promise) return value.finally(ended)
  ended()
  return value
}
