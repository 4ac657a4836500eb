/** The parameters of a training as the server's JSON schema describes them: fields, sections, values by path. */

export type Values = Record<string, unknown>
export type Kind = 'integer' | 'number' | 'boolean' | 'choice' | 'text' | 'list'

export interface Field {
  /** Such as `training.classification.base_lr`: its name in errors too. */
  path: string
  title: string
  hint: string
  unit: string
  kind: Kind
  isAdvanced: boolean
  /** It may be left empty. */
  isNullable: boolean
  options: string[]
  bounds: Bounds
  /** Those that it concerns; empty: all. */
  networks: string[]
}

export interface Bounds {
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
}

/** Fields that belong together: `training.classification`, say. */
export interface Block {
  path: string
  /** Empty for what stands directly in its section. */
  title: string
  /** Those that it concerns; empty: all. */
  networks: string[]
  fields: Field[]
}

export interface Section {
  key: string
  title: string
  blocks: Block[]
}

interface Node extends Bounds {
  $ref?: string
  $defs?: Record<string, Node>
  anyOf?: Node[]
  allOf?: Node[]
  type?: string
  enum?: string[]
  title?: string
  description?: string
  unit?: string
  advanced?: boolean
  default?: unknown
  networks?: string[]
  properties?: Record<string, Node>
}

export function sectionsOf(schema: object): Section[] {
  const root = schema as Node
  const resolve = resolver(root.$defs ?? {})
  return Object.entries(resolve(root).properties ?? {}).map(([key, node]) => ({
    key,
    title: resolve(node).title ?? key,
    blocks: blocksOf(key, resolve(node), resolve, true),
  }))
}

/** What a training of these networks reads: fields and blocks of others are left out, and with them empty sections. */
export const sectionsFor = (sections: Section[], networks: readonly string[]): Section[] =>
  sections
    .map((section) => ({ ...section, blocks: section.blocks.flatMap((block) => blockFor(block, networks)) }))
    .filter(({ blocks }) => blocks.length)

/** A field stands in a block of its own network too: what only concerns another one is left out there. */
function blockFor(block: Block, networks: readonly string[]): Block[] {
  const own = block.networks.length ? networks.filter((network) => block.networks.includes(network)) : networks
  if (!own.length) return []
  const fields = block.fields.filter((field) => concerns(field.networks, own))
  return fields.length ? [{ ...block, fields }] : []
}

const concerns = (of: string[], networks: readonly string[]): boolean =>
  !of.length || of.some((network) => networks.includes(network))

type Resolve = (node: Node) => Node

/** A node with what it refers to laid under it: its own title and hint win. */
const resolver =
  (defs: Record<string, Node>): Resolve =>
  (node) => {
    const ref = node.$ref ?? node.allOf?.[0]?.$ref
    const target = ref && defs[ref.replace('#/$defs/', '')]
    return target ? { ...target, ...node } : node
  }

function blocksOf(path: string, node: Node, resolve: Resolve, isSection = false): Block[] {
  const entries = Object.entries(node.properties ?? {}).map(
    ([key, child]) => [`${path}.${key}`, resolve(child)] as const,
  )
  const leaves = entries.filter(([, child]) => !child.properties)
  const inner = entries.filter(([, child]) => child.properties)
  const fields = leaves.map(([at, child]) => fieldOf(at, child, resolve))
  const title = isSection ? '' : (node.title ?? '')
  const own = leaves.length ? [{ path, title, networks: node.networks ?? [], fields }] : []
  return [...own, ...inner.flatMap(([at, child]) => blocksOf(at, child, resolve))]
}

function fieldOf(path: string, node: Node, resolve: Resolve): Field {
  const choices = (node.anyOf ?? [node]).map(resolve)
  const value = choices.find(({ type }) => type !== 'null') ?? node
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = value
  return {
    path,
    title: node.title ?? value.title ?? path,
    hint: node.description ?? '',
    unit: node.unit ?? '',
    kind: kindOf(value),
    isAdvanced: node.advanced ?? false,
    isNullable: choices.some(({ type }) => type === 'null') || node.default === '',
    options: value.enum ?? [],
    bounds: { minimum, maximum, exclusiveMinimum, exclusiveMaximum },
    networks: node.networks ?? [],
  }
}

function kindOf({ type, enum: options }: Node): Kind {
  if (options) return 'choice'
  if (type === 'array') return 'list'
  return type === 'integer' || type === 'number' || type === 'boolean' ? type : 'text'
}

export function valueAt(values: Values, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Values | undefined)?.[key], values)
}

/** A copy in which the value at `path` is another. */
export function withValue(values: Values, path: string, value: unknown): Values {
  const [first = '', ...rest] = path.split('.')
  const below = (values[first] ?? {}) as Values
  return { ...values, [first]: rest.length ? withValue(below, rest.join('.'), value) : value }
}

export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const fieldsOf = (sections: Section[]): Field[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap(({ fields }) => fields))

/** Which rule the value breaks, and its bound; undefined where it is fine. */
export function broken(field: Field, value: unknown): { rule: Rule; bound?: number } | undefined {
  if (value === null || value === undefined || value === '') return field.isNullable ? undefined : missing(field)
  if (field.kind !== 'integer' && field.kind !== 'number') return undefined
  if (typeof value !== 'number' || !Number.isFinite(value)) return { rule: 'number' }
  if (field.kind === 'integer' && !Number.isInteger(value)) return { rule: 'whole' }
  return outside(field.bounds, value)
}

export type Rule = 'missing' | 'number' | 'whole' | 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'

const missing = ({ kind }: Field): { rule: Rule } | undefined =>
  kind === 'text' || kind === 'integer' || kind === 'number' || kind === 'choice' ? { rule: 'missing' } : undefined

function outside(bounds: Bounds, value: number): { rule: Rule; bound: number } | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = bounds
  if (minimum !== undefined && value < minimum) return { rule: 'minimum', bound: minimum }
  if (maximum !== undefined && value > maximum) return { rule: 'maximum', bound: maximum }
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) {
    return { rule: 'exclusiveMinimum', bound: exclusiveMinimum }
  }
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) {
    return { rule: 'exclusiveMaximum', bound: exclusiveMaximum }
  }
  return undefined
}
