// @ts-check
import { byId, element, markdown, send, showAccount } from './text.js'

const base = location.pathname
const code = new URLSearchParams(location.search).get('code') ?? ''

/** @param {string} path @param {Record<string, string>} [query] */
const url = (path, query = {}) => `${base}/${path}?${new URLSearchParams({ code, ...query })}`

/** @param {string} text @param {'' | 'good' | 'bad'} [kind] */
function say(text, kind = '') {
  byId('message').textContent = text
  byId('message').className = kind
}

async function refresh() {
  const state = await send('GET', url('state'))
  const title = `Seat ${state.number}${state.holder ? `: ${state.holder}` : ''}`
  byId('title').textContent = document.title = title
  const variables = { ...state.environment, SANDBOX_SEAT: location.href.split('#')[0] }
  byId('environment').textContent = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`).join('\n')
  byId('dashboard').onclick = () => showAccount(state.account)
  byId('labs').replaceChildren(...state.labs.map((/** @type {any} */ lab) => row(lab, state.lab)))
  showLab(state.lab)
}

/** @param {any} lab @param {any} running */
function row(lab, running) {
  const button = /** @type {HTMLButtonElement} */ (element('button', { 'aria-label': `Start ${lab.title}` }, 'Start'))
  button.disabled = running !== undefined
  button.onclick = () => act('start', { lab: lab.name }, () => `${lab.title}: it is broken now.`).then(() => byId('lab-title').focus())
  const text = element('span', {}, `${lab.title} (${lab.minutes} min)`)
  if (lab.passed) text.append(element('strong', { class: 'good' }, ' solved'))
  return element('li', {}, text, button)
}

/** @param {any} lab */
function showLab(lab) {
  byId('lab').hidden = lab === undefined
  if (lab === undefined) return
  byId('lab-title').textContent = lab.title
  byId('story').replaceChildren(...markdown(lab.story))
  byId('hints').replaceChildren(...lab.hints.flatMap((/** @type {string} */ hint, /** @type {number} */ index) => [element('h3', {}, `Hint ${index + 1}`), ...markdown(hint)]))
  byId('why').replaceChildren(...(lab.verdict?.why ?? []).map((/** @type {string} */ why) => element('li', {}, why)))
  byId('solution').replaceChildren(...(lab.solution ? [element('h3', {}, 'Solution'), ...markdown(lab.solution)] : []))
  ;/** @type {HTMLButtonElement} */ (byId('hint')).disabled = lab.left === 0
}

/** @param {string} action @param {Record<string, string>} query @param {(answer: any) => string} done */
async function act(action, query, done) {
  const buttons = document.querySelectorAll('button')
  for (const button of buttons) button.disabled = true
  say('Working …')
  try {
    const answer = await send('POST', url(action, query))
    say(done(answer), action === 'check' ? (answer.passed ? 'good' : 'bad') : '')
  } catch (error) {
    say(/** @type {Error} */ (error).message, 'bad')
  } finally {
    for (const button of buttons) button.disabled = false
    await refresh()
  }
}

byId('hint').onclick = () => act('hint', {}, ({ number, of }) => `Hint ${number} of ${of}.`)
byId('check').onclick = () => act('check', {}, ({ passed }) => (passed ? 'Solved. End the lab to put all back.' : 'Not yet.'))
byId('solve').onclick = () => act('solve', {}, () => 'The solution has been applied.')
byId('stop').onclick = () => act('stop', {}, () => 'The lab is over. All is as it was before.')

refresh().then(() => say('Ready.'), (error) => say(error.message, 'bad'))
