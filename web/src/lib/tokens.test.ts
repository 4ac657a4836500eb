import { describe, expect, it } from 'vitest'
import { confidenceLevel, palettes, statusTone } from './tokens'

it.each([
  [0.19, 'low'],
  [0.2, 'middle'],
  [0.799, 'middle'],
  [0.8, 'high'],
])('confidence %d is %s', (value, level) => {
  expect(confidenceLevel(value)).toBe(level)
})

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const palette = palettes[name]

  it.each(['text', 'muted', 'brand', ...new Set(Object.values(statusTone))] as const)('can be read: %s', (tone) => {
    for (const ground of [palette.background, palette.surface])
      expect(contrast(palette[tone], ground)).toBeGreaterThanOrEqual(4.5)
  })

  it('has readable words on its primary button', () => {
    expect(contrast(palette.onBrand, palette.brand)).toBeGreaterThanOrEqual(4.5)
  })
})
