// @ts-check
import { Store } from './store.js'

/** Where in the page one is: `#/timeline/1-abc?status=error`. Parts are decoded. @type {Store<{ parts: string[], query: URLSearchParams }>} */
export const route = new Store(read())

function read() {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?')
  return { parts: path.split('/').filter((part) => part !== '').map(decodeURIComponent), query: new URLSearchParams(query) }
}

addEventListener('hashchange', () => {
  route.value = read()
})

/** @param {(string | undefined)[]} parts */
export const link = (...parts) => `#/${parts.filter((part) => part !== undefined && part !== '').map((part) => encodeURIComponent(/** @type {string} */ (part))).join('/')}`

/** @param {(string | undefined)[]} parts */
export function go(...parts) {
  location.hash = link(...parts)
}
