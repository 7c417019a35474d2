// @ts-check

/** An element with texts or elements in it. @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} children */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...children)
  return made
}

/** The labs' Markdown: paragraphs, `code` and blocks of commands. @param {string} text @returns {HTMLElement[]} */
export function markdown(text) {
  return text.split(/```/).flatMap((part, index) => {
    if (index % 2 === 1) return [element('pre', { tabindex: '0' }, element('code', {}, part.replace(/^\w*\n/, '').trimEnd()))]
    return part.split(/\n\n+/).filter((paragraph) => paragraph.trim() !== '').map((paragraph) =>
      element('p', {}, ...paragraph.trim().split('`').map((piece, place) => (place % 2 === 1 ? element('code', {}, piece) : piece))))
  })
}

/** @param {string} id @returns {HTMLElement} */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/** What the server answers. Throws its message. @param {string} method @param {string} url */
export async function send(method, url) {
  const response = await fetch(url, { method })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.message)
  return answer
}

/** Opens the dashboard for one account. @param {string} account */
export function showAccount(account) {
  sessionStorage.setItem('place', JSON.stringify({ account, region: '' }))
}
