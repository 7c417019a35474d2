'use strict'
const { statSync } = require('node:fs')
const { registerHooks } = require('node:module')
const { fileURLToPath } = require('node:url')
const { sayWhatWasRead } = require('./console.cjs')

/** Tells the engine which files the function is made of, so that it starts anew when one of them is saved. */
function watchSources() {
  registerHooks?.({
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

module.exports = { watchSources }
