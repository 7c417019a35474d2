const MOST_TEXTS = 256

/**
 * `make`, with its latest answers kept: for what comes again and again from the same client and takes longer to read
 * than to look up. `make` must depend on nothing but the text.
 */
export function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  // Two variables and no object, which would be made anew for each text that differs from the one before.
  let latestText: string | undefined
  let latestMade: T | undefined
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
    if (latestText === text) return latestMade as T
    const made = find(text)
    latestText = text
    latestMade = made
    return made
  }
}
