// @ts-check
import { html, render, useEffect } from './lib/html.js'
import { connect } from './lib/live.js'
import { go, link, route } from './lib/route.js'
import { useStore } from './lib/store.js'
import { place } from './lib/api.js'
import { Header } from './parts/header.js'
import { Toasts } from './parts/toasts.js'
import { Engine } from './pages/engine.js'
import { Functions } from './pages/functions.js'
import { Iam } from './pages/iam.js'
import { Objects } from './pages/objects.js'
import { Overview } from './pages/overview.js'
import { Streams } from './pages/streams.js'
import { Timeline } from './pages/timeline.js'
import { Users } from './pages/users.js'

const PAGES = [
  { name: 'overview', title: 'Overview', Page: Overview },
  { name: 'timeline', title: 'Timeline', Page: Timeline },
  { name: 'streams', title: 'Streams', Page: Streams },
  { name: 'objects', key: 'b', title: 'Objects', Page: Objects },
  { name: 'functions', title: 'Functions', Page: Functions },
  { name: 'users', title: 'Users', Page: Users },
  { name: 'iam', title: 'IAM', Page: Iam },
  { name: 'engine', title: 'Engine', Page: Engine },
]

function App() {
  const { parts, query } = useStore(route)
  const { account, region } = useStore(place)
  const { name, title, Page } = PAGES.find((page) => page.name === parts[0]) ?? /** @type {typeof PAGES[0]} */ (PAGES[0])
  useEffect(() => {
    document.title = `${title} · Sandbox`
    // On a narrow page the list of pages is wider than it.
    document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [title])
  return html`
    <a class="skip" href="#main" onClick=${skip}>Skip to the content</a>
    <${Header} />
    <nav aria-label="Pages"><ul>
      ${PAGES.map((page) => html`<li><a href=${link(page.name)} aria-current=${page.name === name ? 'page' : undefined}>${page.title}</a></li>`)}
    </ul></nav>
    <main id="main" tabindex="-1"><${Page} key=${`${name} ${account} ${region}`} parts=${parts.slice(1)} query=${query} /></main>
    <${Toasts} />
  `
}

/** @param {Event} event */
function skip(event) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

/** `/` goes to the page's search field, `g` and a letter to a page. */
let isGoing = false
addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLElement && (event.target.closest('input, textarea, select, dialog') !== null || event.target.isContentEditable)
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === '/') {
    event.preventDefault()
    return /** @type {HTMLElement | null} */ (document.querySelector('main input[type=search]'))?.focus()
  }
  const page = isGoing ? PAGES.find(({ name, key = name[0] }) => key === event.key) : undefined
  isGoing = event.key === 'g'
  if (page) go(page.name)
})

connect()
render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById('app')))
