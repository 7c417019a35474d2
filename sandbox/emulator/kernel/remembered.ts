const MOST_TEXTS = 256

/**
 * `make`, with its latest answers kept: for what comes again and again from the same client and takes longer to read
 * than to look up. `make` must depend on nothing but the text.
 */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  let latest: { readonly text: string; readonly made: T } | undefined
  const find = (text: string): T => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = make(text)
    if (known.size >= MOST_TEXTS) known.clear()
    known.set(text, made)
    return made
  }
  return (text) => {
    // Mostly it is the same once more: to compare is less work than to look up.
    if (latest?.text === text) return latest.made
    const made = find(text)
    latest = { text, made }
    return made
  }
}
