import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { startBrowser, type Browser } from './chromium.ts'

export const PHONE = { width: 390, height: 740 }
export const DESKTOP = { width: 1280, height: 800 }

/** A browser for the engine's own pages. */
export interface OwnPages extends Browser {
  /** What the console has, and requests that went elsewhere, since `begin`. */
  readonly complaints: string[]
  /** Before each test: a desktop's screen, by day, and nothing to complain of. */
  begin(): Promise<void>
}

/** Questions of the page are answered with yes, and requests that leave the machine are refused. */
export async function openOwnPages(executable: string): Promise<OwnPages> {
  const browser = await startBrowser(executable)
  const { page } = browser
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => void dialog.accept())
  await page.route((url) => url.hostname !== '127.0.0.1', (route) => {
    complaints.push(`asked for ${route.request().url()}`)
    return route.abort()
  })
  return {
    ...browser,
    complaints,
    async begin() {
      complaints.length = 0
      await page.setViewportSize(DESKTOP)
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    },
  }
}

/** What is wrong with the page that is open, in the eyes of axe (serious and critical only) and by its width. */
export async function flawsOf(page: Page): Promise<unknown[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(axe.source)
  const found = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run()
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ html }) => html) }))
  })
  const [width, shown] = await page.evaluate('[document.documentElement.scrollWidth, innerWidth]') as [number, number]
  const beside = width > shown ? [`the page is ${width} wide, and ${shown} are shown`] : []
  return [...found.filter(({ impact }) => impact === 'serious' || impact === 'critical'), ...beside]
}
