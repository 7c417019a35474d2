'use strict'
const { readFileSync, statSync } = require('node:fs')
const nodeModule = require('node:module')
const { createRequire } = nodeModule
const { basename, dirname, join, resolve } = require('node:path')
const { pathToFileURL } = require('node:url')
const {
  CallbackHandlerDeprecated, HandlerNotFound, ImportModuleError, MalformedHandlerName, UserCodeSyntaxError,
} = require('./errors.cjs')
const { nodeVersion } = require('./run.cjs')
const { streams } = require('./streaming.cjs')

const SDK = /^@(aws-sdk|smithy|aws-crypto|aws)\//
const NO_CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.'
const own = require
const OWN_URL = pathToFileURL(__filename).href

/** AWS's Node.js runtime carries the SDK: what the function's zip lacks of it comes from the engine's own packages. */
function provideModules() {
  nodeModule.registerHooks?.({
    resolve(specifier, context, next) {
      if (!SDK.test(specifier)) return fromNodePath(specifier, context, next)
      try {
        return next(specifier, context)
      } catch (error) {
        if (context.parentURL === OWN_URL) throw error
        if (context.conditions?.includes('import')) return next(specifier, { ...context, parentURL: OWN_URL })
        return { url: pathToFileURL(fromOwn(specifier, error)).href, shortCircuit: true }
      }
    },
  })
}

/** AWS's runtimes look along `NODE_PATH`, where layers are, for ES modules too; Node.js itself only does for `require`. */
function fromNodePath(specifier, context, next) {
  try {
    return next(specifier, context)
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND' || /^[./#]|:/.test(specifier) || !process.env.NODE_PATH) throw error
    for (const folder of process.env.NODE_PATH.split(':')) {
      try {
        return next(specifier, { ...context, parentURL: pathToFileURL(join(dirname(folder), 'any.cjs')).href })
      } catch {
        // In the next folder, then.
      }
    }
    throw error
  }
}

/** The error is about the function's own `require`, not about ours. */
function fromOwn(specifier, error) {
  try {
    return own.resolve(specifier)
  } catch {
    throw error
  }
}

/** The function that `handler` (`folder/file.export`) names below `root`; throws as AWS's runtime does. With `typed` TypeScript is found too. */
async function loadHandler(root, handler, typed) {
  if (handler.includes('..')) throw new MalformedHandlerName(`'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`)
  const named = /^([^.]*)\.(.+)$/.exec(basename(handler))
  if (!named) throw new MalformedHandlerName('Bad handler')
  const [, file, exported] = named
  const loaded = await loadModule(root, dirname(handler), file, typed)
  const find = (from) => exported.split('.').reduce((value, key) => value?.[key], from)
  const found = find(loaded) ?? find(loaded?.default)
  if (!found) throw new HandlerNotFound(`${handler} is undefined or not exported`)
  if (typeof found !== 'function') throw new HandlerNotFound(`${handler} is not a function`)
  if (nodeVersion >= 24 && found.length >= 3 && !streams(found)) throw new CallbackHandlerDeprecated(NO_CALLBACKS)
  return found
}

async function loadModule(root, folder, file, typed) {
  const require = createRequire(join(root, 'index.js'))
  const path = resolve(root, folder, file)
  try {
    const found = ['', '.js', '.mjs', '.cjs', ...(typed ? ['.ts', '.mts', '.cts'] : [])].map((extension) => path + extension).find(isFile)
    if (found) return await (isEsModule(found) ? import(pathToFileURL(found).href) : require(found))
    return require(own.resolve(file, { paths: [root, join(root, folder)] }))
  } catch (error) {
    if (error instanceof SyntaxError) throw Object.assign(new UserCodeSyntaxError(String(error)), { stack: error.stack })
    if (error?.code === 'MODULE_NOT_FOUND') throw new ImportModuleError(String(error))
    throw error
  }
}

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

function isEsModule(path) {
  // Node.js itself finds out what a `.ts` is.
  if (/\.(mjs|mts|ts)$/.test(path)) return true
  if (/\.(cjs|cts)$/.test(path)) return false
  return nodeVersion >= 24 || inModulePackage(dirname(path))
}

function inModulePackage(folder) {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, 'package.json')
    if (isFile(path)) return JSON.parse(readFileSync(path, 'utf8')).type === 'module'
    if (at === process.env.LAMBDA_TASK_ROOT || at === dirname(at)) return false
  }
}

module.exports = { provideModules, loadHandler }
