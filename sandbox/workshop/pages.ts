import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HttpRequest, HttpResponse } from '../engines/embedded.ts'
import { UserError } from '../commands/support/user-error.ts'
import { isLabAction } from '../labs/actions.ts'
import { LABS } from '../labs/index.ts'
import { packageRoot } from '../package-root.ts'
import { isCode } from './codes.ts'
import { noSeat, shownLab, type Seat } from './seat.ts'

interface Plan {
  readonly seats: readonly Seat[]
  readonly joinCode: string
  readonly instructorCode: string
}

const SEAT = /^\/_sandbox\/seat\/(\d+)(?:\/([a-z]+))?$/
const ROOM = /^\/_sandbox\/workshop(?:\/([a-z]+))?$/
const FILE = /^\/_sandbox\/workshop\/file\/([a-z]+\.(?:js|css))$/
/** What tells nothing of anybody: the dashboard itself, a trace by its id, which nobody guesses, and what clients ask first. */
const PUBLIC = /^\/_sandbox\/(?:health|clock|cognito\/sign|dashboard\/.*|traces\/.+)?$/
/** What the dashboard asks, of one account. */
const OF_AN_ACCOUNT = /^\/_sandbox\/(?:state|state\/object|traces|events|idle|journal|lambda\/usage|lambda\/positions|iam\/why|apigateway\/check-token|call\/.+)$/

/** Everything below `/_sandbox/` of a room: who may see what, and the room's own pages. */
export class RoomPages {
  readonly #plan: Plan

  constructor(plan: Plan) {
    this.#plan = plan
  }

  /** Undefined: the engine itself may answer. */
  async answer(request: HttpRequest): Promise<HttpResponse | undefined> {
    try {
      return await this.#route(request)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return json(400, { message: error.message })
    }
  }

  async #route(request: HttpRequest): Promise<HttpResponse | undefined> {
    const { path, query } = request
    const file = FILE.exec(path)?.[1]
    if (file !== undefined) return page(file)
    if (path === '/_sandbox/join') return this.#join(request)
    const [isSeat, number, action] = SEAT.exec(path) ?? []
    if (isSeat !== undefined) return this.#seat(request, number!, action)
    const [isRoom, deed] = ROOM.exec(path) ?? []
    const isInstructor = [query.get('code'), cookie(request, 'room')].some((given) => isCode(given, this.#plan.instructorCode))
    if (isRoom !== undefined) return isInstructor ? this.#room(request, deed) : refused('This page is the instructor\'s, and wants their code.')
    if (isInstructor || (PUBLIC.test(path) && (request.method !== 'POST' || path === '/_sandbox/cognito/sign'))) return undefined
    return this.#mayAsk(request) ? undefined : refused('In a workshop this is for the instructor alone.')
  }

  /** A seat sees of the dashboard what is its own. The number of an account is as good as a password. */
  #mayAsk({ path, query }: HttpRequest): boolean {
    return OF_AN_ACCOUNT.test(path) && this.#plan.seats.some(({ account }) => account === query.get('account'))
  }

  async #join(request: HttpRequest): Promise<HttpResponse> {
    if (request.method === 'GET') return joinAgain(200, '', '')
    const form = new URLSearchParams((await request.bytes(10_000)).toString())
    const name = form.get('name')?.trim().slice(0, 60) ?? ''
    if (!isCode(form.get('code')?.trim().toLowerCase(), this.#plan.joinCode)) return joinAgain(403, 'That is not the code of this workshop.', name)
    const free = this.#plan.seats.find(({ holder }) => holder === '')
    if (!free) return joinAgain(409, 'All seats are taken. Ask the instructor.', name)
    free.holder = name || `Seat ${free.number}`
    return { status: 303, headers: { location: `/_sandbox/seat/${free.number}?code=${free.code}` }, body: '' }
  }

  async #seat(request: HttpRequest, number: string, action: string | undefined): Promise<HttpResponse> {
    const seat = this.#plan.seats[Number(number) - 1] ?? noSeat(number)
    if (!isCode(request.query.get('code'), seat.code)) return refused(`Seat ${number} has another code. Join with the code of the workshop.`)
    if (action === undefined) return page('seat.html')
    if (request.method === 'GET' && action === 'state') return here(request, await seatState(seat))
    if (request.method !== 'POST' || !isLabAction(action)) return json(404, { message: `A seat has no ${action}.` })
    return here(request, await seat.act(action, request.query.get('lab') ?? ''))
  }

