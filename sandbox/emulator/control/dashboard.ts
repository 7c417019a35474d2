import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../kernel/http.ts'
import { packageRoot } from '../../package-root.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** Libraries as they are in their packages, by the name that the page's import map has for them. */
const LIBRARIES: Readonly<Record<string, string>> = {
  'preact.js': 'preact/package.json#dist/preact.mjs',
  'preact-hooks.js': 'preact/package.json#hooks/dist/hooks.mjs',
  'htm.js': 'htm/preact#../dist/htm.module.js',
  'uplot.js': 'uplot#uPlot.esm.js',
  'uplot.css': 'uplot#uPlot.min.css',
}

const ROOT = '/_sandbox/dashboard/'
/** Files' addresses carry what they are made of, so that a browser asks for each once. */
const VERSION = /^v-[0-9a-f]{16}\//
const FILE = /^(?:[a-z0-9-]+\/)*[a-z0-9-]+\.(?:js|css|svg)$/
const LIBRARY = /^vendor\/([a-z-]+\.(?:js|css))$/

/** The pages below `/_sandbox/`, from the package and nowhere else. Undefined: this is no part of them. */
export async function dashboard(request: HttpRequest): Promise<HttpResponse | undefined> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
  if (request.path === '/_sandbox/') return page()
  if (!request.path.startsWith(ROOT)) return undefined
  const asked = request.path.slice(ROOT.length)
  if (asked === 'users') return file(join(packageRoot(), 'fixtures', 'users.json'), TODAY)
  const name = asked.replace(VERSION, '')
  const keeping = name === asked ? TODAY : FOR_EVER
  const library = LIBRARY.exec(name)?.[1]
  if (library !== undefined) return LIBRARIES[library] === undefined ? undefined : file(find(LIBRARIES[library]), keeping)
  return FILE.test(name) ? file(join(folder(), name), keeping) : undefined
}

/** It changes with the package's version, and is read from the same machine. */
const TODAY = 'no-cache'
const FOR_EVER = 'max-age=31536000, immutable'

const folder = () => join(packageRoot(), 'sandbox', 'dashboard')

/** `<what Node finds>#<from there>` */
function find(place: string): string {
  const [specifier, path] = place.split('#')
  return join(fileURLToPath(import.meta.resolve(specifier!)), '..', path!)
}

/** The page with its files' addresses of now, all of which it asks for at once: modules would be found one after the other. */
async function page(): Promise<HttpResponse> {
  const names = (await readdir(folder(), { recursive: true })).filter((name) => /\.(?:js|css)$/.test(name)).sort()
  const libraries = Object.keys(LIBRARIES).filter((name) => name.endsWith('.js'))
  const places = [...names.map((name) => join(folder(), name)), ...libraries.map((name) => find(LIBRARIES[name]!))]
  const contents = await Promise.all(places.map((place) => readFile(place)))
  const hash = createHash('sha256')
  for (const content of contents) hash.update(content)
  const root = `${ROOT}v-${hash.digest('hex').slice(0, 16)}/`
  const modules = [...libraries.map((name) => `vendor/${name}`), ...names.filter((name) => name.endsWith('.js'))]
  const early = modules.map((name) => `<link rel="modulepreload" href="${root}${name.replaceAll('\\', '/')}">`).join('\n    ')
  const html = (await readFile(join(folder(), 'index.html'), 'utf8')).replaceAll(ROOT, root).replace('<script type="module"', `${early}\n    <script type="module"`)
  return answer(html, '.html', { 'content-security-policy': policyFor(html), 'cache-control': TODAY })
}

/** Nothing from elsewhere, and of inline scripts the import map alone, by its hash. */
function policyFor(html: string): string {
  const inline = [...html.matchAll(/<script type="importmap">([^]*?)<\/script>/g)].map(([, text]) => `'sha256-${createHash('sha256').update(text!).digest('base64')}'`)
  return [
    "default-src 'none'", `script-src 'self' ${inline.join(' ')}`, "style-src 'self'", "connect-src 'self'", "img-src 'self' blob: data:",
    "frame-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ')
}

async function file(path: string, keeping: string): Promise<HttpResponse> {
  try {
    return answer(await readFile(path), extname(path), { 'cache-control': keeping })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return jsonResponse(404, { message: 'There is no such file in the dashboard.' })
  }
}

function answer(body: string | Buffer, extension: string, headers: Record<string, string>): HttpResponse {
  return {
    status: 200,
    headers: {
      'content-type': TYPES[extension] ?? 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    body,
  }
}
