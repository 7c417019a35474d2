// @ts-check
import { choosePlace, get, place } from '../lib/api.js'
import { html, useEffect, useState } from '../lib/html.js'
import { connection } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { link } from '../lib/route.js'
import { useStore } from '../lib/store.js'

const WORDS = { live: 'live', connecting: 'connecting …', off: 'not live' }

export function Header() {
  const state = useStore(connection)
  const { value: health, error } = useLoaded(() => get('health'), [state === 'live'])
  const status = error ? 'no answer' : health ? WORDS[state] : '…'
  return html`
    <header class="top">
      <a class="brand" href=${link('overview')}>Sandbox</a>
      <span class="live"><span class=${`dot ${error ? 'off' : state}`} aria-hidden="true"></span>${status}</span>
      <span class="spacer"></span>
      <${Place} home=${health} />
      <${Theme} />
    </header>
  `
}

/** @param {{ home: { account: string, region: string } | undefined }} of */
function Place({ home }) {
  const chosen = useStore(place)
  const { value } = useLoaded(() => get('state'))
  if (!home) return undefined
  const current = `${chosen.account || home.account}/${chosen.region || home.region}`
  const all = [...new Set([current, ...(value?.places ?? []).map((/** @type {any} */ { account, region }) => `${account}/${region}`)])]
  const change = (/** @type {Event} */ event) => {
    const [account = '', region = ''] = /** @type {HTMLSelectElement} */ (event.target).value.split('/')
    choosePlace({ account, region })
  }
  return html`<label class="place"><span class="hidden">Account and region</span>
    <select value=${current} onChange=${change}>${all.map((one) => html`<option value=${one}>${one.replace('/', ' · ')}</option>`)}</select>
  </label>`
}

const THEMES = /** @type {const} */ (['auto', 'light', 'dark'])

function Theme() {
  const [theme, setTheme] = useState(localStorage.getItem('theme') ?? 'auto')
  useEffect(() => {
    localStorage.setItem('theme', theme)
    document.documentElement.dataset['theme'] = theme
  }, [theme])
  const next = THEMES[(THEMES.indexOf(/** @type {any} */ (theme)) + 1) % THEMES.length] ?? 'auto'
  return html`<button type="button" class="plain theme" onClick=${() => setTheme(next)} aria-label=${`Colours: ${theme}. Change to ${next}`} title=${`Colours: ${theme}`}>
    <span aria-hidden="true">${theme === 'dark' ? '☾' : theme === 'light' ? '☀' : '◐'}</span>
  </button>`
}
