/** Masks as the engine writes them, run lengths by rows, turned into coloured pixels. Pure functions. */

export interface Mask {
  label: string
  /** Height and width of the whole mask, which covers the whole image. */
  size: number[]
  /** Lengths of runs, row by row, beginning with pixels outside. */
  runs: number[]
}

/** Pixels of one colour; where several layers have a pixel, the last one shows. */
export interface Layer {
  /** 1 inside, 0 outside; row by row. */
  pixels: Uint8Array
  height: number
  width: number
  /** As #rrggbb. */
  color: string
}

const FILL = 115 // 45 % of 255
const EDGE = 255

export function pixelsOf({ size: [height = 0, width = 0], runs }: Mask): Uint8Array {
  const pixels = new Uint8Array(height * width)
  let at = 0
  runs.forEach((length, i) => {
    if (i % 2) pixels.fill(1, at, at + length)
    at += length
  })
  return pixels
}

export const layerOf = (mask: Mask, color: string): Layer => ({
  pixels: pixelsOf(mask),
  height: mask.size[0] ?? 0,
  width: mask.size[1] ?? 0,
  color,
})

export interface Tones {
  hit: string
  missed: string
  false: string
}

/** Truth against prediction, class by class: what both have, what was missed, what was found wrongly. */
export function comparison(truth: Mask[], found: Mask[], tones: Tones): Layer[] {
  const labels = [...new Set([...truth, ...found].map(({ label }) => label))]
  return labels.flatMap((label) => {
    const layers = [truth, found].map((masks) => masks.find((mask) => mask.label === label))
    return compared(layers[0], layers[1], tones)
  })
}

function compared(truth: Mask | undefined, found: Mask | undefined, tones: Tones): Layer[] {
  if (!truth || !found) return truth ? [layerOf(truth, tones.missed)] : found ? [layerOf(found, tones.false)] : []
  const [a, b] = [pixelsOf(truth), pixelsOf(found)]
  const layer = (color: string, is: (i: number) => boolean): Layer => ({
    pixels: a.map((_, i) => (is(i) ? 1 : 0)),
    height: truth.size[0] ?? 0,
    width: truth.size[1] ?? 0,
    color,
  })
  return [
    layer(tones.hit, (i) => a[i] === 1 && b[i] === 1),
    layer(tones.missed, (i) => a[i] === 1 && b[i] !== 1),
    layer(tones.false, (i) => a[i] !== 1 && b[i] === 1),
  ]
}

/** RGBA of all layers over each other: 45 % opaque, with an outline of one pixel. */
export function painted(layers: Layer[], height: number, width: number): Uint8ClampedArray<ArrayBuffer> {
  const image = new Uint8ClampedArray(height * width * 4)
  for (const layer of layers) if (layer.pixels.includes(1)) paint(image, layer, height, width)
  return image
}

function paint(image: Uint8ClampedArray, layer: Layer, height: number, width: number): void {
  const [red, green, blue] = rgb(layer.color)
  const isIn = inside(layer, height, width)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!isIn(x, y)) continue
      const isEdge = !(isIn(x - 1, y) && isIn(x + 1, y) && isIn(x, y - 1) && isIn(x, y + 1))
      image.set([red, green, blue, isEdge ? EDGE : FILL], (y * width + x) * 4)
    }
}

/** Looks a layer up at another size than its own, by the nearest pixel. */
function inside(layer: Layer, height: number, width: number): (x: number, y: number) => boolean {
  const [byX, byY] = [layer.width / width, layer.height / height]
  return (x, y) =>
    x >= 0 &&
    y >= 0 &&
    x < width &&
    y < height &&
    layer.pixels[Math.floor(y * byY) * layer.width + Math.floor(x * byX)] === 1
}

const rgb = (color: string): [number, number, number] => {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}
