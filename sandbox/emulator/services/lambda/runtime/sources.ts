import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** No more files than this are looked at before each invocation. */
const MOST_FILES = 2000
const SKIPPED = /^(\..*|node_modules|__pycache__)$/

/** The files that a process was made of, and whether they are still what they were then. */
export class Sources {
  readonly #stamps = new Map<string, string>()

  /** `stamp` is what `stampOf` said when the file was read. */
  add(path: string, stamp: string): void {
    if (this.#stamps.size < MOST_FILES) this.#stamps.set(path, stamp)
  }

  /** Everything below a folder but packages and hidden files, for a runtime that does not tell what it reads. */
  addFolder(folder: string): void {
    this.add(folder, stampOf(folder))
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (SKIPPED.test(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) this.addFolder(path)
      else this.add(path, stampOf(path))
    }
  }

  changed(): boolean {
    for (const [path, stamp] of this.#stamps) if (stampOf(path) !== stamp) return true
    return false
  }
}

/** A file's time and size; a file that is gone has another. */
export function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.mtimeMs}/${found.size}` : 'gone'
}
