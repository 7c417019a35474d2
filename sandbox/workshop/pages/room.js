// @ts-check
import { byId, element, send, showAccount } from './text.js'

const EVERY_MS = 3000
const STUCK_S = 600

let shown = ''

async function refresh() {
  const state = await send('GET', '/_sandbox/workshop/state')
  byId('join').textContent = `${location.origin}/_sandbox/join with the code ${state.joinCode}`
  // The keyboard's place is kept: rows are made anew only where something has changed.
  const now = JSON.stringify(state.seats.map((/** @type {any} */ seat) => ({ ...seat, idle_s: Math.floor(seat.idle_s / 60) })))
  if (now === shown) return
  shown = now
  const focused = document.activeElement?.id
  byId('seats').replaceChildren(...state.seats.map((/** @type {any} */ seat) => row(seat, state.labs)))
  if (focused) document.getElementById(focused)?.focus()
}

/** @param {any} seat @param {{ name: string, title: string }[]} labs */
function row({ number, holder, account, code, idle_s, passed, lab }, labs) {
  const isStuck = lab && !lab.passed && idle_s > STUCK_S
  const since = lab ? `${Math.floor(idle_s / 60)} min` : ''
  return element('tr', isStuck ? { class: 'bad' } : {},
    element('th', { scope: 'row' }, element('a', { href: `/_sandbox/seat/${number}?code=${code}` }, `${number}`), holder ? ` ${holder}` : ''),
    element('td', {}, lab ? `${lab.name}${lab.passed ? ' (solved)' : ''}` : ''), element('td', {}, since),
    element('td', {}, lab ? `${lab.hints}` : ''), element('td', {}, lab && !lab.passed ? lab.stuckOn : ''),
    element('td', {}, `${Object.keys(passed).length} of ${labs.length} `, steps(labs, passed, lab)),
    element('td', {}, timeline(number, account), button('restore', number, 'End lab'), button('reset', number, 'Reset')))
}

/** A sign for each lab: solved, under way, or not begun. @param {{ name: string, title: string }[]} labs @param {any} passed @param {any} running */
function steps(labs, passed, running) {
  const sign = (/** @type {string} */ name) => (name in passed ? '●' : running?.name === name ? '◐' : '·')
  return element('span', { class: 'steps', 'aria-hidden': 'true' }, ...labs.map(({ name, title }) => element('span', { title }, sign(name))))
}

/** @param {number} number @param {string} account */
function timeline(number, account) {
  const made = element('button', { id: `timeline-${number}`, 'aria-label': `Timeline of seat ${number}` }, 'Timeline')
  made.onclick = () => {
    showAccount(account)
    window.open('/_sandbox/#/timeline')
  }
  return made
}

/** @param {'reset' | 'restore'} deed @param {number} number @param {string} label */
function button(deed, number, label) {
  const made = element('button', { id: `${deed}-${number}`, 'aria-label': `${label} of seat ${number}` }, label)
  made.onclick = () => act(deed, `?seat=${number}`)
  return made
}

/** @param {'reset' | 'restore'} deed @param {string} query */
async function act(deed, query) {
  byId('message').textContent = 'Working …'
  try {
    const { seats } = await send('POST', `/_sandbox/workshop/${deed}${query}`)
    byId('message').textContent = `${deed === 'reset' ? 'Reset' : 'Ended the lab of'} ${seats.length === 1 ? `seat ${seats[0]}` : `${seats.length} seats`}.`
  } catch (error) {
    byId('message').textContent = /** @type {Error} */ (error).message
  }
  await refresh()
}

byId('restore').onclick = () => confirm('End the labs of all seats?') && act('restore', '')
byId('reset').onclick = () => confirm('Reset all seats to the beginning?') && act('reset', '')

await refresh()
setInterval(() => refresh().catch((error) => (byId('message').textContent = error.message)), EVERY_MS)
