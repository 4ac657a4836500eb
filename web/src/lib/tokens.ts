/** Every colour, size and font of the product, for Ant Design's theme, for ECharts and for our own CSS alike. */

export type ThemeName = 'light' | 'dark'

export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif"
export const monospace =
  "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"

export const fontSize = { body: 14, table: 13, small: 12, title: 20 }
export const fontWeight = { normal: 400, strong: 600 }
export const space = { xs: 4, s: 8, m: 12, l: 16, xl: 24, xxl: 32 }
export const radius = 6
export const rowHeight = { normal: 40, compact: 32 }
export const frame = { rail: 216, railFolded: 56, topBar: 48, content: 1440, phone: 768 }
export const motionMs = 150

export interface Palette {
  brand: string
  brandSoft: string
  onBrand: string
  background: string
  surface: string
  raised: string
  border: string
  text: string
  muted: string
  grey: string
  teal: string
  amber: string
  green: string
  red: string
  imageGround: string
}

export const palettes: Record<ThemeName, Palette> = {
  light: {
    brand: '#0f766e',
    brandSoft: '#e3f1ef',
    onBrand: '#ffffff',
    background: '#f7f7f5',
    surface: '#ffffff',
    raised: '#ffffff',
    border: '#dddcd7',
    text: '#23221f',
    muted: '#6a6963',
    grey: '#6a6963',
    teal: '#0f766e',
    amber: '#a85a06',
    green: '#1a7f4b',
    red: '#c62a2f',
    imageGround: '#ecebe7',
  },
  dark: {
    brand: '#2dd4bf',
    brandSoft: '#16312e',
    onBrand: '#06221f',
    background: '#141414',
    surface: '#1c1c1b',
    raised: '#262624',
    border: '#3a3936',
    text: '#ecebe7',
    muted: '#a5a49d',
    grey: '#a5a49d',
    teal: '#2dd4bf',
    amber: '#f0a43a',
    green: '#4cc38a',
    red: '#ff7b7f',
    imageGround: '#272725',
  },
}

/** The training curves: the sources' colours, the same in both themes, each also told apart by its dash. */
export const curves = {
  loss: { color: '#2f6fed', dash: 'solid' },
  precision: { color: '#e5484d', dash: 'dashed' },
  learningRate: { color: '#2e9e6b', dash: 'dotted' },
} as const

/** The curve coach's marks on a chart, the same in both themes. */
export const markColor = { info: '#2e9e6b', warning: '#d9820a', error: '#d92d33' } as const

/** For any other series: Okabe and Ito's set, which colour-blind people can tell apart, tuned to both grounds. */
export const seriesColors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9', '#7d5fb2', '#8a8983']

/** What runs on a machine, by kind of job; trainings are red as in the sources. */
export const kindColors: Record<string, string> = { training: '#e5484d', rehearsal: '#7d5fb2' }

/** Below `low` red, below `high` orange, from there green. */
export const confidenceBounds = { low: 0.2, high: 0.8 }
export type ConfidenceLevel = 'low' | 'middle' | 'high'
const confidenceTone: Record<ConfidenceLevel, keyof Palette> = { low: 'red', middle: 'amber', high: 'green' }

export function confidenceLevel(value: number): ConfidenceLevel {
  if (value < confidenceBounds.low) return 'low'
  return value < confidenceBounds.high ? 'middle' : 'high'
}

export const confidenceColor = (value: number, theme: ThemeName): string =>
  palettes[theme][confidenceTone[confidenceLevel(value)]]

/** The one status vocabulary, with the colour of each; its shape is in components/ui/StatusTag. */
export const statusTone = {
  created: 'grey',
  waiting: 'grey',
  starting: 'teal',
  running: 'teal',
  stopping: 'amber',
  stopped: 'grey',
  completed: 'green',
  published: 'green',
  failed: 'red',
  lost: 'red',
  disabled: 'grey',
} as const satisfies Record<string, keyof Palette>
export type Status = keyof typeof statusTone

/** Our CSS reads the palette as `--brand`, `--surface` and so on. */
export function cssVariables(theme: ThemeName): Record<string, string> {
  const colors = Object.entries(palettes[theme]).map(([name, value]) => [`--${kebab(name)}`, value])
  return { ...Object.fromEntries(colors), '--font': fontFamily, '--mono': monospace, '--radius': `${radius}px` }
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
