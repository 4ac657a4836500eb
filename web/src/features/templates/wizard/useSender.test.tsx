import { renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { endOf, type Sent, useSender } from './useSender'

function begin() {
  const said: string[] = []
  let arrive = () => {}
  const send = (value: string) =>
    new Promise<Sent>((resolve) => {
      said.push(value)
      arrive = () => resolve('taken')
    })
  const hook = renderHook(({ value }) => useSender(value, send, null), { initialProps: { value: 'first' } })
  return { said, hook, arrive: () => arrive() }
}

it('ends what it sends to once that has arrived which is under way, and sends nothing after', async () => {
  const { said, hook, arrive } = begin()
  void hook.result.current.flush()
  hook.rerender({ value: 'typed meanwhile' })
  const over = endOf([hook.result.current], async () => void said.push('end'))
  expect(said).toEqual(['first'])
  arrive()
  await over
  hook.unmount()
  expect(said).toEqual(['first', 'end'])
})

it('goes on where the end is refused', async () => {
  const { said, hook } = begin()
  await endOf([hook.result.current], () => Promise.reject(new Error('refused')))
  void hook.result.current.flush()
  expect(said).toEqual(['first'])
})
