import { statSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'
import { sayWhatWasRead } from './console.mjs'

/** Tells the engine which files the function is made of, so that it starts anew when one of them is saved. */
export function watchSources() {
  module.registerHooks?.({
    load(url, context, next) {
      // Before it is read: what is saved in between counts as a change.
      if (url.startsWith('file:') && !url.includes('/node_modules/')) tell(fileURLToPath(url))
      return next(url, context)
    },
  })
}

function tell(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found) sayWhatWasRead({ path, stamp: `${found.mtimeMs}/${found.size}` })
}