  async #room(request: HttpRequest, deed: string | undefined): Promise<HttpResponse> {
    if (deed === undefined) return page('room.html', { 'set-cookie': `room=${this.#plan.instructorCode}; Path=/_sandbox/; HttpOnly; SameSite=Strict` })
    if (request.method === 'GET' && deed === 'state') return json(200, this.#overview())
    if (request.method !== 'POST' || (deed !== 'reset' && deed !== 'restore')) return json(404, { message: `A room has no ${deed}.` })
    const wanted = request.query.get('seat')
    const seats = wanted === null ? this.#plan.seats : [this.#plan.seats[Number(wanted) - 1] ?? noSeat(wanted)]
    await Promise.all(seats.map((seat) => seat[deed]()))
    return json(200, { done: deed, seats: seats.map(({ number }) => number) })
  }

  #overview(): object {
    const seats = this.#plan.seats.map((seat) => {
      const { number, holder, account, code, passed, progress, lastProgress } = seat
      const lab = progress && { name: progress.lab, hints: progress.hints, checks: progress.checks, passed: progress.passedAt !== undefined, stuckOn: progress.verdict?.why[0] ?? '' }
      return { number, holder, account, code, idle_s: Math.round((Date.now() - lastProgress) / 1000), passed: Object.fromEntries(passed), ...(lab ? { lab } : {}) }
    })
    return { joinCode: this.#plan.joinCode, labs: LABS.map(({ name, title }) => ({ name, title })), seats }
  }
}

async function seatState(seat: Seat): Promise<object> {
  const [environment, lab] = await Promise.all([seat.environment(), shownLab(seat)])
  const labs = LABS.map(({ name, title, minutes }) => ({ name, title, minutes, passed: seat.passed.has(name) }))
  return { number: seat.number, holder: seat.holder, account: seat.account, environment, labs, ...(lab ? { lab } : {}) }
}

/** The engine knows itself by its loopback address; to others it is where they have reached it. */
function here(request: HttpRequest, value: object): HttpResponse {
  const text = JSON.stringify(value)
  const { host } = request.headers
  return answer(200, host === undefined ? text : text.replace(/http:\/\/127\.0\.0\.1:\d+/g, () => `http://${JSON.stringify(host).slice(1, -1)}`), 'application/json')
}

const TYPES: Readonly<Record<string, string>> = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' }

async function page(name: string, headers: Record<string, string> = {}): Promise<HttpResponse> {
  const text = await readFile(join(packageRoot(), 'sandbox', 'workshop', 'pages', name), 'utf8').catch(() => undefined)
  return text === undefined ? json(404, { message: `There is no ${name} here.` }) : answer(200, text, TYPES[name.split('.').at(-1)!]!, headers)
}

/** The form, with what was wrong about it before. */
async function joinAgain(status: number, problem: string, name: string): Promise<HttpResponse> {
  const form = await page('join.html')
  const body = String(form.body).replace('{{problem}}', () => escaped(problem)).replace('{{name}}', () => escaped(name))
  return { ...form, status, body }
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)

const answer = (status: number, body: string, type: string, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: {
    'content-type': type, 'cache-control': 'no-store', 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'", ...headers,
  },
  body,
})

const json = (status: number, value: object) => answer(status, JSON.stringify(value), 'application/json')
const refused = (message: string) => json(403, { message })

function cookie({ headers }: HttpRequest, name: string): string | undefined {
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(headers['cookie'] ?? '')?.[1]
}
