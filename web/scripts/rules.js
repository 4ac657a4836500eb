/** Writes the rules of texts that the OpenAPI document states: `node scripts/rules.js OPENAPI.json RULES.ts`. */
import { readFileSync, writeFileSync } from 'node:fs'

const [source, target] = process.argv.slice(2)
const { schemas } = JSON.parse(readFileSync(source, 'utf8')).components

/** Of one property: what stands in it, in one of its alternatives, or in the items of a list. */
const text = ({ type, anyOf = [], items, ...rule }) =>
  type === 'string' ? rule : [...anyOf, ...(items ? [items] : [])].map(text).find(Boolean)

const written = ({ maxLength, pattern }) =>
  [maxLength && `maxLength: ${maxLength}`, pattern && `pattern: ${new RegExp(pattern)}`].filter(Boolean).join(', ')

const lines = Object.entries(schemas).flatMap(([schema, { properties = {} }]) => {
  const rules = Object.entries(properties).flatMap(([name, property]) => {
    const rule = written(text(property) ?? {})
    return rule ? [`    ${name}: { ${rule} },`] : []
  })
  return rules.length ? [`  ${schema}: {`, ...rules, '  },'] : []
})

const head =
  '/** Made from the OpenAPI document by `npm run api-types`: how long texts may be, and of what. Never edited by hand. */'
writeFileSync(target, [head, 'export const rules = {', ...lines, '} as const', ''].join('\n'))
