import { UpdateAuthorizerCommand, GetAuthorizersCommand } from '@aws-sdk/client-apigatewayv2'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Bench } from '../../labs/bench.ts'
import { openRoom, type Room } from '../../workshop/room.ts'
import { findChromium } from './chromium.ts'
import { DESKTOP, flawsOf, openOwnPages, PHONE, type OwnPages } from './own-page.ts'

const executable = findChromium()

describe.skipIf(!executable)('a workshop in Chromium', { timeout: 60_000 }, () => {
  let room: Room
  let browser: OwnPages
  let page: Page
  let complaints: string[]
  beforeAll(async () => {
    room = await openRoom({ seats: 3, port: 0, region: 'us-east-1' })
    ;[browser] = await Promise.all([openOwnPages(executable!), room.prepare()])
    ;({ page, complaints } = browser)
  }, 120_000)
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await room?.stop()
  })
  beforeEach(() => browser.begin())

  const at = (path: string) => `${room.endpoint}/_sandbox/${path}`
  const seatPage = (number: number) => at(`seat/${number}?code=${room.seats[number - 1]!.code}`)
  const roomPage = () => at(`workshop?code=${room.instructorCode}`)
  const message = (text: string | RegExp) => page.getByRole('status').getByText(text).waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  async function join(code: string): Promise<void> {
    await page.goto(at('join'))
    await page.getByLabel('Your name').fill('Ada')
    await page.getByLabel('The code of the workshop').fill(code)
    await page.getByLabel('The code of the workshop').press('Enter')
  }

  test('a wrong code is refused in words, and the right one gives a seat', async () => {
    await join('guess')
    await page.getByRole('alert').getByText('That is not the code of this workshop.').waitFor()
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada')
    expect(room.seats[0]!.holder).toBe('')
    complaints.length = 0
    await join(room.joinCode)
    await page.getByRole('heading', { name: 'Seat 1: Ada' }).waitFor()
    await message('Ready.')
    expect(complaints).toEqual([])
  })

  test('a lab from its start to its end, repaired from a terminal, with the room looking on', async () => {
    await page.goto(seatPage(1))
    await page.getByRole('button', { name: 'Start Every token is refused' }).click()
    await page.getByRole('heading', { name: 'Every token is refused' }).waitFor()
    await message(/it is broken now/)
    await press('Hint')
    await page.getByText('www-authenticate').waitFor()
    await press('Check')
    await message('Not yet.')
    const why = page.getByText(/takes tokens of the issuer/)
    await why.waitFor()

    const instructor = await page.context().newPage()
    try {
      await instructor.goto(roomPage())
      const row = instructor.getByRole('row', { name: /Ada/ })
      await row.getByText(/takes tokens of the issuer/).waitFor()
      expect(await row.innerText()).toMatch(/wrong-issuer[^]*0 of 13/)

      const { clients, stack } = await room.seats[0]!.target()
      const apis = await clients.apigateway()
      const ApiId = stack.resources['HttpApi']!.ref
      const { Items = [] } = await apis.send(new GetAuthorizersCommand({ ApiId }))
      const { AuthorizerId, JwtConfiguration } = Items[0]!
      const Issuer = `https://cognito-idp.us-east-1.amazonaws.com/${stack.resources['UserPool']!.ref}`
      await apis.send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId, JwtConfiguration: { ...JwtConfiguration, Issuer } }))
      await press('Check')
      await message(/^Solved\./)
      await why.waitFor({ state: 'detached' })
      await row.getByText('wrong-issuer (solved)').waitFor()
      expect(await row.innerText()).toContain('1 of 13')
    } finally {
      await instructor.close()
    }
    await press('End the lab')
    await message(/The lab is over/)
    await page.getByRole('listitem').filter({ hasText: 'Every token is refused' }).getByText('solved').waitFor()
    expect(complaints).toEqual([])
  })

  test('the solution is shown and applied', async () => {
    await page.goto(seatPage(2))
    await page.getByRole('button', { name: 'Start Taken, and never seen again' }).click()
    await message(/it is broken now/)
    await press('Show and apply the solution')
    await page.getByRole('heading', { name: 'Solution' }).waitFor()
    await press('Check')
    await message(/^Solved\./)
    await press('End the lab')
    await message(/The lab is over/)
  })

  test('the room opens a seat\'s timeline, and resets one seat and all', async () => {
    for (const seat of [2, 3]) await room.seats[seat - 1]!.act('start', 'wrong-audience')
    await page.goto(roomPage())
    await page.getByRole('button', { name: 'Reset of seat 2' }).click()
    await message('Reset seat 2.')
    expect([room.seats[1]!.progress, room.seats[2]!.progress?.lab]).toEqual([undefined, 'wrong-audience'])
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Timeline of seat 2' }).click()
    const timeline = await opened
    await timeline.getByText('live', { exact: true }).waitFor()
    expect(await timeline.getByLabel('Account and region').inputValue()).toContain(room.seats[1]!.account)
    await timeline.close()
    await press('Reset all seats')
    await message('Reset 3 seats.')
    expect(room.seats.map(({ progress }) => progress)).toEqual([undefined, undefined, undefined])
    expect(complaints).toEqual([])
  })

  test('a seat has a dashboard of its own, which tells of no other seat', async () => {
    const seat = room.seats[0]!
    expect(await new Bench(await seat.target()).endToEnd()).toEqual([])
    await page.goto(seatPage(1))
    await message('Ready.')
    await page.getByRole('link', { name: 'See your pipeline at work' }).click()
    await page.locator('main').getByText('uploads-stream').first().waitFor()
    const { stack } = await seat.target()
    for (const [hash, has] of [
      ['timeline', 'POST /uploads'], ['streams/uploads-stream', 'Keys'], ['objects', stack.outputs['UploadBucket']!], ['functions/pipeline-sandbox-upload', 'Configuration'], ['users', 'ada@example.com'], ['iam', 'kinesis:PutRecord'], ['engine', 'embedded'],
    ] as const) {
      await page.evaluate(`location.hash = '#/${hash}'`)
      await page.locator('main').getByText(has).first().waitFor()
      expect([hash, await page.content()]).toEqual([hash, expect.not.stringMatching(new RegExp(`${room.seats[1]!.account}|${room.seats[2]!.account}|${room.seats[1]!.code}`))])
    }
    await page.evaluate("location.hash = '#/users'")
    await page.getByRole('button', { name: 'Access token' }).click()
    await page.getByText('taken', { exact: true }).waitFor()
    // Faults are for everybody, and the instructor's.
    expect(complaints.filter((text) => !text.includes('403'))).toEqual([])
  })

  test.for([['light', DESKTOP], ['dark', PHONE]] as const)('axe finds nothing serious: %s', async ([colorScheme, size]) => {
    await room.seats[2]!.act('start', 'wrong-issuer')
    for (const action of ['hint', 'check', 'solve'] as const) await room.seats[2]!.act(action)
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    for (const [name, url, has] of [['join', at('join'), 'Take a seat'], ['seat', seatPage(3), 'Solution'], ['room', roomPage(), 'wrong-issuer']] as const) {
      await page.goto(url)
      await page.getByText(has).first().waitFor()
      expect({ name, flaws: await flawsOf(page) }).toEqual({ name, flaws: [] })
    }
    await room.seats[2]!.act('stop')
  })
})
