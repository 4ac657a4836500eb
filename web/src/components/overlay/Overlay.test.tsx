import { render, screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Overlay } from './Overlay'

it('places a box by its share of the image, with its label and confidence', () => {
  render(
    <Overlay
      width={200}
      height={100}
      boxes={[{ label: 'total', box: [50, 20, 100, 40], confidence: 0.91, tone: 'hit' }]}
    />,
  )
  const box = screen.getByText(/total 91/).parentElement as HTMLElement
  expect(box.style).toMatchObject({ left: '25%', top: '20%', width: '50%', height: '40%' })
  expect(box.dataset.tone).toBe('hit')
})

it('draws the outline of a region that has one', () => {
  const polygon = [
    [
      [0, 0],
      [10, 0],
      [10, 10],
    ],
  ]
  const { container } = render(
    <Overlay width={20} height={20} boxes={[{ label: 'crack', box: [0, 0, 10, 10], polygon, tone: 'plain' }]} />,
  )
  expect(container.querySelector('polygon')?.getAttribute('points')).toBe('0,0 10,0 10,10')
})
