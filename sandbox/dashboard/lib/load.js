// @ts-check
import { place } from './api.js'
import { useCallback, useEffect, useRef, useState } from './html.js'
import { useStore } from './store.js'

/**
 * What `ask` gives, asked again when `about`, the account or the region changes, and on `again()`. The last answer stays
 * until the next one is there.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {readonly unknown[]} about
 * @returns {{ value: T | undefined, error: Error | undefined, again: () => void }}
 */
export function useLoaded(ask, about = []) {
  const { account, region } = useStore(place)
  const [state, setState] = useState(/** @type {{ value: T | undefined, error: Error | undefined }} */ ({ value: undefined, error: undefined }))
  const turn = useRef(0)
  const load = useCallback(() => {
    const own = ++turn.current
    ask().then(
      (value) => own === turn.current && setState({ value, error: undefined }),
      (error) => own === turn.current && setState({ value: undefined, error }),
    )
  }, [account, region, ...about])
  useEffect(() => {
    load()
    return () => void turn.current++
  }, [load])
  return { ...state, again: load }
}

/** Runs `task` and tells how it went. @returns {[(task: () => Promise<unknown>) => Promise<void>, { busy: boolean, error?: Error }]} */
export function useTask() {
  const [state, setState] = useState(/** @type {{ busy: boolean, error?: Error }} */ ({ busy: false }))
  const run = async (/** @type {() => Promise<unknown>} */ task) => {
    setState({ busy: true })
    try {
      await task()
      setState({ busy: false })
    } catch (error) {
      setState({ busy: false, error: /** @type {Error} */ (error) })
    }
  }
  return [run, state]
}
