// @ts-check
import { useEffect, useState } from './html.js'

/**
 * A value that parts of the page share; those that use it are drawn anew when it is set.
 * @template T
 */
export class Store {
  /** @type {Set<() => void>} */
  #listeners = new Set()
  /** @type {T} */
  #value

  /** @param {T} value */
  constructor(value) {
    this.#value = value
  }

  get value() {
    return this.#value
  }

  set value(value) {
    this.#value = value
    for (const listener of [...this.#listeners]) listener()
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}

/**
 * @template T
 * @param {Store<T>} store
 * @returns {T}
 */
export function useStore(store) {
  const [, redraw] = useState(0)
  const drawn = store.value
  useEffect(() => {
    const again = () => redraw((count) => count + 1)
    // Between drawing and listening it may have changed.
    if (store.value !== drawn) again()
    return store.subscribe(again)
  }, [store])
  return drawn
}
