const MOST_ROLES = 500
const MOST_ACTIONS = 500
/** Of one action. From there on resources are counted by their folders. */
const MOST_RESOURCES = 200

interface Used {
  readonly resources: Set<string>
  isWide: boolean
}

/**
 * What each role was allowed to do since the start, or the last reset: actions with their resources, however long ago.
 * Where an action has more resources than are kept, those of one folder become `…/folder/*`.
 */
export class Usage {
  readonly #roles = new Map<string, Map<string, Used>>()

  note(role: string, action: string, resource: string): void {
    let actions = this.#roles.get(role)
    if (!actions) {
      if (this.#roles.size >= MOST_ROLES) return
      this.#roles.set(role, (actions = new Map()))
    }
    const used = actions.get(action)
    if (used) add(used, resource)
    else if (actions.size < MOST_ACTIONS) actions.set(action, { resources: new Set([resource]), isWide: false })
  }

  /** Actions with their resources, of a role by ARN. */
  of(role: string): ReadonlyMap<string, readonly string[]> {
    const actions = [...(this.#roles.get(role) ?? [])]
    return new Map(actions.map(([action, { resources }]) => [action, [...resources]]))
  }

  /** Forgets all, or what the roles of one account did. */
  clear(account?: string): void {
    for (const role of [...this.#roles.keys()]) if (account === undefined || role.split(':', 5)[4] === account) this.#roles.delete(role)
  }
}

function add(used: Used, resource: string): void {
  const { resources } = used
  if (resources.has(resource)) return
  if (!used.isWide && resources.size < MOST_RESOURCES) return void resources.add(resource)
  if (!used.isWide) widen(used)
  const wider = [folderOf(resource), topOf(resource)]
  if (wider.some((one) => resources.has(one))) return
  if (resources.size < MOST_RESOURCES) resources.add(wider[0]!)
  else narrow(used, wider[1]!)
}

function widen(used: Used): void {
  used.isWide = true
  const folders = [...used.resources].map(folderOf)
  used.resources.clear()
  for (const folder of folders) used.resources.add(folder)
}

/** Even the folders are too many: from the first one on everything is one. */
function narrow({ resources }: Used, top: string): void {
  const tops = new Set([...resources].map(topOf)).add(top)
  resources.clear()
  for (const one of tops) if (resources.size < MOST_RESOURCES) resources.add(one)
}

/** `arn:aws:s3:::b/a/b/c.txt` to `arn:aws:s3:::b/a/b/*`; what has no folder stays. */
function folderOf(resource: string): string {
  const end = resource.lastIndexOf('/')
  return end < 0 ? resource : `${resource.slice(0, end)}/*`
}

/** `arn:aws:s3:::b/a/b/c.txt` to `arn:aws:s3:::b/a/*`. */
function topOf(resource: string): string {
  const [bucket = '', first, ...rest] = resource.split('/')
  if (first === undefined) return resource
  return rest.length === 0 ? `${bucket}/*` : `${bucket}/${first}/*`
}
