// @ts-check
import { Store } from './store.js'

/** @typedef {{ account: string, region: string }} Place */

/** Which account and region the pages show; empty texts are the engine's own. @type {Store<Place>} */
export const place = new Store(readPlace())

function readPlace() {
  const saved = sessionStorage.getItem('place')
  return saved ? /** @type {Place} */ (JSON.parse(saved)) : { account: '', region: '' }
}

/** @param {Place} chosen */
export function choosePlace(chosen) {
  sessionStorage.setItem('place', JSON.stringify(chosen))
  place.value = chosen
}

/** What the engine answered that it would not do. */
export class Refusal extends Error {
  /** @param {number} status @param {string} code @param {string} message */
  constructor(status, code, message) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** A path below `/_sandbox/`, for the place that is shown. @param {string} path @param {Record<string, string>} [query] */
export function address(path, query = {}) {
  const { account, region } = place.value
  const all = { ...(account ? { account } : {}), ...(region ? { region } : {}), ...query }
  const text = new URLSearchParams(all).toString()
  return `/_sandbox/${path}${text ? `?${text}` : ''}`
}

/** @param {string} path @param {Record<string, string>} [query] */
export const get = (path, query) => send('GET', address(path, query))

/** @param {string} path @param {unknown} [body] @param {Record<string, string>} [query] */
export const post = (path, body, query) => send('POST', address(path, query), JSON.stringify(body ?? {}))

/** An AWS operation, as the account's root. @param {string} service @param {string} operation @param {object} [input] */
export const call = (service, operation, input) => post(`call/${service}/${operation}`, input)

/**
 * @param {string} method
 * @param {string} url
 * @param {BodyInit} [body]
 * @returns {Promise<any>}
 */
export async function send(method, url, body) {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body }) })
  const text = await response.text()
  const answer = parse(text)
  if (!response.ok) throw new Refusal(response.status, answer?.code ?? String(response.status), answer?.message ?? (text || response.statusText))
  return answer
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
