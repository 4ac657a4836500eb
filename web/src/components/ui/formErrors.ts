/** Puts the server's sentences at the fields of a form that they are about. */
import type { FormInstance } from 'antd'
import { ApiError } from '@/api/errors'

/** The rest of the error, which is about no field that this form shows; undefined where each has its place. */
export function showErrors<Values>(form: FormInstance<Values>, error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error)
  const names = new Set(Object.keys(form.getFieldsValue() as object))
  const sentences = new Map<string, string[]>()
  for (const { path, message } of error.fields) {
    const name = path.split('.')[0] ?? ''
    if (names.has(name)) sentences.set(name, [...(sentences.get(name) ?? []), message])
  }
  form.setFields([...sentences].map(([name, errors]) => ({ name: name as never, errors })))
  return sentences.size ? undefined : error.message
}
